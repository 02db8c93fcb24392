//! placeholder
use prompts::Spoken;

use super::{Desk, DeskError};

#[derive(Debug)]
pub struct GroupSaid {
    pub channel: &'static str,
    pub group: Option<String>,
    pub person: String,
    pub key: String,
    pub what: GroupWhat,
}
#[derive(Debug)]
pub enum GroupWhat {
    Pressed(String),
    Said(String),
    Answered { to: String, words: String },
}
#[derive(Debug)]
pub struct GroupAnswer {
    pub toast: Option<String>,
    pub say: Option<Spoken>,
    pub asks_reply: bool,
    pub drop_buttons: bool,
    pub redraw: Option<Spoken>,
}
impl Desk {
    pub async fn hear_group(&self, _said: GroupSaid) -> Result<Option<GroupAnswer>, DeskError> {
        Ok(None)
    }
    pub async fn group_lost(&self, _channel: &str, _group: &str) -> Result<(), DeskError> {
        Ok(())
    }
    pub async fn group_moved(&self, _channel: &str, _from: &str, _to: &str) -> Result<(), DeskError> {
        Ok(())
    }
}
