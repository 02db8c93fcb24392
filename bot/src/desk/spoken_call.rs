//! How does a call read, and what did the agent answer?

use intake::{CallHeard, Speaker, Turn};
use prompts::Wording;

/// Shorter turns of an agent are no answer, in characters.
const SHORTEST_ANSWER: usize = 10;
/// Desks read Chinese.
const LANGUAGE: &str = "zh-CN";

/// The whole call, one turn a line, with its time and who speaks.
pub(super) fn written(heard: &CallHeard, wording: &Wording) -> String {
    let lines = heard.turns.iter().map(|turn| {
        let time = turn.start_ms.map(clock).unwrap_or_default();
        let who = match turn.speaker {
            Speaker::Agent => wording.line(LANGUAGE, "call-agent", &[]),
            Speaker::Citizen => wording.line(LANGUAGE, "call-citizen", &[]),
            Speaker::Unknown => wording.line(LANGUAGE, "call-unknown", &[]),
        };
        format!("{time}{who}{}", turn.text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What the agent said between the citizen's first word and their last that is neither short nor a question.
pub(super) fn answer(heard: &CallHeard) -> Option<String> {
    let is_citizen = |turn: &Turn| turn.speaker == Speaker::Citizen;
    let first = heard.turns.iter().position(is_citizen)?;
    let last = heard.turns.iter().rposition(is_citizen)?;
    let answers = heard.turns[first..last].iter().filter(|turn| {
        turn.speaker == Speaker::Agent
            && turn.text.chars().count() >= SHORTEST_ANSWER
            && !turn.text.trim_end().ends_with(['?', '\u{ff1f}'])
    });
    let answer = answers.map(|turn| turn.text.as_str()).collect::<Vec<_>>().join("\n");
    Some(answer).filter(|answer| !answer.is_empty())
}

/// `[01:02] `
fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    format!("[{:02}:{:02}] ", seconds / 60, seconds % 60)
}
