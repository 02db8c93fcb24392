//! What is a message about, what else could it be about, and which words say so?

use super::reason::reasons;
use super::{Model, PARTS};
use crate::understanding::{Because, Field};
use crate::{Book, CategoryCode, CategoryRow, Place, Routed, Understanding};

/// What a model says of one message, with its reasons.
///
/// `score` tells how far the label is ahead of the runner-up: `bias` and the weights of `because` add up to it, and
/// without the words of one of the reasons the message has that much less.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// All labels, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// How far the first is ahead of the second; 0 when they are equal.
    pub score: f64,
    /// How far the first would be ahead (or, below 0, behind) if nothing had been said.
    pub bias: f64,
    /// What was said for the first rather than the second, in the order of the message; below 0 what speaks against.
    pub because: Vec<Because>,
}

/// One label a message may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its name.
    pub label: String,
    /// How sure it is, all together 1.
    pub confidence: f64,
    /// How far it is ahead of the second: 0 for the second, below it for those after.
    pub score: f64,
}

impl Model {
    /// Judges one message. A title, if it has one, is the first line of several.
    pub fn judge(&self, text: &str) -> Judgement {
        let mut reader = self.reader();
        let verdict = reader.judge(text);
        let (confidences, sums) = (reader.confidences(), reader.sums());
        let second = sums[verdict.next];
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        order.sort_by_key(|label| (std::cmp::Reverse(sums[*label]), *label));
        let candidates = order.into_iter().map(|label| Candidate {
            label: self.labels[label].clone(),
            confidence: confidences[label],
            score: (sums[label] - second) as f64 / PARTS,
        });
        Judgement {
            candidates: candidates.collect(),
            score: (sums[verdict.label] - second) as f64 / PARTS,
            bias: f64::from(self.bias[verdict.label] - self.bias[verdict.next]) / PARTS,
            because: reasons(self, text, verdict.label, verdict.next),
        }
    }
}

impl Book {
    /// The understanding with the model's label in place of what the catalogue's words said; kind, place and urgency
    /// stay. A label that is the code of a leaf is that leaf, and goes where the leaf goes; any other stands for
    /// itself, and goes nowhere.
    pub fn judged(&self, judgement: &Judgement, understanding: Understanding) -> Understanding {
        let others = understanding.because.into_iter();
        let others = others.filter(|because| !matches!(because.field, Field::Category | Field::Unit));
        let because = others.chain(judgement.because.iter().cloned()).collect();
        let first = judgement.candidates.first();
        let leaf = first.and_then(|first| self.category(&CategoryCode::new(first.label.as_str())));
        let area = understanding.place.as_ref().and_then(Place::narrowest);
        let (unit, helpers) = match leaf.map(|leaf| self.route(&leaf.code, area, understanding.kind)) {
            Some(Routed::To { lead, helpers, .. }) => (Some(lead), helpers),
            Some(Routed::NeedsPlace { .. } | Routed::NoRow | Routed::Forbidden { .. }) | None => {
                (None, Vec::new())
            }
        };
        let (unit, helpers) = self.with_danger((unit, helpers), understanding.emergency.as_ref());
        Understanding {
            category: leaf.map(|leaf| leaf.code.clone()),
            path: leaf
                .map(CategoryRow::path)
                .or(first.map(|first| vec![first.label.clone()]))
                .unwrap_or_default(),
            candidates: Vec::new(),
            unit,
            helpers,
            confidence: first.map_or(0.0, |first| first.confidence),
            because,
            ..understanding
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Model;
    use crate::tests::book;

    const MODEL: &str = "label,word,weight\n教育,学校,2\n交通,公交,2\n交通,学校,-0.5\n交通,,0.25\n";

    #[test]
    fn the_label_with_the_highest_sum_stands_in_place_of_the_catalogue() {
        let (model, book) = (Model::read(MODEL).expect("a model"), book());
        let text = "学校门口的公交，公交太少";
        let seen = book.judged(&model.judge(text), book.understand(text));
        // 交通 2 + 2 − 0.5 + 0.25, 教育 2.
        assert_eq!((seen.path.as_slice(), seen.category), (&["交通".to_owned()][..], None));
        assert!((seen.confidence - 1.0 / (1.0 + (-1.75f64).exp())).abs() < 1e-9);
        let against = seen.because.iter().find(|because| because.rule == "model:学校").expect("a reason");
        assert_eq!((against.start, against.end, against.weight), (0, 2, -2.5));
    }

    #[test]
    fn a_message_without_any_word_goes_by_what_the_labels_have() {
        let judged = Model::read(MODEL).expect("a model").judge("你好");
        assert_eq!((judged.candidates[0].label.as_str(), judged.score, judged.bias), ("交通", 0.25, 0.25));
    }

    #[test]
    fn a_title_counts_three_times() {
        let judged = Model::read(MODEL).expect("a model").judge("学校\n公交公交");
        // 教育 3 × 2, 交通 2 × 2 − 3 × 0.5 + 0.25.
        assert_eq!((judged.candidates[0].label.as_str(), judged.score), ("教育", 6.0 - 2.75));
        assert_eq!(judged.because[0].weight, 7.5);
    }
}
