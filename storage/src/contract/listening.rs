//! Is an order found by every conversation that hears of it, and the same matter by its leaf and place?

use std::sync::Arc;

use super::world::{born, decision, home, id, joins, message, minute, next, opened, operator, save};
use super::{Ground, Ledger};
use crate::order::{Fact, Hears, Order, StepName};
use crate::{
    Alike, AreaCode, CategoryCode, ConversationId, Jurisdiction, OrderFilter, OrderNo, Paper, PaperId,
    PaperKind,
};

async fn heard_by(ledger: &Arc<dyn Ledger>, conversation: ConversationId) -> Vec<Order> {
    let filter = OrderFilter { conversation: Some(conversation), ..OrderFilter::default() };
    ledger.orders(&home(), &filter).await.unwrap()
}

pub(crate) async fn orders_are_found_by_who_is_bound_and_who_follows(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [told, bound, follows, stranger] = [(); 4].map(|()| ConversationId(id()));
    let birth = born(Some(told));
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth.clone(), born(None)])).await;
    let order = joins(&ledger, &birth.order, bound, Hears::Bound).await;
    let order = joins(&ledger, &order, follows, Hears::Also).await;
    for conversation in [told, bound, follows] {
        assert_eq!(heard_by(&ledger, conversation).await, std::slice::from_ref(&order));
    }
    assert!(heard_by(&ledger, stranger).await.is_empty());
    assert_eq!(order.own_conversations().collect::<Vec<_>>(), [told, bound]);
    assert_eq!(order.followers().collect::<Vec<_>>(), [follows]);

    let own = born(Some(follows));
    save(&ledger, decision(minute(6), |it| it.orders = vec![own.clone()])).await;
    let mut both: Vec<OrderNo> = heard_by(&ledger, follows).await.into_iter().map(|it| it.no).collect();
    both.sort();
    let mut expected = [order.no, own.order.no];
    expected.sort();
    assert_eq!(both, expected, "its own and the one it follows, each once");
}

pub(crate) async fn who_joined_is_in_the_fold(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let birth = born(None);
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth.clone()])).await;
    let followed = joins(&ledger, &birth.order, here, Hears::Also).await;
    let bound = joins(&ledger, &followed, here, Hears::Bound).await;
    let (kept, events) = ledger.order(&home(), &bound.no).await.unwrap().unwrap();
    assert_eq!(Order::fold(&home(), &bound.no, &events).as_ref(), Some(&kept));
    assert_eq!(kept.listeners, [(here, Hears::Bound)], "whoever proves to be its citizen follows it no more");
    assert_eq!((kept.state, kept.dues), (birth.order.state, birth.order.dues), "nothing else has changed");
    let joined = events.iter().filter(|event| matches!(event.fact, Fact::Joined { .. })).count();
    assert_eq!((joined, heard_by(&ledger, here).await.len()), (2, 1));
}

pub(crate) async fn the_same_matter_is_found_by_leaf_place_and_age(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let told = |category: Option<&str>, area: Option<&str>, grid: Option<&str>| {
        let mut birth = born(None);
        let form = &mut birth.order.form;
        form.category = category.map(CategoryCode::new);
        form.place.area = area.map(AreaCode::new);
        form.place.grid = grid.map(AreaCode::new);
        let told = form.clone();
        for event in &mut birth.events {
            if let Fact::Accepted { form, .. } = &mut event.fact {
                *form = told.clone();
            }
        }
        birth
    };
    let lamp = told(Some("lamp"), Some("east"), None);
    let lamp_in_grid = told(Some("lamp"), Some("east"), Some("east-3"));
    let others = [
        told(Some("lamp"), Some("west"), None),
        told(Some("noise"), Some("east"), None),
        told(None, Some("east"), None),
        told(Some("lamp"), None, None),
    ];
    let mut all = vec![lamp.clone(), lamp_in_grid.clone()];
    all.extend(others);
    save(&ledger, decision(minute(0), |it| it.orders = all)).await;
    let found = async |area: &str, since| -> Vec<OrderNo> {
        let alike = Alike { category: CategoryCode::new("lamp"), area: AreaCode::new(area), since };
        let filter = OrderFilter { alike: Some(alike), ..OrderFilter::default() };
        ledger.orders(&home(), &filter).await.unwrap().into_iter().map(|order| order.no).collect()
    };
    assert_eq!(
        found("east", minute(0)).await,
        std::slice::from_ref(&lamp.order.no),
        "the narrowest area known counts"
    );
    assert_eq!(found("east-3", minute(0)).await, std::slice::from_ref(&lamp_in_grid.order.no));
    assert!(found("east", minute(1)).await.is_empty(), "it is too old");
    assert!(found("north", minute(0)).await.is_empty());

    // A corrected form is found where it is now.
    let mut corrected = next(&lamp.order, StepName::Correct, &operator(), minute(2));
    let place = |order: &mut crate::order::Form| {
        order.category = Some(CategoryCode::new("lamp"));
        order.place.area = Some(AreaCode::new("north"));
    };
    place(&mut corrected.order.form);
    for event in &mut corrected.events {
        if let Fact::Corrected { form, .. } = &mut event.fact {
            place(form);
        }
    }
    save(&ledger, decision(minute(2), |it| it.orders = vec![corrected])).await;
    assert!(found("east", minute(0)).await.is_empty());
    assert_eq!(found("north", minute(0)).await, [lamp.order.no]);
}

pub(crate) async fn an_empty_paper_is_filled_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let file = |media_type: &str, content: &[u8]| Paper {
        id: PaperId(id()),
        kind: PaperKind::File { media_type: media_type.to_owned() },
        order: None,
        conversation: Some(ConversationId(id())),
        at: minute(0),
        content: content.to_vec(),
    };
    let (empty, full) = (file("image/jpeg", b""), file("image/jpeg", b"a photo"));
    save(&ledger, decision(minute(0), |it| it.papers = vec![empty.clone(), full.clone()])).await;
    let with = |paper: &Paper, content: &[u8]| Paper {
        kind: PaperKind::File { media_type: "image/png".to_owned() },
        content: content.to_vec(),
        ..paper.clone()
    };
    let fetched = with(&empty, b"what was fetched");
    assert!(ledger.fill(&home(), &fetched).await.unwrap());
    assert_eq!(ledger.paper(&home(), empty.id).await.unwrap(), Some(fetched.clone()));
    assert!(!ledger.fill(&home(), &with(&empty, b"fetched again")).await.unwrap(), "it is full");
    assert!(!ledger.fill(&home(), &with(&full, b"other")).await.unwrap(), "it was never empty");
    assert_eq!(ledger.paper(&home(), empty.id).await.unwrap(), Some(fetched));
    assert_eq!(ledger.paper(&home(), full.id).await.unwrap(), Some(full.clone()));
    assert!(!ledger.fill(&home(), &file("image/png", b"gone")).await.unwrap());
    let elsewhere = Jurisdiction::new("elsewhere");
    assert!(!ledger.fill(&elsewhere, &full).await.unwrap());
}

pub(crate) async fn a_paper_filled_late_belongs_to_its_order(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let mut it = message();
    let no = it.orders[0].order.no.clone();
    let photo = Paper {
        id: PaperId(id()),
        kind: PaperKind::File { media_type: "image/jpeg".to_owned() },
        order: None,
        conversation: None,
        at: minute(0),
        content: Vec::new(),
    };
    save(&ledger, decision(minute(0), |it| it.papers = vec![photo.clone()])).await;
    let born = &mut it.orders[0];
    born.order.papers.files = vec![photo.id];
    for event in &mut born.events {
        if let Fact::Accepted { papers, .. } = &mut event.fact {
            papers.files = vec![photo.id];
        }
    }
    save(&ledger, it).await;
    let fetched = Paper { content: b"a photo".to_vec(), ..photo };
    assert!(ledger.fill(&home(), &fetched).await.unwrap());
    let kept = ledger.paper(&home(), fetched.id).await.unwrap().unwrap();
    assert_eq!((kept.order, kept.content), (Some(no), b"a photo".to_vec()));
}
