//! Does a notice say where something stands, so that a newer one makes it outdated?

use prompts::Notice;
use storage::Standing;

/// Of news of an order: how it stands. Passing news says nothing that the next does not say better; an answer, a note
/// or a question is told in any case.
pub fn of_news(notice: &Notice) -> Option<Standing> {
    let passing = match notice {
        Notice::Dispatched { .. }
        | Notice::Signed { .. }
        | Notice::Finished { .. }
        | Notice::SurveyReminder { .. }
        | Notice::Followed { .. } => true,
        Notice::Progressed { .. }
        | Notice::Question { .. }
        | Notice::Replied { .. }
        | Notice::Rated { .. }
        | Notice::AnsweredDirect { .. }
        | Notice::Rejected { .. }
        | Notice::Withdrawn { .. }
        | Notice::Closed { .. } => false,
        // What answers the citizen themselves says nothing of where an order stands.
        _ => return None,
    };
    notice.order().map(|no| Standing { of: no.to_owned(), passing })
}

/// Of something that is shown as it is when it is sent: the newest is enough.
pub fn passing(of: &str) -> Option<Standing> {
    Some(Standing { of: of.to_owned(), passing: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_never_passed_over_and_a_signature_may_be() {
        let no = || "20260708-ABCDE2".to_owned();
        let signed = Notice::Signed { no: no(), unit: "water".to_owned() };
        let replied = Notice::Replied { no: no(), unit: "water".to_owned(), answer: uuid::Uuid::nil() };
        assert_eq!(of_news(&signed), passing(&no()));
        assert_eq!(of_news(&replied), Some(Standing { of: no(), passing: false }));
        assert_eq!(of_news(&Notice::AskSupplement { no: no() }), None);
    }
}
