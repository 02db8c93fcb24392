//! Which words of a message speak for its label, so that without them it would say exactly so much less?
//!
//! Keywords overlap (物业, 业费, 物业费), so those that share a character are one reason. And where a reason is taken
//! out, what stood before it meets what stood after it; if that makes a keyword that was not there before, the reason
//! reaches further until it does not. So every reason may be taken out alone, and the sum of the message falls by its
//! weight, neither more nor less.

use std::ops::Range;

use super::{FIRST_LINE, Model, PARTS};
use crate::finder::GAP;
use crate::understanding::{Because, Field};

/// A message as codes, each with where it was typed.
struct Typed<'a> {
    text: &'a str,
    codes: Vec<u16>,
    /// Of each code: which character it is, and its first byte.
    at: Vec<(usize, usize)>,
    /// How many codes the first line of several has.
    first_line: usize,
}

/// A keyword at a spot.
struct Spot {
    codes: Range<usize>,
    word: usize,
}

/// A reason as far as it is known: its keywords are those that make a difference.
struct Reason {
    codes: Range<usize>,
    words: Vec<usize>,
    weight: i64,
}

/// The reasons for one label rather than another, in the order of the message.
pub(super) fn reasons(model: &Model, text: &str, label: usize, rather_than: usize) -> Vec<Because> {
    let typed = Typed::read(model, text);
    let worth = |spot: &Spot| {
        let weights = model.weights(spot.word);
        let weight = i64::from(weights[label]) - i64::from(weights[rather_than]);
        if spot.codes.start < typed.first_line { weight * FIRST_LINE } else { weight }
    };
    let mut spots = typed.spots(model).into_iter().peekable();
    let mut reasons = Vec::new();
    while let Some(first) = spots.next() {
        let mut reason = Reason { codes: first.codes.clone(), words: Vec::new(), weight: 0 };
        reason.hear(&first, worth(&first));
        loop {
            while let Some(spot) = spots.next_if(|spot| spot.codes.start < reason.codes.end) {
                reason.hear(&spot, worth(&spot));
            }
            if !typed.meets(model, &reason.codes) {
                break;
            }
            reason.codes.end += 1;
        }
        if reason.weight != 0 {
            reasons.push(typed.tell(model, reason));
        }
    }
    reasons
}

impl Reason {
    fn hear(&mut self, spot: &Spot, worth: i64) {
        self.codes.end = self.codes.end.max(spot.codes.end);
        self.weight += worth;
        if worth != 0 {
            self.words.push(spot.word);
        }
    }
}

impl<'a> Typed<'a> {
    fn read(model: &Model, text: &'a str) -> Self {
        let mut typed = Typed { text, codes: Vec::new(), at: Vec::new(), first_line: 0 };
        let title = text.find('\n');
        for (index, (byte, character)) in text.char_indices().enumerate() {
            if Some(byte) == title {
                typed.first_line = typed.codes.len();
            }
            if let Some(code) = model.finder.code(character) {
                typed.codes.push(code);
                typed.at.push((index, byte));
            }
        }
        typed
    }

    fn spots(&self, model: &Model) -> Vec<Spot> {
        let mut spots = Vec::new();
        for start in 0..self.codes.len() {
            model.finder.begin(&self.codes[start..], |length, word| {
                spots.push(Spot { codes: start..start + length, word });
            });
        }
        spots
    }

    /// Whether a keyword arises where the two ends meet when these are taken out.
    fn meets(&self, model: &Model, out: &Range<usize>) -> bool {
        let most = model.finder.longest().saturating_sub(1);
        let before = &self.codes[out.start.saturating_sub(most)..out.start];
        let after = &self.codes[out.end..(out.end + most).min(self.codes.len())];
        if before.last().is_none_or(|code| *code == GAP) || after.first().is_none_or(|code| *code == GAP) {
            return false;
        }
        let joined = [before, after].concat();
        let seam = before.len();
        let mut arises = false;
        for start in 0..seam {
            model.finder.begin(&joined[start..], |length, _| arises |= start + length > seam);
        }
        arises
    }

    fn tell(&self, model: &Model, mut reason: Reason) -> Because {
        let ((start, from), (last, to)) = (self.at[reason.codes.start], self.at[reason.codes.end - 1]);
        let to = to + self.text[to..].chars().next().map_or(0, char::len_utf8);
        reason.words.sort_unstable();
        reason.words.dedup();
        let words: Vec<&str> = reason.words.iter().map(|word| model.words[*word].as_str()).collect();
        Because {
            field: Field::Category,
            word: self.text[from..to].to_owned(),
            start,
            end: last + 1,
            weight: reason.weight as f64 / PARTS,
            rule: format!("model:{}", words.join("+")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::{ProptestConfig, proptest};
    use proptest::sample::Index;

    use crate::Model;

    static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(ROWS).expect("a model"));
    static ACROSS: LazyLock<Model> =
        LazyLock::new(|| Model::read(&format!("# blanks: passed over\n{ROWS}")).expect("a model"));
    const ROWS: &str = "label,word,weight\n物业,,-0.5\n物业,物业,2\n物业,物业费,1.5\n物业,业费,0.25\n物业,收,0.125\n\
        物业,停,-0.125\n交通,停车,2\n交通,车,0.5\n交通,停水,-1\n水务,停水,3\n水务,水,0.75\n水务,费,-0.25\n水务,收水费,1\n";

    #[test]
    fn keywords_that_share_a_character_are_one_reason() {
        let judged = MODEL.judge("乱收物业费！物业");
        assert_eq!(
            (judged.candidates[0].label.as_str(), judged.candidates[1].label.as_str()),
            ("物业", "交通")
        );
        let told: Vec<_> = judged
            .because
            .iter()
            .map(|b| (b.word.as_str(), b.start, b.end, b.weight, b.rule.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("收", 1, 2, 0.125, "model:收"),
                ("物业费", 2, 5, 3.75, "model:业费+物业+物业费"),
                ("物业", 6, 8, 2.0, "model:物业")
            ]
        );
        assert_eq!((judged.bias, judged.score), (-0.5, 0.125 + 3.75 + 2.0 - 0.5));
    }

    #[test]
    fn a_reason_whose_absence_would_make_a_keyword_reaches_further() {
        // Without 物业 the text would read 停车.
        let judged = MODEL.judge("停物业车，水");
        let words: Vec<&str> = judged.because.iter().map(|because| because.word.as_str()).collect();
        assert_eq!(words, ["停", "物业车", "水"]);
    }

    #[test]
    fn a_reason_may_reach_across_blanks() {
        let judged = ACROSS.judge("停 物 业 车，小区 停 水");
        let words: Vec<&str> = judged.because.iter().map(|because| because.word.as_str()).collect();
        assert_eq!(words, ["停", "物 业 车", "停 水"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_weights_add_up_and_a_message_without_a_reason_has_so_much_less(
            text in "[物业费收停车水，\u{200b}路的 \n]{0,40}",
            is_across: bool,
            which: Index,
        ) {
            let model = if is_across { &ACROSS } else { &MODEL };
            let judged = model.judge(&text);
            let sum: f64 = judged.because.iter().map(|because| because.weight).sum();
            assert!((sum + judged.bias - judged.score).abs() < 1e-9);
            if judged.because.is_empty() {
                return Ok(());
            }
            let gone = which.get(&judged.because);
            let left: String = text
                .chars()
                .enumerate()
                .filter(|(at, _)| !(gone.start..gone.end).contains(at))
                .map(|(_, typed)| typed)
                .collect();
            let score = |of: &crate::Judgement, label: &str| {
                of.candidates.iter().find(|candidate| candidate.label == label).expect("a label").score
            };
            let (first, second) = (&judged.candidates[0].label, &judged.candidates[1].label);
            let after = model.judge(&left);
            let moved = judged.score - (score(&after, first) - score(&after, second));
            assert!((moved - gone.weight).abs() < 1e-9, "{text:?} without {gone:?} moved by {moved}");
        }
    }
}
