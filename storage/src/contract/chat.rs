//! Does a conversation read as it was spoken?

use super::Ground;
use super::world::{begun, continued, decision, home, id, minute, opened, said, save};
use crate::{ConversationId, Speaker};

pub(crate) async fn numbers_have_no_gap_however_many_speak_at_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let conversation = ConversationId(id());
    let speakers: Vec<_> = (0..20)
        .map(|n| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                let chat = vec![
                    said(conversation, Speaker::Citizen, &format!("{n} asks")),
                    said(conversation, Speaker::Bot, &format!("{n} is answered")),
                ];
                (n, save(&ledger, decision(minute(0), |it| it.chat = chat)).await)
            })
        })
        .collect();
    let mut given = Vec::new();
    for speaker in speakers {
        let (n, numbers) = speaker.await.unwrap();
        let [asks, answered] = numbers[..] else { panic!() };
        assert_eq!(answered, asks + 1);
        given.push((asks, format!("{n} asks")));
        given.push((answered, format!("{n} is answered")));
    }
    given.sort();
    let entries = ledger.chat(&home(), conversation, 0, 100).await.unwrap();
    let stored: Vec<_> = entries.into_iter().map(|entry| (entry.seq, entry.document)).collect();
    assert_eq!(stored, given);
    assert!(stored.iter().map(|(seq, _)| *seq).eq(1..=40));
}

pub(crate) async fn entries_come_back_in_order_from_any_number_on(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [here, there] = [ConversationId(id()), ConversationId(id())];
    let chat = vec![
        said(here, Speaker::Citizen, "one"),
        said(there, Speaker::Operator, "elsewhere"),
        said(here, Speaker::Operator, "two"),
        said(here, Speaker::Bot, "three"),
    ];
    assert_eq!(save(&ledger, decision(minute(0), |it| it.chat = chat)).await, [1, 1, 2, 3]);
    let words = |entries: Vec<crate::ChatEntry>| -> Vec<String> {
        entries
            .into_iter()
            .map(|entry| format!("{} {:?} {}", entry.seq, entry.speaker, entry.document))
            .collect()
    };
    let all = ["1 Citizen one", "2 Operator two", "3 Bot three"];
    assert_eq!(words(ledger.chat(&home(), here, 0, 10).await.unwrap()), all);
    assert_eq!(words(ledger.chat(&home(), here, 1, 1).await.unwrap()), all[1..2]);
    assert_eq!(words(ledger.chat(&home(), here, 3, 10).await.unwrap()), Vec::<String>::new());
    assert_eq!(words(ledger.chat_tail(&home(), here, 2).await.unwrap()), all[1..]);
    assert_eq!(words(ledger.chat_tail(&home(), here, 9).await.unwrap()), all);
}

pub(crate) async fn conversations_with_people_wait_in_line(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [first, second, alone] = [ConversationId(id()), ConversationId(id()), ConversationId(id())];
    for (n, conversation) in (0..).zip([second, first, alone]) {
        let begun = begun(conversation, &format!("visitor {n}"));
        save(&ledger, decision(minute(n), |it| it.conversation = Some(begun))).await;
    }
    for (n, conversation) in (5..).zip([first, second]) {
        let mut asks = continued(conversation, 1, "wants a person");
        asks.human = true;
        save(&ledger, decision(minute(n), |it| it.conversation = Some(asks))).await;
    }
    let mut goes_on = continued(first, 2, "still waits");
    goes_on.human = true;
    save(&ledger, decision(minute(9), |it| it.conversation = Some(goes_on))).await;
    let waiting = ledger.conversations_with_people(&home()).await.unwrap();
    assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [first, second]);
    save(
        &ledger,
        decision(minute(10), |it| {
            it.conversation = Some(continued(first, 3, "helped"));
        }),
    )
    .await;
    let waiting = ledger.conversations_with_people(&home()).await.unwrap();
    assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [second]);
}
