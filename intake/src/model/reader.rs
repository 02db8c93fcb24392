//! How much does a message say for each label?

use std::ops::Range;

use super::{FIRST_LINE, LANES, Lanes, Model};
use crate::finder::GAP;

/// So many keywords are added up at most before the sum is put aside: no sum of weights within their bounds overflows.
const IN_A_ROW: usize = 1024;

/// A message judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Index of the label with the highest sum; of equals the first.
    pub label: usize,
    /// The runner-up.
    pub next: usize,
    /// How sure the label is, 0 to 1.
    pub confidence: f64,
}

/// Reads one message after another with one model, and needs no memory of its own for each.
#[derive(Debug)]
pub struct Reader<'a> {
    model: &'a Model,
    codes: Vec<u16>,
    few: Vec<Lanes>,
    sums: Vec<i64>,
    shares: Vec<f64>,
    /// Spots at which keywords stand.
    spots: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Reader {
            model,
            codes: Vec::new(),
            few: vec![[0; LANES]; model.lanes],
            sums: vec![0; model.labels.len()],
            shares: vec![0.0; model.labels.len()],
            spots: 0,
        }
    }

    /// What the message is about.
    pub fn judge(&mut self, text: &str) -> Verdict {
        self.add_up(text);
        let (label, next) = first_two(&self.sums);
        self.model.sureness.fill(&self.sums, self.spots, &mut self.shares);
        Verdict { label, next, confidence: self.shares[label] }
    }

    /// How sure each label is of the message judged last.
    pub fn confidences(&self) -> &[f64] {
        &self.shares
    }

    /// The sums of the message judged last, a thousandth each.
    pub fn sums(&self) -> &[i64] {
        &self.sums
    }

    /// At how many spots keywords stood in it.
    pub fn spots(&self) -> usize {
        self.spots
    }

    fn add_up(&mut self, text: &str) {
        self.codes.clear();
        self.codes.reserve(text.len() / 2);
        self.sums.fill(0);
        self.spots = 0;
        let mut rest = text;
        if let Some((first, after)) = text.split_once('\n') {
            self.add(first);
            for sum in &mut self.sums {
                *sum *= FIRST_LINE;
            }
            rest = after;
        }
        self.add(rest);
        for (sum, bias) in self.sums.iter_mut().zip(&self.model.bias) {
            *sum += i64::from(*bias);
        }
    }

    fn add(&mut self, text: &str) {
        self.codes.clear();
        for typed in text.chars() {
            if let Some(code) = self.model.finder.code(typed) {
                self.codes.push(code);
            }
        }
        let in_a_row = (IN_A_ROW / self.model.finder.longest().max(1)).max(1);
        for start in (0..self.codes.len()).step_by(in_a_row) {
            let some = start..(start + in_a_row).min(self.codes.len());
            match self.model.lanes {
                1 => self.add_few_labels(some),
                _ => self.add_many_labels(some),
            }
            for (sum, few) in self.sums.iter_mut().zip(self.few.iter_mut().flatten()) {
                *sum += i64::from(std::mem::take(few));
            }
        }
    }

    /// Adds what begins at these codes, where all labels are added in one step: also what is nothing.
    fn add_few_labels(&mut self, some: Range<usize>) {
        let Reader { model, codes, few, spots, .. } = self;
        let (finder, weights, none) = (&model.finder, &model.weights, model.finder.none());
        let mut sum = few[0];
        let mut count = 0;
        for at in some {
            let pair = finder.pair(codes[at], codes.get(at + 1).copied().unwrap_or(GAP));
            add(&mut sum, &weights[pair.one]);
            add(&mut sum, &weights[pair.two]);
            count += usize::from(pair.one != none) + usize::from(pair.two != none);
            if pair.goes_on {
                finder.begin(&codes[at..], |length, word| {
                    if length > 2 {
                        add(&mut sum, &weights[word]);
                        count += 1;
                    }
                });
            }
        }
        few[0] = sum;
        *spots += count;
    }

    fn add_many_labels(&mut self, some: Range<usize>) {
        let Reader { model, codes, few, spots, .. } = self;
        for start in some {
            model.finder.begin(&codes[start..], |_, word| {
                *spots += 1;
                for (sum, weights) in few.iter_mut().zip(model.lanes_of(word)) {
                    add(sum, weights);
                }
            });
        }
    }
}

#[inline]
fn add(sum: &mut Lanes, weights: &Lanes) {
    for (sum, weight) in sum.iter_mut().zip(weights) {
        *sum += weight;
    }
}

/// The highest and the one after it; of equals the first.
pub(super) fn first_two(sums: &[i64]) -> (usize, usize) {
    let (mut first, mut next) = if sums[1] > sums[0] { (1, 0) } else { (0, 1) };
    for label in 2..sums.len() {
        if sums[label] > sums[first] {
            (first, next) = (label, first);
        } else if sums[label] > sums[next] {
            next = label;
        }
    }
    (first, next)
}

#[cfg(test)]
mod tests {
    use super::first_two;

    #[test]
    fn of_equals_the_first_is_first() {
        assert_eq!(first_two(&[3, 3, 3]), (0, 1));
        assert_eq!(first_two(&[1, 3, 2]), (1, 2));
        assert_eq!(first_two(&[1, 2, 3]), (2, 1));
        assert_eq!(first_two(&[-5, -7]), (0, 1));
    }
}
