//! Who knocks at Telegram's door, and what are they answered?

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::asked::Asked;
use super::mood::Mood;
use super::record::Call;
use super::refusal::Refusal;
use super::world::World;
use super::{Inside, chats, commands, edit, files, press, send, updates, webhook};

/// Uploads of up to 50 MB are taken, and what surrounds them.
pub(super) const LARGEST_BODY: usize = 52 << 20;

/// Serves until told to stop.
pub(super) async fn serve(
    listener: std::net::TcpListener,
    inside: Arc<Inside>,
    stopped: oneshot::Receiver<()>,
) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("the socket does not block");
    let postman = tokio::spawn(webhook::deliver(Arc::clone(&inside)));
    let limit = DefaultBodyLimit::max(LARGEST_BODY);
    let router = Router::new().fallback(answer).layer(limit).with_state(inside);
    tokio::select! {
        served = axum::serve(listener, router) => served.expect("a bound socket accepts"),
        _ = stopped => {}
    }
    postman.abort();
}

async fn answer(State(inside): State<Arc<Inside>>, request: Request) -> Response {
    // Some clients write the slashes within a file's path like this.
    let path = request.uri().path().replace("%2F", "/");
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return download(&inside, rest).await;
    }
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return Refusal::new(404, "Not Found").into_response();
    };
    if token != inside.token {
        return Refusal::new(401, "Unauthorized").into_response();
    }
    let asked = match Asked::read(method, request).await {
        Ok(asked) => asked,
        Err(refusal) => return refusal.into_response(),
    };
    let chat = asked.integer("chat_id").ok().flatten();
    let now = inside.now();
    if let Err(refusal) = in_peace(&inside, &asked, chat, now) {
        return refusal.into_response();
    }
    let (mood, scope) = inside.change(|world| world.spells.strike(&asked.method, chat));
    match mood {
        Mood::Well => {}
        Mood::Slow(pause) => tokio::time::sleep(pause).await,
        Mood::Silent => return std::future::pending().await,
        Mood::Garbage => return garbage(&inside, &asked, chat, now),
        Mood::Fails(status) => return fails(&inside, &asked, chat, now, status),
        Mood::Busy(seconds) => {
            if chat.is_some() {
                inside.change(|world| world.limits.quiet(scope, now, seconds));
            }
            note(&inside, &asked, chat, now, 429);
            return Refusal::too_many(u64::from(seconds)).into_response();
        }
        Mood::BreaksAfterTaking => {
            let _never_heard = grant(&inside, &asked, chat, now).await;
            return broken();
        }
    }
    match grant(&inside, &asked, chat, now).await {
        Ok(result) => axum::Json(json!({ "ok": true, "result": result })).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Whether nobody was asked to be quiet.
fn in_peace(inside: &Inside, asked: &Asked, chat: Option<i64>, now: Timestamp) -> Result<(), Refusal> {
    let Some(chat) = chat else { return Ok(()) };
    let admitted = inside.change(|world| world.limits.leaves_in_peace(&asked.method, chat, now));
    if let Err(refusal) = &admitted {
        note(inside, asked, Some(chat), now, refusal.code);
    }
    admitted
}

/// Does what is asked and notes it.
async fn grant(inside: &Inside, asked: &Asked, chat: Option<i64>, now: Timestamp) -> Result<Value, Refusal> {
    let result = if asked.method == "getupdates" {
        updates::get_updates(inside, asked).await
    } else {
        inside.change(|world| perform(world, asked, now))
    };
    let status = result.as_ref().map_or_else(|refusal| refusal.code, |_| 200);
    note(inside, asked, chat, now, status);
    result
}

fn perform(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    match asked.method.as_str() {
        "getme" => Ok(world.bot.me()),
        "sendmessage" => send::message(world, asked, now),
        "sendphoto" => send::photo(world, asked, now),
        "senddocument" => send::document(world, asked, now),
        "sendchataction" => send::action(world, asked),
        "editmessagetext" => edit::text(world, asked, now),
        "editmessagereplymarkup" => edit::markup(world, asked, now),
        "deletemessage" => edit::delete(world, asked, now),
        "answercallbackquery" => press::answer(world, asked, now),
        "setmycommands" => commands::set(world, asked),
        "getmycommands" => commands::get(world, asked),
        "deletemycommands" => commands::delete(world, asked),
        "setwebhook" => webhook::set(world, asked),
        "deletewebhook" => webhook::delete(world, asked),
        "getwebhookinfo" => Ok(webhook::info(world)),
        "getfile" => files::get(world, asked, now),
        "getchat" => chats::get(world, asked),
        "getchatmember" => chats::member(world, asked),
        "leavechat" => chats::leave(world, asked),
        _ => Err(Refusal::new(404, "Not Found")),
    }
}

async fn download(inside: &Inside, rest: &str) -> Response {
    let Some((token, path)) = rest.split_once('/') else {
        return Refusal::new(404, "Not Found").into_response();
    };
    if token != inside.token {
        return Refusal::new(401, "Unauthorized").into_response();
    }
    let (mood, _) = inside.change(|world| world.spells.strike("file", None));
    match mood {
        Mood::Well => {}
        Mood::Slow(pause) => tokio::time::sleep(pause).await,
        Mood::Silent => return std::future::pending().await,
        Mood::Garbage | Mood::BreaksAfterTaking => return broken(),
        Mood::Fails(status) => return page(status),
        Mood::Busy(seconds) => return Refusal::too_many(u64::from(seconds)).into_response(),
    }
    let now = inside.now();
    let bytes = inside.world().files.download(path, now);
    match bytes {
        Some(bytes) => bytes.into_response(),
        None => Refusal::new(404, "Not Found").into_response(),
    }
}

fn garbage(inside: &Inside, asked: &Asked, chat: Option<i64>, now: Timestamp) -> Response {
    note(inside, asked, chat, now, 200);
    Html("<html><body>Please log in to this network</body></html>").into_response()
}

fn fails(inside: &Inside, asked: &Asked, chat: Option<i64>, now: Timestamp, status: u16) -> Response {
    note(inside, asked, chat, now, status);
    if status == 500 { Refusal::new(500, "Internal Server Error").into_response() } else { page(status) }
}

/// What the servers before the real one answer when they do not reach it.
fn page(status: u16) -> Response {
    let status = StatusCode::from_u16(status).expect("a story's status is one");
    (status, Html(format!("<html><body><h1>{status}</h1></body></html>"))).into_response()
}

/// The line breaks in the middle of an answer.
fn broken() -> Response {
    let breaks = futures::stream::once(async { Err::<Vec<u8>, _>(std::io::Error::other("the line breaks")) });
    Response::builder()
        .header("content-type", "application/json")
        .header("content-length", "4096")
        .body(Body::from_stream(breaks))
        .expect("a response")
}

fn note(inside: &Inside, asked: &Asked, chat: Option<i64>, at: Timestamp, status: u16) {
    let call = Call { method: asked.method.clone(), chat, at, status, fields: asked.fields.clone() };
    inside.change(|world| world.calls.push(call));
}
