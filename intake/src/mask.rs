//! How does a message look to those who need not know who wrote it?

use crate::language::{begins, language};
use crate::plate::{self, Plate};
use crate::text::fold_each;
use crate::{Line, contact, identity};

/// The message with everything masked that names or reaches one person: telephones `138****1234`, identity cards
/// `1501**********123X`, bank cards, number plates, mail addresses, chat accounts. Order numbers and dates stay.
pub fn mask(text: &str) -> String {
    let chars = fold_each(text);
    let mut masks = identities(&chars);
    masks.extend(phones(text));
    masks.extend(mails(&chars));
    masks.extend(plates(&chars));
    masks.extend(accounts(&chars));
    // Of two that overlap the longer hides more.
    masks.sort_by_key(|mask| (mask.start, std::cmp::Reverse(mask.end)));

    let mut masked = String::with_capacity(text.len());
    let mut typed = text.chars();
    let mut done = 0;
    for Mask { start, end, shown } in masks {
        if start < done {
            continue;
        }
        masked.extend(typed.by_ref().take(start - done));
        masked.push_str(&shown);
        typed.by_ref().take(end - start).for_each(drop);
        done = end;
    }
    masked.extend(typed);
    masked
}

/// Characters to be replaced, and by what.
struct Mask {
    start: usize,
    end: usize,
    shown: String,
}

fn identities(chars: &[char]) -> Vec<Mask> {
    identity::find(chars)
        .into_iter()
        .map(|identity| Mask {
            start: identity.start,
            end: identity.end,
            shown: hide(&identity.number, 4, 4),
        })
        .collect()
}

fn phones(text: &str) -> impl Iterator<Item = Mask> {
    contact::find(text).phones.into_iter().map(|phone| {
        let shown = match phone.line {
            Line::Mobile => hide(&phone.number, 3, 4),
            Line::Landline { area } => {
                let (area, own) = phone.number.split_at(area);
                format!("{area}-{}", hide(own, 0, own.len() - 4))
            }
            Line::Local => hide(&phone.number, 0, phone.number.len() - 4),
        };
        Mask { start: phone.start, end: phone.end, shown }
    })
}

/// `name@domain`: the name is hidden but for its first character.
fn mails(chars: &[char]) -> Vec<Mask> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let ats = chars.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at);
    ats.filter_map(|at| {
        let name = chars[..at].iter().rev().take_while(|c| is_part(c)).count();
        let domain: String = chars[at + 1..].iter().take_while(|c| is_part(c)).collect();
        (name > 0 && domain.contains('.')).then(|| Mask {
            start: at - name,
            end: at,
            shown: format!("{}***", chars[at - name]),
        })
    })
    .collect()
}

/// Of a plate the province, the first letter and the last two characters are shown.
fn plates(chars: &[char]) -> Vec<Mask> {
    plate::find(chars)
        .into_iter()
        .map(|Plate { number, start, end }| Mask { start, end, shown: hide_middle(&number) })
        .collect()
}

fn hide_middle(plate: &str) -> String {
    let shown: Vec<char> = plate.chars().collect();
    let (first, last): (String, String) =
        (shown[..2].iter().collect(), shown[shown.len() - 2..].iter().collect());
    format!("{first}***{last}")
}

/// The name of a chat account, where the word for it stands before.
fn accounts(chars: &[char]) -> Vec<Mask> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_filler = |c: char| language().account_filler.iter().any(|word| word.starts_with(c));
    let mut accounts = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let near: String = chars[at..].iter().take(8).collect();
        let Some(word) = begins(&near, &language().account) else {
            at += 1;
            continue;
        };
        at += word.chars().count();
        let start =
            at + chars[at..].iter().take(3).take_while(|c| matches!(c, ' ' | ':') || is_filler(**c)).count();
        let length = chars[start..].iter().take_while(|c| is_part(c)).count();
        if (5..=20).contains(&length) && chars[start..start + length].iter().any(char::is_ascii_digit) {
            accounts.push(Mask { start, end: start + length, shown: format!("{}***", chars[start]) });
            at = start + length;
        }
    }
    accounts
}

/// Keeps the first and last characters of an ASCII number.
fn hide(number: &str, first: usize, last: usize) -> String {
    let stars = number.len().saturating_sub(first + last);
    format!("{}{}{}", &number[..first], "*".repeat(stars), &number[number.len() - last..])
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
