//! How does a message look to those who need not know who wrote it?
//!
//! Two readers are told apart ([`Audience`]): whoever must go there and help needs the door and the name, but neither
//! number nor account; everybody else needs to know no more than the neighbourhood and the matter. What is hidden
//! leaves enough to see what it was: `138****1234`, `王**`, `阳光小区*号楼*单元***`.

mod door;
mod mark;
mod name;
mod number;
mod words;

use serde::Serialize;

use crate::Book;

/// Who reads the masked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Whoever handles the matter: the numbers and accounts of people are hidden; names and doors stay.
    Handler,
    /// Anybody: names and doors are hidden, too; the neighbourhood stays.
    Anyone,
}

/// What of a person is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Private {
    /// A telephone, mobile or not.
    Phone,
    /// An identity card, GB 11643.
    IdCard,
    /// A bank card or account.
    BankCard,
    /// A passport or another paper with a number.
    Document,
    /// A number plate, GA 36.
    Plate,
    /// A mail address.
    Email,
    /// An account of a chat.
    Account,
    /// A person's name.
    Name,
    /// Building, unit and room.
    Address,
}

/// Where something was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// First character of the original message.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What it is.
    #[serde(rename = "type")]
    pub private: Private,
}

/// A message without what its reader need not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Masked {
    /// What is left to read.
    pub text: String,
    /// What is hidden, in the order of the message; none overlaps another.
    pub found: Vec<Hidden>,
}

/// The message as those see it who handle it ([`Audience::Handler`]): telephones `138****1234`, identity cards
/// `1501**********123X`, bank cards, papers, number plates, mail addresses and chat accounts are masked. Order numbers
/// and dates stay.
pub fn mask(text: &str) -> String {
    hide(text, numbers).text
}

impl Book {
    /// The message without what the reader need not know. Masking what was masked changes nothing.
    pub fn mask_for(&self, text: &str, reader: Audience) -> Masked {
        match reader {
            Audience::Handler => hide(text, numbers),
            Audience::Anyone => hide(text, |chars| {
                let mut masks = numbers(chars);
                // Numbers first: the beginning of a telephone is no room.
                if masks.is_empty() {
                    masks.extend(door::find(chars));
                    masks.extend(name::find(chars, &self.segmenter));
                }
                masks
            }),
        }
    }
}

impl Book {
    /// Whether words are nothing but what somebody is called: 王建国, 史女士, 敖登格日勒.
    pub fn is_only_a_name(&self, words: &str) -> bool {
        let chars: Vec<char> = words.trim().chars().map(fold).collect();
        name::is_all(&chars, &self.segmenter)
    }
}

/// Characters to be replaced, and by what.
#[derive(Debug)]
struct Mask {
    start: usize,
    end: usize,
    private: Private,
    shown: String,
}

fn numbers(chars: &[char]) -> Vec<Mask> {
    let mut masks = number::find(chars);
    masks.extend(mark::mails(chars));
    masks.extend(mark::plates(chars));
    masks.extend(mark::accounts(chars));
    masks
}

/// A character still to be read, and what of the message it stands for.
#[derive(Clone, Copy)]
struct Shown {
    character: char,
    start: usize,
    end: usize,
}

/// Hides what is found until nothing more is: what was hidden may leave something standing alone that is a number,
/// and who masks the result again must find nothing.
fn hide(text: &str, find: impl Fn(&[char]) -> Vec<Mask>) -> Masked {
    /// More rounds than any message needs; a bound all the same.
    const ROUNDS: usize = 12;
    let mut left: Vec<Shown> =
        text.chars().enumerate().map(|(at, character)| Shown { character, start: at, end: at + 1 }).collect();
    let mut found: Vec<Hidden> = Vec::new();
    for _ in 0..ROUNDS {
        let chars: Vec<char> = left.iter().map(|shown| fold(shown.character)).collect();
        let mut masks = find(&chars);
        if masks.is_empty() {
            break;
        }
        // Of two that overlap the one that begins first decides how it looks, of two that begin together the longer.
        masks.sort_by_key(|mask| (mask.start, std::cmp::Reverse(mask.end)));
        left = put_on(&left, masks, &mut found);
    }
    found.sort_by_key(|hidden| (hidden.start, std::cmp::Reverse(hidden.end)));
    found.dedup_by(|next, before| {
        let overlaps = next.start < before.end;
        before.end = if overlaps { before.end.max(next.end) } else { before.end };
        overlaps
    });
    Masked { text: left.into_iter().map(|shown| shown.character).collect(), found }
}

/// `masks` in order; where one begins inside another, what reaches beyond is hidden without a trace.
fn put_on(left: &[Shown], masks: Vec<Mask>, found: &mut Vec<Hidden>) -> Vec<Shown> {
    let mut masked: Vec<Shown> = Vec::with_capacity(left.len());
    let mut done = 0;
    for Mask { start, end, private, shown } in masks {
        let from = start.max(done);
        if from >= end {
            continue;
        }
        masked.extend(&left[done..from]);
        let (first, last) = (left[from].start, left[end - 1].end);
        let stars = "*".repeat(end - from);
        let shown = if from == start { &shown } else { &stars };
        masked.extend(shown.chars().map(|character| Shown { character, start: first, end: last }));
        found.push(Hidden { start: first, end: last, private });
        done = end;
    }
    masked.extend(&left[done..]);
    masked
}

fn fold(character: char) -> char {
    crate::fold::fold(character).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn telephones_and_identity_cards_are_masked() {
        assert_eq!(mask("我电话138 0000 1234，谢谢"), "我电话138****1234，谢谢");
        assert_eq!(mask("一三八零零零零一二三四"), "138****1234");
        assert_eq!(mask("座机0470-8221234"), "座机0470-****234");
        assert_eq!(mask("电话：8221234"), "电话：****234");
        assert_eq!(mask("身份证号15010219900307123X。"), "身份证号1501**********123X。");
    }

    #[test]
    fn plates_mails_and_accounts_are_masked() {
        assert_eq!(mask("蒙E·A1234堵着门"), "蒙E***34堵着门");
        assert_eq!(mask("邮箱abc.d@example.com"), "邮箱a***@example.com");
        assert_eq!(mask("加微信：wx_abc123"), "加微信：w***");
    }

    #[test]
    fn what_names_nobody_stays() {
        for text in ["工单20260301-K7M2P9，2026年3月1日15:30", "阳光小区3-2-501", "欠费13800元", ""]
        {
            assert_eq!(mask(text), text);
        }
    }
}
