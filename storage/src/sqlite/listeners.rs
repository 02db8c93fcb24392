//! How is a listener written down?

use super::rows::Cells;
use crate::{ConversationId, Listener, StoreError, UnitCode};

const PUBLIC: &str = "public";

pub(super) fn written(listener: &Listener) -> String {
    match listener {
        Listener::Unit(unit) => format!("unit:{unit}"),
        Listener::Conversation(id) => format!("conversation:{id}"),
        Listener::Group(unit) => format!("group:{unit}"),
        Listener::Public => PUBLIC.to_owned(),
    }
}

pub(super) fn listener(cells: &Cells<'_>) -> Result<Listener, StoreError> {
    let text = cells.text("listener")?;
    if text == PUBLIC {
        return Ok(Listener::Public);
    }
    match text.split_once(':') {
        Some(("unit", code)) => Ok(Listener::Unit(UnitCode::new(code))),
        Some(("group", code)) => Ok(Listener::Group(UnitCode::new(code))),
        Some(("conversation", id)) => {
            let id: ConversationId = id.parse().map_err(|why| cells.corrupt(&why))?;
            Ok(Listener::Conversation(id))
        }
        Some(_) | None => Err(cells.corrupt(&format!("unknown listener {text}"))),
    }
}
