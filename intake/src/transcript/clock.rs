//! When was it said?

/// A time at the beginning of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Milliseconds from the beginning of the recording; none for a time of the day with its date.
    pub(super) start: Option<u64>,
    pub(super) end: Option<u64>,
    /// Bytes it takes, brackets included.
    pub(super) length: usize,
    /// Whether it stands in brackets.
    pub(super) bracketed: bool,
}

/// The time a text begins with: `[00:12]`, `(01:00:12.5)`, `00:12-00:15`, `[00:12.000 --> 00:15.000]`,
/// `2024-03-01 09:00:12`.
pub(super) fn stamp(text: &str) -> Option<Stamp> {
    let open = text.chars().next().filter(|c| matches!(c, '[' | '(' | '（' | '【' | '<' | '{'));
    let mut at = open.map_or(0, char::len_utf8);
    at += blanks(&text[at..]);
    let date = date(&text[at..]);
    at += date;
    at += blanks(&text[at..]);
    let (start, length) = time(&text[at..])?;
    at += length;
    let mut end = None;
    let gap = blanks(&text[at..]);
    let dash = ["-->", "--", "->", "—", "–", "-", "~", "～", "至"]
        .into_iter()
        .find(|dash| text[at + gap..].starts_with(dash));
    if let Some(dash) = dash {
        let next = at + gap + dash.len();
        let next = next + blanks(&text[next..]);
        if let Some((time, length)) = time(&text[next..]) {
            end = Some(time);
            at = next + length;
        }
    }
    if open.is_some() {
        at += blanks(&text[at..]);
        let close = text[at..].chars().next().filter(|c| matches!(c, ']' | ')' | '）' | '】' | '>' | '}'))?;
        at += close.len_utf8();
    }
    let relative = date == 0;
    Some(Stamp {
        start: relative.then_some(start),
        end: end.filter(|_| relative),
        length: at,
        bracketed: open.is_some(),
    })
}

/// `01:02:03.456`, `02:03`, `02:03,5` in milliseconds, and its length. Minutes without hours may be many: `95:10`.
pub(super) fn time(text: &str) -> Option<(u64, usize)> {
    let (first, mut at) = number(text, 1..=3)?;
    let colon = text[at..].chars().next().filter(|c| matches!(c, ':' | '：'))?;
    at += colon.len_utf8();
    let (second, length) = number(&text[at..], 2..=2)?;
    at += length;
    // The same colon again: in 「00:15：9号楼」 the words have begun.
    let third = text[at..].strip_prefix(colon).and_then(|rest| {
        let (third, length) = number(rest, 2..=2)?;
        Some((third, colon.len_utf8() + length))
    });
    let (hours, minutes, seconds) = match third {
        Some((third, length)) => {
            at += length;
            (first, second, third)
        }
        None => (0, first, second),
    };
    let mut millis = 0;
    if text[at..].starts_with(['.', ','])
        && let Some((fraction, length)) = number(&text[at + 1..], 1..=9)
    {
        millis = fraction * 1000 / 10_u64.pow(length as u32);
        at += 1 + length;
    }
    let fits = seconds < 60 && (third.is_none() || minutes < 60);
    fits.then_some((((hours * 60 + minutes) * 60 + seconds) * 1000 + millis, at))
}

/// So many digits at the beginning, with no further digit behind them.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<(u64, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if !lengths.contains(&length) {
        return None;
    }
    text[..length].parse().ok().map(|value| (value, length))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\u{3000}']).len()
}

/// Length of a date at the beginning with a blank or T behind it, 0 without one.
fn date(text: &str) -> usize {
    let length = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/')).count();
    let marks = text[..length].bytes().filter(|b| !b.is_ascii_digit()).count();
    let behind = text[length..].starts_with([' ', 'T']);
    if marks == 2 && (8..=10).contains(&length) && behind { length + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{Stamp, stamp, time};

    #[test]
    fn times_are_milliseconds_from_the_beginning() {
        assert_eq!(time("00:00:12.5 x"), Some((12_500, 10)));
        assert_eq!(time("01:02:03,456"), Some((3_723_456, 12)));
        assert_eq!(time("95:10"), Some((5_710_000, 5)));
        assert_eq!(time("00:75"), None);
        assert_eq!(time("00:15：9号楼"), Some((15_000, 5)));
        assert_eq!(time("12点"), None);
    }

    #[test]
    fn a_stamp_may_stand_in_brackets_and_have_an_end() {
        fn seen(text: &str) -> Option<(Option<u64>, Option<u64>, &str)> {
            let Stamp { start, end, length, .. } = stamp(text)?;
            Some((start, end, &text[length..]))
        }
        assert_eq!(seen("[00:12]您好"), Some((Some(12_000), None, "您好")));
        assert_eq!(seen("（00:12-00:15）您好"), Some((Some(12_000), Some(15_000), "您好")));
        assert_eq!(seen("[00:01.000 --> 00:02.500] 您好"), Some((Some(1000), Some(2500), " 您好")));
        assert_eq!(seen("2024-03-01 09:00:12 坐席"), Some((None, None, " 坐席")));
        assert_eq!(seen("[坐席]"), None);
        assert_eq!(seen("[00:12 您好"), None);
    }
}
