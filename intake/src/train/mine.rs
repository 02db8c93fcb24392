//! Which words, and what at their seams, have several people used, and how often does each message use them?

use std::collections::{HashMap, HashSet};

use jieba_rs::Jieba;

use super::Lesson;
use super::solve::Row;
use crate::model::FIRST_LINE;
use crate::text::fold_word;
use crate::words;

/// How much more a rare word weighs than a common one: the power of `1 + ln(groups / groups with it)`.
const RARITY: f32 = 1.25;
/// What stands in every row beside its words, for the bias.
const ALWAYS: f32 = 1.0;

/// The words and how rare each is.
pub(super) struct Keywords<'a> {
    pub(super) words: Vec<&'a str>,
    pub(super) rarity: Vec<f32>,
}

/// How often a message has each of its words; in the order of words.
pub(super) type Counted = Vec<(u32, u32)>;

/// A message in words; those of a title three times.
#[derive(Default)]
pub(super) struct Cut {
    words: Vec<String>,
    /// What stands where two words meet.
    seams: Vec<String>,
}

/// Cuts a message into words, and looks at what stands where they meet.
pub(super) fn cut(jieba: &Jieba, text: &str) -> Cut {
    let mut all = Cut::default();
    for (is_title, line) in words::lines(text) {
        let folded = fold_word(line);
        let times = if is_title { FIRST_LINE as usize } else { 1 };
        let words = words::words(jieba, &folded);
        let seams = words::seams(&folded, &words).into_iter();
        all.seams.extend(seams.flat_map(|seam| std::iter::repeat_n(seam, times)));
        all.words.extend(words.into_iter().flat_map(|word| std::iter::repeat_n(word.to_owned(), times)));
    }
    all
}

impl Cut {
    /// What may be a keyword.
    fn parts(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().flat_map(|word| words::parts(word));
        words.chain(self.seams.iter().map(String::as_str))
    }
}

/// How many groups these messages are in.
pub(super) fn groups(lessons: &[Lesson], some: &[usize]) -> usize {
    some.iter().map(|at| lessons[*at].group.as_str()).collect::<HashSet<_>>().len()
}

/// The words, their parts and their seams that stand in messages of `least` groups; with what each message has of them.
pub(super) fn mine<'a>(
    lessons: &[Lesson],
    cut: &'a [Cut],
    some: &[usize],
    least: u32,
) -> (Keywords<'a>, Vec<Counted>) {
    // Group after group, so that a word's groups are counted without remembering them all.
    let mut by_group: Vec<usize> = (0..some.len()).collect();
    by_group.sort_by_key(|at| (lessons[some[*at]].group.as_str(), *at));
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut found: Vec<(&str, u32, &str)> = Vec::new();
    let mut counts: Vec<Counted> = vec![Vec::new(); some.len()];
    for at in by_group {
        let group = lessons[some[at]].group.as_str();
        let mut of_message: Vec<u32> = Vec::new();
        for part in cut[some[at]].parts() {
            let id = *known.entry(part).or_insert_with(|| {
                found.push((part, 0, ""));
                found.len() as u32 - 1
            });
            let (_, groups, last) = &mut found[id as usize];
            if *groups == 0 || *last != group {
                (*groups, *last) = (*groups + 1, group);
            }
            of_message.push(id);
        }
        of_message.sort_unstable();
        counts[at] =
            of_message.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as u32)).collect();
    }
    let all = groups(lessons, some) as f32;
    let mut keywords = Keywords { words: Vec::new(), rarity: Vec::new() };
    let mut order: Vec<usize> = (0..found.len()).filter(|id| found[*id].1 >= least).collect();
    order.sort_by_key(|id| found[*id].0);
    let mut renamed: Vec<Option<u32>> = vec![None; found.len()];
    for (new, old) in order.into_iter().enumerate() {
        let (word, groups, _) = found[old];
        renamed[old] = Some(new as u32);
        keywords.words.push(word);
        keywords.rarity.push((1.0 + (all / groups as f32).ln()).powf(RARITY));
    }
    for counted in &mut counts {
        *counted = counted.iter().filter_map(|(id, times)| Some((renamed[*id as usize]?, *times))).collect();
        counted.sort_unstable();
    }
    (keywords, counts)
}

impl<'a> Keywords<'a> {
    /// The features of a message: how often each word stands there times how rare it is, and one that is always there;
    /// of length 1, so that a long message teaches no more than a short one.
    pub(super) fn row(&self, counted: &Counted) -> Row {
        let words = counted.iter().map(|(word, times)| (*word, *times as f32 * self.rarity[*word as usize]));
        let mut row: Row = words.chain([(self.words.len() as u32, ALWAYS)]).collect();
        let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut row {
            *value /= length;
        }
        row
    }

    /// The words whose weights are farthest from zero over all labels.
    pub(super) fn best(self, weights: &[f32], labels: usize, most: usize) -> Keywords<'a> {
        let strength: Vec<f32> =
            weights.chunks(labels).map(|of| of.iter().map(|weight| weight * weight).sum()).collect();
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by(|one, other| strength[*other].total_cmp(&strength[*one]).then(one.cmp(other)));
        order.truncate(most);
        order.sort_unstable();
        Keywords {
            words: order.iter().map(|word| self.words[*word]).collect(),
            rarity: order.iter().map(|word| self.rarity[*word]).collect(),
        }
    }
}
