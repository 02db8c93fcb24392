//! Which files does Telegram keep, and who may fetch them?

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::asked::Asked;
use super::refusal::Refusal;
use super::world::World;

/// A bot cannot fetch a larger file (core.telegram.org/bots/api#getfile).
const LARGEST: u64 = 20 << 20;
/// A path is good for at least this long; here for no longer.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Every file sent by anybody.
#[derive(Debug, Default)]
pub(super) struct Files(Vec<File>);

#[derive(Debug)]
struct File {
    name: String,
    bytes: Vec<u8>,
    /// More than there are bytes when a story only speaks of a large file.
    size: u64,
    /// Where it can be fetched, and since when.
    path: Option<(String, Timestamp)>,
}

impl Files {
    /// A photo in two sizes: the small one is another file.
    pub(super) fn photo(&mut self, bytes: Vec<u8>) -> Value {
        let small = self.keep("thumbnail.jpg", b"a thumbnail".to_vec(), None);
        let large = self.keep("photo.jpg", bytes, None);
        json!([with_size(small, 90, 67), with_size(large, 1280, 960)])
    }

    /// A voice message of so many seconds.
    pub(super) fn voice(&mut self, bytes: Vec<u8>, seconds: u32) -> Value {
        let mut voice = self.keep("voice.oga", bytes, None);
        voice["duration"] = json!(seconds);
        voice["mime_type"] = json!("audio/ogg");
        voice
    }

    /// Any other file.
    pub(super) fn document(&mut self, name: &str, kind: &str, bytes: Vec<u8>) -> Value {
        self.document_of(name, kind, bytes, None)
    }

    /// The same, said to be of this size.
    pub(super) fn document_of(&mut self, name: &str, kind: &str, bytes: Vec<u8>, size: Option<u64>) -> Value {
        let mut document = self.keep(name, bytes, size);
        document["file_name"] = json!(name);
        document["mime_type"] = json!(kind);
        document
    }

    /// Name and bytes of a file a bot names by its id.
    pub(super) fn known(&self, id: &str) -> Option<(String, Vec<u8>)> {
        self.at(id).map(|at| (self.0[at].name.clone(), self.0[at].bytes.clone()))
    }

    /// The bytes at a path that is still good.
    pub(super) fn download(&self, path: &str, now: Timestamp) -> Option<Vec<u8>> {
        let fits = |file: &&File| {
            file.path
                .as_ref()
                .is_some_and(|(good, since)| good == path && now.duration_since(*since) <= GOOD_FOR)
        };
        let file = self.0.iter().find(fits)?;
        Some(file.bytes.clone())
    }

    fn keep(&mut self, name: &str, bytes: Vec<u8>, size: Option<u64>) -> Value {
        let size = size.unwrap_or(u64::try_from(bytes.len()).expect("a file fits into memory"));
        let number = self.0.len();
        self.0.push(File { name: name.to_owned(), bytes, size, path: None });
        json!({ "file_id": file_id(number), "file_unique_id": format!("AQAD{number:06}"), "file_size": size })
    }

    fn at(&self, id: &str) -> Option<usize> {
        (0..self.0.len()).find(|number| file_id(*number) == id)
    }
}

/// `getFile`
pub(super) fn get(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let id = asked.text("file_id")?.filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Refusal::bad("file_id not specified"))?;
    let wrong = || Refusal::bad("wrong file_id or the file is temporarily unavailable");
    let number = world.files.at(id).ok_or_else(wrong)?;
    let file = &mut world.files.0[number];
    if file.size > LARGEST {
        return Err(Refusal::bad("file is too big"));
    }
    let ending = file.name.rsplit_once('.').map_or("bin", |(_, ending)| ending);
    let path = format!("documents/file_{number}.{ending}");
    file.path = Some((path.clone(), now));
    Ok(json!({
        "file_id": id, "file_unique_id": format!("AQAD{number:06}"), "file_size": file.size, "file_path": path,
    }))
}

fn file_id(number: usize) -> String {
    format!("BQACAgUAAxkBAAI{number:06}")
}

fn with_size(mut file: Value, width: u32, height: u32) -> Value {
    file["width"] = json!(width);
    file["height"] = json!(height);
    file
}
