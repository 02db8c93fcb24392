//! What happens to a group the bot is in?

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Inside;
use super::person::User;
use super::world::{Body, Room, Standing, World};

/// A group or supergroup.
#[derive(Clone)]
pub struct Group {
    inside: Arc<Inside>,
    id: i64,
}

impl Group {
    pub(super) fn found(inside: &Arc<Inside>, id: i64, title: &str) -> Self {
        assert!(id < 0, "a group's id is negative");
        inside.change(|world| {
            let room = Room::new(id, Some(title.to_owned()));
            world.rooms.entry(id).or_insert(room);
        });
        Self { inside: Arc::clone(inside), id }
    }

    /// Its id.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// These people are in it.
    #[must_use]
    pub fn with(self, people: &[&User]) -> Self {
        self.inside.change(|world| world.room(self.id).members.extend(people.iter().map(|user| user.id())));
        self
    }

    /// Somebody throws the bot out.
    pub fn kicks_bot(&self, by: &User) {
        self.turns_bot(by, Standing::Kicked);
    }

    /// Somebody lets the bot in, again or for the first time.
    pub fn adds_bot(&self, by: &User) {
        self.turns_bot(by, Standing::Member);
    }

    /// It becomes a supergroup with another id; both say so.
    pub fn becomes_supergroup(&self, id: i64) -> Self {
        let now = self.inside.now();
        self.inside.change(|world| {
            let old = world.room(self.id);
            let (title, members) = (old.title.clone(), old.members.clone());
            let says = members.first().copied().expect("somebody of the group makes it a supergroup");
            world.hears(self.id, says, now, Body::of("migrate_to_chat_id", json!(id), ""), None);
            world.room(self.id).became = Some(id);
            world.rooms.entry(id).or_insert(Room { members, ..Room::new(id, title) });
            world.hears(id, says, now, Body::of("migrate_from_chat_id", json!(self.id), ""), None);
        });
        Self { inside: Arc::clone(&self.inside), id }
    }

    fn turns_bot(&self, by: &User, to: Standing) {
        let now = self.inside.now();
        self.inside.change(|world| member_changed(world, self.id, by.id(), to, now));
    }
}

/// What the bot is to a chat changes; the bot is told.
pub(super) fn member_changed(world: &mut World, chat: i64, by: i64, to: Standing, now: Timestamp) {
    world.person(by);
    let from = std::mem::replace(&mut world.room(chat).standing, to);
    if from == to {
        return;
    }
    let room = &world.rooms[&chat];
    let change = json!({
        "chat": world.room_json(room),
        "from": world.people[&by].json(),
        "date": now.as_second(),
        "old_chat_member": member(world, from),
        "new_chat_member": member(world, to),
    });
    world.queue.add("my_chat_member", &change, chat, now);
}

fn member(world: &World, standing: Standing) -> Value {
    let user = world.bot.user();
    match standing {
        Standing::Member => json!({ "status": "member", "user": user }),
        Standing::Kicked => json!({ "status": "kicked", "user": user, "until_date": 0 }),
        Standing::Left | Standing::Deactivated => json!({ "status": "left", "user": user }),
    }
}
