//! How is it said that a transcript cannot be read?

use intake::BadTranscript;

use super::Problem;

impl Problem {
    /// 422: a transcript that cannot be read; where, and what is wrong.
    pub fn bad_transcript(field: &'static str, bad: &BadTranscript) -> Self {
        let (slug, gaps) = bad_transcript(bad);
        gaps.into_iter().fold(Self::at_field(slug, field), |problem, (name, said)| problem.text(name, said))
    }
}

/// The tail of the sentences' keys (`api-…-detail`), and what stands in their gaps.
pub fn bad_transcript(bad: &BadTranscript) -> (&'static str, Vec<(&'static str, String)>) {
    match bad {
        BadTranscript::Empty => ("transcript-empty", Vec::new()),
        BadTranscript::NotJson { line, column, reason: _ } => {
            ("transcript-not-json", vec![("line", line.to_string()), ("column", column.to_string())])
        }
        BadTranscript::UnknownJson { keys } => ("transcript-unknown-json", vec![("keys", short(keys))]),
        BadTranscript::BadField { element, field, found: _ } => {
            ("transcript-bad-field", vec![("element", element.to_string()), ("part", (*field).to_owned())])
        }
        BadTranscript::BadTime { line, found } => {
            ("transcript-bad-time", vec![("line", line.to_string()), ("found", short(found))])
        }
        BadTranscript::OtherFormat { line, format, reason: _ } => {
            let format = serde_json::to_value(format).ok();
            let format = format.as_ref().and_then(|name| name.as_str()).unwrap_or_default().to_owned();
            ("transcript-other-format", vec![("line", line.to_string()), ("format", format)])
        }
        BadTranscript::TooLong { bytes: _, limit } => {
            ("transcript-too-long", vec![("most", (limit >> 10).to_string())])
        }
        BadTranscript::TooManyTurns { line, limit } => {
            ("transcript-too-many-turns", vec![("line", line.to_string()), ("most", limit.to_string())])
        }
        BadTranscript::NoWords => ("transcript-no-words", Vec::new()),
    }
}

/// What stands in the source may be anything: a beginning tells enough, and no number in it is anybody's business.
fn short(found: &str) -> String {
    let beginning: String = found.chars().take(60).collect();
    intake::mask(&beginning)
}
