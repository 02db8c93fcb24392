//! Which parts has the reply that somebody wrote into a chat?

use super::wish::{ends_word, tidy};
use super::words::Meaning;

/// The three parts of a reply, as far as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReplyForm {
    /// 办理情况, inside.
    pub(super) handling: String,
    /// 公开答复, to the citizen.
    pub(super) answer: String,
    /// 联系情况
    pub(super) contact: String,
}

const PARTS: [Meaning; 3] = [Meaning::Handling, Meaning::Answer, Meaning::Contact];

impl ReplyForm {
    /// Reads labelled lines in any order, with any brackets, numbers and colons around the labels; a part goes on to
    /// the next label. Three lines without labels are taken in the order in which they are asked for.
    pub(super) fn read(words: &str) -> Self {
        let mut parts = [const { Vec::new() }; 3];
        let mut unlabelled = Vec::new();
        let mut current = None;
        for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let text = match labelled(line) {
                Some((part, rest)) => {
                    current = Some(part);
                    rest
                }
                None => line,
            };
            match current {
                Some(part) if !text.is_empty() => parts[part].push(text),
                Some(_) => {}
                None => unlabelled.push(text),
            }
        }
        if current.is_none() && unlabelled.len() == PARTS.len() {
            parts = [vec![unlabelled[0]], vec![unlabelled[1]], vec![unlabelled[2]]];
        }
        let [handling, answer, contact] = parts.map(|lines| lines.join("\n"));
        Self { handling, answer, contact }
    }

    /// The first part that is missing.
    pub(super) fn missing(&self) -> Option<Meaning> {
        let parts = [&self.handling, &self.answer, &self.contact];
        PARTS.into_iter().zip(parts).find(|(_, words)| words.is_empty()).map(|(part, _)| part)
    }
}

/// The unit that should have an order instead, and the basis of a return, as they were written: each under its label,
/// or, where a unit must be named, the unit first and the basis after it.
pub(super) fn unit_and_basis(words: &str, unit_first: bool) -> (Option<String>, String) {
    let (mut unit, mut basis) = (None, Vec::new());
    for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(named) = after_label(line, Meaning::Suggested) {
            unit = Some(named.to_owned());
        } else {
            basis.push(after_label(line, Meaning::Basis).unwrap_or(line));
        }
    }
    if unit.is_none() && unit_first && !basis.is_empty() {
        let first = basis.remove(0);
        let end = first.find(|c: char| c.is_whitespace() || "，,。；;：:".contains(c));
        let (named, rest) =
            if basis.is_empty() { first.split_at(end.unwrap_or(first.len())) } else { (first, "") };
        unit = Some(named.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned());
        if !tidy(rest).is_empty() {
            basis.insert(0, tidy(rest));
        }
    }
    (unit, basis.join("\n"))
}

fn labelled(line: &str) -> Option<(usize, &str)> {
    PARTS.into_iter().enumerate().find_map(|(at, part)| Some((at, after_label(line, part)?)))
}

/// What a line says after a label, if it begins with it, perhaps in brackets or numbered.
fn after_label(line: &str, label: Meaning) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
    label.strip(line).filter(|rest| ends_word(rest)).map(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> ReplyForm {
        ReplyForm {
            handling: "更换了灯泡\n两盏".to_owned(),
            answer: "路灯已修好".to_owned(),
            contact: "7月8日电话联系，认可".to_owned(),
        }
    }

    #[test]
    fn labels_may_stand_in_any_order_and_dress() {
        for words in [
            "办理情况：更换了灯泡\n两盏\n公开答复：路灯已修好\n联系情况：7月8日电话联系，认可",
            "【联系情况】7月8日电话联系，认可\n\n1. 公开答复: 路灯已修好\n2、办理情况：\n更换了灯泡\n两盏",
            "答复群众 路灯已修好\n联系情况　7月8日电话联系，认可\n办理情况\n更换了灯泡\n两盏\n",
        ] {
            assert_eq!(ReplyForm::read(words), whole(), "{words}");
        }
    }

    #[test]
    fn three_plain_lines_are_taken_in_order_and_anything_else_lacks_its_parts() {
        let form = ReplyForm::read("更换灯泡\n\n路灯已修好\n已电话联系");
        assert_eq!((form.contact.as_str(), form.missing()), ("已电话联系", None));
        assert_eq!(ReplyForm::read("修好了").missing(), Some(Meaning::Handling));
        assert_eq!(
            ReplyForm::read("办理情况：修好\n联系情况：\n公开答复：").missing(),
            Some(Meaning::Answer)
        );
    }

    #[test]
    fn a_unit_stands_first_or_under_its_label() {
        let read = |words: &str, first| {
            let (unit, basis) = unit_and_basis(words, first);
            (unit.unwrap_or_default(), basis)
        };
        let both = |unit: &str, basis: &str| (unit.to_owned(), basis.to_owned());
        assert_eq!(read("消防大队\n消防法第5条", true), both("消防大队", "消防法第5条"));
        assert_eq!(read("消防大队，消防法第5条，依法查处", true), both("消防大队", "消防法第5条，依法查处"));
        assert_eq!(read("依据：消防法第5条\n建议单位：消防大队", true), both("消防大队", "消防法第5条"));
        assert_eq!(read("消防法第5条", false), both("", "消防法第5条"));
        assert_eq!(read("XFD", true), both("XFD", ""));
        assert_eq!(read("", true), both("", ""));
    }
}
