//! What do the units' own systems do with the orders they are told of?

use serde_json::{Value, json};
use tests::Request;

use crate::chance::Chance;
use crate::spoken::Speaker;

/// Acts on a letter that a unit's system has taken: signs, works, answers.
pub(crate) fn acts(speaker: &mut Speaker, unit: &str, letter: &Value) {
    let (Some(no), Some(what)) = (letter["data"]["no"].as_str(), letter["type"].as_str()) else { return };
    let seq = letter["data"]["seq"].as_u64().unwrap_or_default();
    match what {
        "order.dispatched" => {
            for step in steps(&mut speaker.chance) {
                if !takes(speaker, unit, no, step, seq) {
                    return;
                }
            }
        }
        "order.redone" => {
            takes(speaker, unit, no, "reply", seq);
        }
        _ => {}
    }
}

/// Takes one step; `false`: it was refused, or nobody knows.
pub(crate) fn takes(speaker: &mut Speaker, unit: &str, no: &str, step: &str, seq: u64) -> bool {
    let key = format!("{step}-{seq}");
    let body = match step {
        "reply" => json!({
            "handling": "已到现场处理", "answer": "已会同物业处理完毕。", "contact": "电话联系，群众认可",
            "contacted": true, "finish": true,
        }),
        "progress" => json!({ "note": "已安排人员到现场", "visible": true }),
        "ask" => json!({ "question": "请问具体是几单元？" }),
        "return" => json!({ "reason": "R01", "basis": "权责清单第三条" }),
        _ => json!({}),
    };
    let what = json!({ "kind": "act", "unit": unit, "no": no, "step": step, "key": key });
    let path = format!("/api/v1/orders/{no}/{step}");
    let answer =
        speaker.says(&what, &Request::post(&path).bearer(&speaker.keys.token(unit)).key(&key).json(&body));
    answer.is_some_and(|answer| answer.status() == 200)
}

fn steps(chance: &mut Chance) -> &'static [&'static str] {
    match chance.below(10) {
        0 => &["sign"],
        1 => &["return"],
        2 => &["sign", "progress", "ask"],
        3..6 => &["sign", "progress", "reply"],
        _ => &["sign", "reply"],
    }
}
