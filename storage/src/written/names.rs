//! What are streams, listeners, holders and kinds of papers called in a column?

use crate::{ConversationId, Holder, Listener, OrderNo, PaperKind, UnitCode};

/// Whoever reads the public event stream.
const PUBLIC: &str = "public";

/// The stream of an order.
pub(crate) fn order_stream(no: &OrderNo) -> String {
    format!("order:{no}")
}

/// The stream of a conversation.
pub(crate) fn chat_stream(conversation: ConversationId) -> String {
    format!("chat:{conversation}")
}

/// A listener, as it is written.
pub(crate) fn listener(listener: &Listener) -> String {
    match listener {
        Listener::Unit(unit) => format!("unit:{unit}"),
        Listener::Conversation(id) => format!("conversation:{id}"),
        Listener::Group(unit) => format!("group:{unit}"),
        Listener::Public => PUBLIC.to_owned(),
    }
}

/// A listener, as it was written.
pub(crate) fn read_listener(text: &str) -> Option<Listener> {
    if text == PUBLIC {
        return Some(Listener::Public);
    }
    match text.split_once(':')? {
        ("unit", code) => Some(Listener::Unit(UnitCode::new(code))),
        ("group", code) => Some(Listener::Group(UnitCode::new(code))),
        ("conversation", id) => Some(Listener::Conversation(id.parse().ok()?)),
        _ => None,
    }
}

/// A holder of a seat, as it is written.
pub(crate) fn holder(holder: &Holder) -> String {
    match holder {
        Holder::Unit(unit) => format!("unit:{unit}"),
        Holder::Account(id) => format!("account:{id}"),
    }
}

/// A holder of a seat, as it was written.
pub(crate) fn read_holder(text: &str) -> Option<Holder> {
    match text.split_once(':')? {
        ("unit", code) => Some(Holder::Unit(UnitCode::new(code))),
        ("account", id) => Some(Holder::Account(id.parse().ok()?)),
        _ => None,
    }
}

/// What a paper holds, and of a file its media type.
pub(crate) fn paper_kind(kind: &PaperKind) -> (&'static str, Option<&str>) {
    match kind {
        PaperKind::Text => ("text", None),
        PaperKind::Contact => ("contact", None),
        PaperKind::Place => ("place", None),
        PaperKind::QueryCode => ("query_code", None),
        PaperKind::Document => ("document", None),
        PaperKind::File { media_type } => ("file", Some(media_type)),
    }
}

/// What a paper holds, as it was written.
pub(crate) fn read_paper_kind(kind: &str, media_type: Option<String>) -> Option<PaperKind> {
    match kind {
        "text" => Some(PaperKind::Text),
        "contact" => Some(PaperKind::Contact),
        "place" => Some(PaperKind::Place),
        "query_code" => Some(PaperKind::QueryCode),
        "document" => Some(PaperKind::Document),
        "file" => media_type.map(|media_type| PaperKind::File { media_type }),
        _ => None,
    }
}
