//! How does a long text become messages that Telegram takes?

/// Longest message, in UTF-16 code units.
const LONGEST: usize = 4096;

/// The text in parts of at most [`LONGEST`] units, cut at line breaks where there are any; at least one part.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let end = fits(rest);
        if end == rest.len() {
            parts.push(rest.to_owned());
            return parts;
        }
        // In the second half, so that no part is a mere line.
        let cut = rest[..end].rfind('\n').filter(|at| *at > end / 2).map_or(end, |at| at + 1);
        parts.push(rest[..cut].trim_end().to_owned());
        rest = &rest[cut..];
    }
}

/// How many bytes of the text fit into one message.
fn fits(text: &str) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > LONGEST {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_part() {
        assert_eq!(parts("已受理"), ["已受理"]);
    }

    #[test]
    fn a_long_text_is_cut_at_lines_and_nothing_is_lost() {
        let line = "办理情况".repeat(100) + "\n";
        let text = line.repeat(30);
        let cut = parts(&text);
        assert!(cut.len() > 1);
        assert!(cut.iter().all(|part| part.encode_utf16().count() <= LONGEST));
        let without_breaks = |text: &str| text.replace('\n', "");
        assert_eq!(without_breaks(&cut.concat()), without_breaks(&text));
    }

    #[test]
    fn a_text_without_lines_and_with_signs_of_two_units_is_cut_between_signs() {
        let cut = parts(&"🌾".repeat(3000));
        assert!(cut.iter().all(|part| part.encode_utf16().count() <= LONGEST));
        assert_eq!(cut.concat().chars().count(), 3000);
    }
}
