//! Another system brings what it has received: messages of a mailbox, calls of the hotline.

use bot::desk::{DeskError, Invalid, Outcome, Record, RecordSaid, Taken, Why};
use intake::Transcript;
use storage::order::{Fact, Kind, Source, State};
use storage::{OrderNo, TaskKind};
use tests::{City, Founding, local};

const CORRIDOR: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，出入不方便。我电话13812345678";

fn message(id: &str, text: &str) -> Record {
    let said =
        RecordSaid::Message { title: None, text: text.to_owned(), place: None, name: None, phone: None };
    Record { source: "mailbox".to_owned(), id: Some(id.to_owned()), received_at: None, said, draft: false }
}

fn call(id: &str, text: &str) -> Record {
    let transcript = Transcript::read(text, None).expect("the call of a story can be read");
    let said = RecordSaid::Call { transcript, place: None, name: None, phone: None };
    Record { source: "hotline".to_owned(), id: Some(id.to_owned()), received_at: None, said, draft: false }
}

async fn opened(city: &City, record: Record) -> (OrderNo, Outcome) {
    match city.app.desk.take_record(record).await.expect("the record is taken") {
        Taken::Opened { no, outcome } => (no, outcome),
        other => panic!("not a new order: {other:?}"),
    }
}

#[tokio::test]
async fn the_citizens_clock_begins_when_the_mailbox_had_the_message_and_the_units_when_it_gets_it() {
    let city = City::founded().await;
    let said = RecordSaid::Message {
        title: Some("楼道".to_owned()),
        text: CORRIDOR.to_owned(),
        place: None,
        name: Some("赵女士".to_owned()),
        phone: None,
    };
    let received_at = Some(local("2026-07-06 16:00"));
    let (no, outcome) = opened(&city, Record { received_at, said, ..message("1", "") }).await;
    assert_eq!(outcome, Outcome::Dispatched);
    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.source), (State::Dispatched, Source::Mailbox));
    assert_eq!(order.accepted_at, local("2026-07-06 16:00"));
    assert_eq!(order.dues.from, local("2026-07-06 16:00"));
    assert_eq!(events[1].at, local("2026-07-08 09:00"), "it is dispatched now");
    assert!(order.dues.sign.unwrap() > local("2026-07-08 09:00"), "a unit signs from when it gets it");
    assert!(no.as_str().starts_with("20260706-"), "{no}");
    let community = city.unit("C0101").await;
    assert_eq!(community.lists().await.unsigned.len(), 1);
    let file = city.operator().await.reads(&no).await.unwrap();
    assert!(file.story.starts_with("楼道\n朝霞小区"), "{}", file.story);
    assert_eq!(file.contact.unwrap().phone.as_deref(), Some("13812345678"));
    city.close().await;
}

#[tokio::test]
async fn a_record_brought_again_is_known_and_with_other_content_an_operator_looks_once() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let (no, _) = opened(&city, message("1", CORRIDOR)).await;
    let desk = &city.app.desk;
    let known = Taken::Known { no: Some(no.clone()) };
    let blanks = CORRIDOR.replace('，', "，\r\n ");
    assert_ne!(desk.take_record(message("1", &blanks)).await.unwrap(), known, "a line end within is a blank");
    assert_eq!(desk.take_record(message("1", &format!(" {CORRIDOR}\r\n"))).await.unwrap(), known);
    let conflict = Taken::Conflict { no: Some(no.clone()) };
    for _ in 0..3 {
        assert_eq!(desk.take_record(message("1", "路灯不亮，全变了")).await.unwrap(), conflict);
    }
    let mut tasks = operator.queue().await.tasks;
    tasks.retain(|task| task.words.contains("全变了"));
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!((tasks[0].kind, tasks[0].order.as_ref()), (TaskKind::CheckRecord, Some(&no)));
    let (order, events) = city.order(&no).await;
    assert_eq!(events.len(), usize::try_from(order.version).unwrap());
    assert_eq!(city.orders().await.len(), 1);
    assert!(operator.reads(&no).await.unwrap().story.contains("电动车"), "the first content stands");
    city.close().await;
}

#[tokio::test]
async fn an_operator_sees_every_part_of_what_was_brought_again() {
    let city = City::founded().await;
    let said = |place: &str, name: &str, phone: &str| RecordSaid::Message {
        title: Some("楼道".to_owned()),
        text: CORRIDOR.to_owned(),
        place: Some(place.to_owned()),
        name: Some(name.to_owned()),
        phone: Some(phone.to_owned()),
    };
    let first = Record { said: said("朝霞小区3号楼", "赵女士", "13812345678"), ..message("1", "") };
    opened(&city, first.clone()).await;
    let again = Record {
        said: said("朝霞小区5号楼", "钱先生", "13900001234"),
        received_at: Some(local("2026-07-06 16:00")),
        ..first
    };
    assert!(matches!(city.app.desk.take_record(again).await.unwrap(), Taken::Conflict { .. }));
    let brought = async |clerk: tests::Clerk| {
        let tasks = clerk.queue().await.tasks;
        let check = tasks.into_iter().find(|task| task.kind == TaskKind::CheckRecord);
        check.expect("somebody is asked to look").words
    };
    insta::assert_snapshot!(brought(city.operator().await).await, @"
    地点：朝霞小区5号楼
    姓名：钱先生
    电话：13900001234
    受理时间：7月6日（周一）16:00
    楼道
    朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，出入不方便。我电话13812345678
    ");
    let watched = brought(city.supervisor().await).await;
    assert!(watched.contains("5号楼"), "{watched}");
    for personal in ["钱先生", "13900001234", "13812345678"] {
        assert!(!watched.contains(personal), "{watched}");
    }
    city.close().await;
}

#[tokio::test]
async fn the_same_record_brought_by_many_at_once_is_one_order() {
    let city = City::founded().await;
    let tries = (0..16).map(|_| city.app.desk.take_record(message("1", CORRIDOR)));
    let taken: Vec<Taken> = futures::future::try_join_all(tries).await.unwrap();
    let new = taken.iter().filter(|taken| matches!(taken, Taken::Opened { .. })).count();
    assert_eq!((new, city.orders().await.len()), (1, 1));
    let other_source = Record { source: "baidu".to_owned(), ..message("1", CORRIDOR) };
    opened(&city, other_source).await;
    city.close().await;
}

#[tokio::test]
async fn what_is_not_sure_or_is_a_draft_waits_for_an_operator() {
    let city = City::founded().await;
    let cases = [
        (Record { draft: true, ..message("1", CORRIDOR) }, Why::Draft),
        (message("2", "领导您好，有件事想反映一下"), Why::NoCategory),
        (message("3", "老板拖欠农民工工资三个月不给"), Why::NoContact),
    ];
    for (record, why) in cases {
        let (no, outcome) = opened(&city, record).await;
        assert_eq!(outcome, Outcome::Triaged(why));
        assert_eq!(city.order(&no).await.0.state, State::Triage);
    }
    city.close().await;
}

#[tokio::test]
async fn a_prepared_answer_is_given_at_once_and_phoned_while_it_is_true() {
    let question = "请问电动车去哪里上牌？要带什么？我电话13812345678";
    let city = City::founded().await;
    let operator = city.operator().await;
    let (no, outcome) = opened(&city, message("1", question)).await;
    assert_eq!(outcome, Outcome::AnsweredDirect);
    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.form.kind), (State::AnsweredDirect, Kind::Consultation));
    assert!(matches!(events.last().unwrap().fact, Fact::AnsweredDirect { .. }));
    let tasks = operator.queue().await.tasks;
    assert_eq!(tasks.iter().map(|task| task.kind).collect::<Vec<_>>(), [TaskKind::PhoneCitizen]);
    assert!(tasks[0].words.contains("身份证"), "{}", tasks[0].words);
    city.close().await;

    let later = City::found(Founding { now: "2028-03-01 09:00", ..Founding::default() }).await;
    let (_, outcome) = opened(&later, message("1", question)).await;
    assert_ne!(outcome, Outcome::AnsweredDirect, "the answer was true until the end of 2027");
    later.close().await;
}

#[tokio::test]
async fn danger_in_a_record_alerts_the_duty_officer() {
    let city = City::founded().await;
    let (no, _) = opened(&city, message("1", "朝霞小区3号楼着火了，有人被困在里面")).await;
    let tasks = city.operator().await.queue().await.tasks;
    assert_eq!((tasks[0].kind, tasks[0].order.as_ref()), (TaskKind::DutyAlert, Some(&no)));
    city.close().await;
}

#[tokio::test]
async fn danger_of_days_ago_rings_for_nobody() {
    let city = City::founded().await;
    let fire = |id, at| Record {
        received_at: Some(local(at)),
        ..message(id, "朝霞小区3号楼着火了，有人被困在里面")
    };
    opened(&city, fire("1", "2026-07-07 08:59")).await;
    assert!(city.operator().await.queue().await.tasks.is_empty());
    let (no, _) = opened(&city, fire("2", "2026-07-07 09:01")).await;
    let tasks = city.operator().await.queue().await.tasks;
    assert_eq!((tasks.len(), tasks[0].order.as_ref()), (1, Some(&no)));
    city.close().await;
}

#[tokio::test]
async fn a_record_that_cannot_be_right_is_refused_and_nothing_is_kept() {
    let city = City::founded().await;
    let refused = [
        (Record { received_at: Some(local("2026-07-08 10:00")), ..message("1", CORRIDOR) }, Invalid::Future),
        (Record { received_at: Some(local("1990-01-01 10:00")), ..message("1", CORRIDOR) }, Invalid::TooOld),
        (Record { source: "Rè Xiàn".to_owned(), ..message("1", CORRIDOR) }, Invalid::WrongForm),
        (message("1", &"长".repeat(30_000)), Invalid::TooLong { most: 20_000 }),
        (call("1", "坐席：您好，请讲。\n坐席：喂？听得到吗？"), Invalid::SaidNothing),
    ];
    for (record, wanted) in refused {
        match city.app.desk.take_record(record).await {
            Err(DeskError::Invalid { why, .. }) => assert_eq!(why, wanted),
            other => panic!("{other:?}"),
        }
    }
    let a_little_ahead = Record { received_at: Some(local("2026-07-08 09:03")), ..message("1", CORRIDOR) };
    let (no, _) = opened(&city, a_little_ahead).await;
    assert_eq!(city.order(&no).await.0.accepted_at, local("2026-07-08 09:00"));
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

const ASKS: &str = "[00:01] 坐席：您好，12345热线，请问有什么可以帮您？
[00:05] 市民：你好，我想问一下电动车怎么上牌，要带什么？
[00:12] 坐席：您带上本人身份证、购车发票和整车合格证，到交管大队上牌点，当场就能办，不收费。
[00:25] 市民：哦明白了，谢谢啊。
[00:28] 坐席：不客气，感谢您的来电，再见。";

const TELLS: &str = "坐席：您好，12345，请讲。
市民：喂，我们朝霞小区3号楼楼道里堆满了电动车，还有人拉线充电，出都出不去。
坐席：您贵姓？电话多少？
市民：免贵姓王，幺三八零零零零幺二三四。
坐席：13800001234，朝霞小区3号楼，是吧？
市民：对，是的。
坐席：好的，给您登记转办了，再见。";

#[tokio::test]
async fn a_question_answered_on_the_telephone_ends_there_and_nobody_is_phoned() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let (no, outcome) = opened(&city, call("c1", ASKS)).await;
    assert_eq!(outcome, Outcome::AnsweredDirect);
    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.source), (State::AnsweredDirect, Source::Transcript));
    let Fact::AnsweredDirect { answer } = events.last().unwrap().fact else { panic!() };
    let file = operator.reads(&no).await.unwrap();
    insta::assert_snapshot!(file.words[&answer], @"您带上本人身份证、购车发票和整车合格证，到交管大队上牌点，当场就能办，不收费。");
    assert!(operator.queue().await.tasks.is_empty());
    city.close().await;
}

#[tokio::test]
async fn a_call_is_dispatched_and_an_operator_reads_all_of_it() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let (no, outcome) = opened(&city, call("c2", TELLS)).await;
    assert_eq!(outcome, Outcome::Dispatched);
    let file = operator.reads(&no).await.unwrap();
    let contact = file.contact.unwrap();
    assert_eq!(contact.phone.as_deref(), Some("13800001234"));
    assert!(contact.name.is_some_and(|name| name.starts_with('王')));
    let whole = file.call.unwrap();
    assert!(whole.starts_with("坐席：您好") && whole.contains("群众：喂"), "{whole}");
    assert!(!file.story.contains("请讲"), "the agent's words are not the citizen's matter: {}", file.story);
    assert_eq!(community.reads(&no).await.unwrap().call, None, "names are said in it");
    city.close().await;
}

#[tokio::test]
async fn the_same_call_with_another_text_changes_nothing_and_a_new_label_is_no_other_text() {
    let city = City::founded().await;
    let (no, _) = opened(&city, call("c2", TELLS)).await;
    let desk = &city.app.desk;
    let relabelled = TELLS.replace("市民：", "来电人：").replace("坐席：", "话务员：");
    assert_eq!(
        desk.take_record(call("c2", &relabelled)).await.unwrap(),
        Taken::Known { no: Some(no.clone()) }
    );
    let other = TELLS.replace("3号楼", "5号楼");
    assert_eq!(desk.take_record(call("c2", &other)).await.unwrap(), Taken::Conflict { no: Some(no) });
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}
