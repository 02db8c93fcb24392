//! What does the dialogue answer, and what if it breaks down?

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Desk;
use crate::banner::Banner;
use crate::dialogue::{Case, Memory, Message, Turn};

/// The pure step from a message to what follows.
pub(crate) type Dialogue = fn(Memory, &Message, &Case, &Banner) -> Turn;

impl Desk {
    /// The turn; `None` if a fault of the dialogue broke it off. It is pure: nothing it has touched is kept.
    pub(super) fn answer(&self, memory: Memory, message: &Message, case: &Case) -> Option<Turn> {
        catch_unwind(AssertUnwindSafe(|| (self.dialogue)(memory, message, case, &self.banner))).ok()
    }

    /// The same desk with another dialogue.
    #[cfg(test)]
    pub(crate) fn with_dialogue(self, dialogue: Dialogue) -> Self {
        Self { dialogue, ..self }
    }
}
