//! Can papers be read by those with the key, and by nobody else?

use super::Ground;
use super::world::{
    LEAD, PHONE, STATE, STORY, alarm, decision, home, id, loose, message, minute, opened, save,
};
use crate::{AlarmChange, Endpoint, Paper, PaperId, PaperKind, StoreError, UnitCode};

pub(crate) async fn papers_open_again_as_they_were(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let file = |content: &[u8]| Paper {
        content: content.to_vec(),
        ..loose(PaperId(id()), PaperKind::File { media_type: "image/jpeg".to_owned() }, "")
    };
    let mut it = message();
    it.papers.push(file(&[0xff, 0xd8, 0x00, b':']));
    it.papers.push(file(b""));
    it.papers.push(file(&vec![b'x'; 1 << 20]));
    save(&ledger, it.clone()).await;
    for paper in &it.papers {
        assert_eq!(ledger.paper(&home(), paper.id).await.unwrap().as_ref(), Some(paper));
    }
    let mut ids: Vec<PaperId> = it.papers.iter().map(|paper| paper.id).collect();
    ids.push(PaperId(id()));
    let mut found = ledger.papers(&home(), &ids).await.unwrap();
    found.sort_by_key(|paper| ids.iter().position(|id| *id == paper.id));
    assert_eq!(found, it.papers);
    let mut words = ledger.papers_without_files(&home(), &ids).await.unwrap();
    words.sort_by_key(|paper| ids.iter().position(|id| *id == paper.id));
    let is_file = |paper: &&Paper| matches!(paper.kind, PaperKind::File { .. });
    assert_eq!(words, it.papers.iter().filter(|paper| !is_file(paper)).cloned().collect::<Vec<_>>());
    assert!(ledger.papers(&home(), &[]).await.unwrap().is_empty());
    assert!(ledger.paper(&home(), ids[ids.len() - 1]).await.unwrap().is_none());
}

pub(crate) async fn a_paper_keeps_its_content_and_finds_its_order(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let photo = loose(PaperId(id()), PaperKind::Text, "the first words");
    save(&ledger, decision(minute(0), |it| it.papers = vec![photo.clone()])).await;
    let order = super::world::born(None).order.no;
    let again = Paper { order: Some(order.clone()), content: b"other words".to_vec(), ..photo.clone() };
    save(&ledger, decision(minute(1), |it| it.papers = vec![again])).await;
    let stored = ledger.paper(&home(), photo.id).await.unwrap();
    assert_eq!(stored, Some(Paper { order: Some(order), ..photo }));
}

pub(crate) async fn nothing_personal_is_written_in_the_clear(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let mut it = message();
    it.conversation.as_mut().unwrap().address.as_mut().unwrap().value = "chat-4711-canary".to_owned();
    it.inbound.as_mut().unwrap().key = "update-of-4711-canary".to_owned();
    it.alarms.push(AlarmChange::Set(alarm("a key that may be read", minute(9))));
    save(&ledger, it).await;
    let unit = UnitCode::new(LEAD);
    let endpoint = Endpoint {
        unit: unit.clone(),
        url: "https://city.example/hook?key=canary".to_owned(),
        secret: "whsec_canary".to_owned(),
        set_at: minute(0),
    };
    ledger.set_endpoint(&home(), &unit, Some(&endpoint)).await.unwrap();
    ledger.throttle(&home(), "query:canary", 3, jiff::SignedDuration::from_mins(1), minute(0)).await.unwrap();
    let bytes = ground.bytes();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("a key that may be read"), "the test looks where things are written");
    for canary in [STORY, PHONE, STATE, "Q7K2M9", "canary", "4711", "the lane behind"] {
        assert!(!holds(canary), "{canary} is written in the clear");
    }
}

pub(crate) async fn a_sealed_value_moved_to_another_row_is_corrupt(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [mine, yours] = ["mine", "yours"].map(|text| loose(PaperId(id()), PaperKind::Text, text));
    save(&ledger, decision(minute(0), |it| it.papers = vec![mine.clone(), yours.clone()])).await;
    ground.run("UPDATE paper SET content = (SELECT content FROM paper ORDER BY id LIMIT 1)").await.unwrap();
    assert_eq!(ledger.paper(&home(), mine.id).await.unwrap(), Some(mine));
    let Err(StoreError::Corrupt { table: "paper", key, .. }) = ledger.paper(&home(), yours.id).await else {
        panic!("it opened in another row")
    };
    assert_eq!(key, yours.id.to_string());
}
