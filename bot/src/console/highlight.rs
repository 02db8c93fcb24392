//! Which words of the text decided what?

use serde::Serialize;

/// A stretch of the text from the first character to the one after the last, and the field it decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What it decided: `kind`, `category`, `place`, `urgency`, `emergency`, `unit`.
    pub field: &'static str,
}

/// A piece of the text in which the same fields are spoken of throughout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    /// The text.
    pub text: String,
    /// What it decided; empty for plain text.
    pub fields: Vec<&'static str>,
}

/// Cuts a text into pieces along the spans. Spans may overlap; those outside the text or empty are ignored (words that
/// were said apart from it). The pieces together are the text.
pub(crate) fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().collect();
    let spans: Vec<&Span> =
        spans.iter().filter(|span| span.start < span.end && span.end <= letters.len()).collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    cuts.extend([0, letters.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|cut| {
            let mut fields = Vec::new();
            for span in spans.iter().filter(|span| span.start <= cut[0] && cut[1] <= span.end) {
                if !fields.contains(&span.field) {
                    fields.push(span.field);
                }
            }
            Piece { text: letters[cut[0]..cut[1]].iter().collect(), fields }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Span, pieces};

    fn cut(text: &str, spans: &[(usize, usize, &'static str)]) -> Vec<(String, Vec<&'static str>)> {
        let spans: Vec<Span> = spans.iter().map(|&(start, end, field)| Span { start, end, field }).collect();
        pieces(text, &spans).into_iter().map(|piece| (piece.text, piece.fields)).collect()
    }

    #[test]
    fn a_text_without_reasons_is_one_piece() {
        assert_eq!(cut("停水三天", &[]), [("停水三天".to_owned(), vec![])]);
        assert_eq!(cut("", &[]), []);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let shown = cut("我家停水𠀀三天", &[(2, 4, "category"), (5, 7, "urgency")]);
        assert_eq!(
            shown,
            [
                ("我家".to_owned(), vec![]),
                ("停水".to_owned(), vec!["category"]),
                ("𠀀".to_owned(), vec![]),
                ("三天".to_owned(), vec!["urgency"]),
            ]
        );
    }

    #[test]
    fn overlapping_reasons_are_cut_where_they_overlap() {
        let shown = cut("和平小区停水", &[(0, 4, "place"), (2, 6, "category"), (2, 4, "place")]);
        assert_eq!(
            shown,
            [
                ("和平".to_owned(), vec!["place"]),
                ("小区".to_owned(), vec!["place", "category"]),
                ("停水".to_owned(), vec!["category"]),
            ]
        );
    }

    #[test]
    fn words_said_elsewhere_mark_nothing() {
        assert_eq!(cut("停水", &[(0, 0, "place"), (1, 9, "kind")]), [("停水".to_owned(), vec![])]);
    }
}
