//! What else than words do people send?

use serde_json::{Value, json};

use super::person::{Part, User};
use super::world::{Body, World};

impl User {
    /// A photo, with a caption or an empty one.
    pub fn sends_photo(&self, bytes: &[u8], caption: &str) -> i32 {
        self.sends(|world| Body::of("photo", world.files.photo(bytes.to_vec()), caption))
    }

    /// A file.
    pub fn sends_document(&self, name: &str, kind: &str, bytes: &[u8], caption: &str) -> i32 {
        self.sends(|world| Body::of("document", world.files.document(name, kind, bytes.to_vec()), caption))
    }

    /// A file of this size, of which the fake keeps no byte.
    pub fn sends_document_of(&self, name: &str, kind: &str, size: u64) -> i32 {
        self.sends(|world| {
            Body::of("document", world.files.document_of(name, kind, Vec::new(), Some(size)), "")
        })
    }

    /// A voice message of so many seconds.
    pub fn sends_voice(&self, bytes: &[u8], seconds: u32) -> i32 {
        self.sends(|world| Body::of("voice", world.files.voice(bytes.to_vec(), seconds), ""))
    }

    /// A sticker.
    pub fn sends_sticker(&self, emoji: &str) -> i32 {
        self.sends(|world| {
            let mut sticker = world.files.document("sticker.webp", "image/webp", b"a sticker".to_vec());
            for (name, value) in [
                ("type", json!("regular")),
                ("width", json!(512)),
                ("height", json!(512)),
                ("is_animated", json!(false)),
                ("is_video", json!(false)),
                ("emoji", json!(emoji)),
            ] {
                sticker[name] = value;
            }
            Body::of("sticker", sticker, "")
        })
    }

    /// A place on the map.
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> i32 {
        self.sends(|_| Body::of("location", json!({ "latitude": latitude, "longitude": longitude }), ""))
    }

    /// Their own telephone number.
    pub fn shares_phone(&self, phone: &str) -> i32 {
        let (user, phone) = (self.id, phone.to_owned());
        self.sends(|world| {
            let name = world.person(user).name.clone();
            Body::of("contact", json!({ "phone_number": phone, "first_name": name, "user_id": user }), "")
        })
    }

    /// Several photos and files at once, the caption under the first. Each is a message of its own.
    pub fn sends_album(&self, parts: &[Part], caption: &str) -> Vec<i32> {
        self.album(parts, caption, false)
    }

    /// The same; a webhook is told of all parts at the same time.
    pub fn sends_album_at_once(&self, parts: &[Part], caption: &str) -> Vec<i32> {
        self.album(parts, caption, true)
    }

    fn album(&self, parts: &[Part], caption: &str, at_once: bool) -> Vec<i32> {
        let now = self.inside.now();
        self.inside.change(|world| {
            let (album, before) = (world.next_album(), world.queue.waiting());
            let mut sent = Vec::new();
            for (number, part) in parts.iter().enumerate() {
                let caption = if number == 0 { caption } else { "" };
                let body = body_of(world, part, caption).and("media_group_id", json!(album));
                sent.push(world.hears(self.chat, self.id, now, body, self.reply_to));
            }
            if at_once {
                world.queue.hurry_latest(world.queue.waiting() - before);
            }
            sent
        })
    }

    fn sends(&self, body: impl FnOnce(&mut World) -> Body) -> i32 {
        let now = self.inside.now();
        self.inside.change(|world| {
            let body = body(world);
            world.hears(self.chat, self.id, now, body, self.reply_to)
        })
    }
}

fn body_of(world: &mut World, part: &Part, caption: &str) -> Body {
    let (kind, what): (&str, Value) = match part {
        Part::Photo(bytes) => ("photo", world.files.photo(bytes.clone())),
        Part::Document(name, bytes) => {
            ("document", world.files.document(name, "application/octet-stream", bytes.clone()))
        }
    };
    Body::of(kind, what, caption)
}
