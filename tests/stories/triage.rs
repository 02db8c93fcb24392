//! What the program is not sure of, a person looks at: 预审, 直接答复, 不予受理.

use bot::desk::Act;
use storage::order::{Form, Kind, State};
use storage::{CategoryCode, ReasonCode, UnitCode};
use tests::{Citizen, City};

async fn unsure(citizen: &Citizen) -> storage::OrderNo {
    citizen.says("朝霞小区3号楼这边老有怪声，弄得人睡不好").await;
    citizen.says("不留电话").await;
    citizen.presses("提交").await.order_no()
}

#[tokio::test]
async fn an_operator_corrects_and_dispatches_and_the_citizen_hears_the_unit() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = unsure(&citizen).await;
    assert_eq!(city.order(&no).await.0.state, State::Triage);
    assert_eq!(operator.queue().await.triage.len(), 1);
    assert!(operator.reads(&no).await.unwrap().reasons.is_some());

    let order = city.order(&no).await.0;
    let form = Form { kind: Kind::Complaint, category: Some(CategoryCode::new("040104")), ..order.form };
    operator.does(&no, Act::Correct { form: form.clone() }).await;
    let proposal = city.app.desk.propose(&form);
    assert_eq!(proposal.lead, Some(UnitCode::new("HBJ")));
    let before = citizen.last_line().await;
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("HBJ"), helpers: Vec::new() }).await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    接诉：您的事转给示例市生态环境局示例旗分局办了。
    　　　预计7月15日（周三）17:30前办结。
    　　　编号：(编号)
    ");
    assert_eq!(city.unit("HBJ").await.lists().await.unsigned.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_question_is_answered_directly() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = unsure(&citizen).await;
    let before = citizen.last_line().await;
    operator.does(&no, Act::AnswerDirect { answer: "那是供热管道试水，今晚八点结束。".to_owned() }).await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    接诉：您问的事，答复是：
    　　　那是供热管道试水，今晚八点结束。
    　　　编号：(编号)
    　　　还有不清楚的，您接着问。
    　[我要反映] [转人工]
    ");
    assert_eq!(city.order(&no).await.0.state, State::AnsweredDirect);
    city.close().await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_with_reason_channel_basis_and_a_way_to_object() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = unsure(&citizen).await;
    let before = citizen.last_line().await;
    let explanation = Some("您说的楼在邻旗。".to_owned());
    operator.does(&no, Act::Reject { reason: ReasonCode::new("N01"), explanation }).await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    接诉：对不起，这件事热线不能受理。
    　　　您反映的事发生在本旗以外，我们没有权限处理，实在抱歉。请拨打当地区号加12345，由当地热线为您办理；如果是我们看错了地点，请点“申请复核”告诉我们。
    　　　您可以找：当地12345政务服务便民热线
    　　　依据：热线按行政区域受理
    　　　说明：您说的楼在邻旗。
    　　　编号：(编号)
    　　　您觉得不对，可以申请复核。
    　[申请复核]
    ");
    assert_eq!(city.order(&no).await.0.state, State::Rejected);
    citizen.presses("申请复核").await;
    assert_eq!(operator.queue().await.tasks.len(), 1, "a person looks at the objection");
    city.close().await;
}

#[tokio::test]
async fn a_reason_of_another_family_is_not_a_reason() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = unsure(&citizen).await;
    for reason in ["R01", "W01", "N99"] {
        let tried =
            operator.tries(&no, Act::Reject { reason: ReasonCode::new(reason), explanation: None }).await;
        assert!(tried.is_err(), "{reason}");
    }
    assert_eq!(city.order(&no).await.0.state, State::Triage);
    city.close().await;
}
