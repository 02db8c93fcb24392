//! Who is in a chat?

use serde_json::{Value, json};

use super::asked::Asked;
use super::refusal::Refusal;
use super::world::{Standing, World};

/// `getChat`
pub(super) fn get(world: &World, asked: &Asked) -> Result<Value, Refusal> {
    let room = world.speakable(asked.chat()?)?;
    let mut chat = world.room_json(room);
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false,
    });
    if !room.is_private() {
        chat["permissions"] = json!({ "can_send_messages": true });
    }
    Ok(chat)
}

/// `getChatMember`
pub(super) fn member(world: &World, asked: &Asked) -> Result<Value, Refusal> {
    let room = world.speakable(asked.chat()?)?;
    let user = asked.integer("user_id")?.ok_or_else(|| Refusal::bad("invalid user_id specified"))?;
    if user == world.bot.id {
        return Ok(json!({ "status": "member", "user": world.bot.user() }));
    }
    let person = world.people.get(&user).ok_or_else(|| Refusal::bad("user not found"))?;
    let status = if room.members.contains(&user) { "member" } else { "left" };
    Ok(json!({ "status": status, "user": person.json() }))
}

/// `leaveChat`
pub(super) fn leave(world: &mut World, asked: &Asked) -> Result<Value, Refusal> {
    let chat = world.speakable(asked.chat()?)?.id;
    if chat > 0 {
        return Err(Refusal::bad("chat member status can't be changed in private chats"));
    }
    world.room(chat).standing = Standing::Left;
    Ok(json!(true))
}
