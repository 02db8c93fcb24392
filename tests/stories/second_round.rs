//! 重办: a second round has a date and a rating of its own, and what is over is rated once.

use bot::desk::{Act, DeskError};
use storage::order::{Rating, Satisfaction, Solved, State};
use tests::City;

const STORY: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";

fn rated(solved: Solved, satisfaction: Satisfaction) -> Act {
    Act::Rate { rating: Rating { contacted: None, solved, satisfaction }, comment: None }
}

#[tokio::test]
async fn an_order_in_its_second_round_says_by_when_again() {
    let city = City::founded().await;
    let (citizen, unit, operator) = (city.citizen().await, city.unit("C0101").await, city.operator().await);
    citizen.says(STORY).await;
    let accepted = citizen.presses("提交").await;
    let (no, code) = (accepted.order_no(), accepted.code());
    unit.does(&no, Act::Sign).await;
    unit.answers(&no, "楼道已清理。").await;
    assert!(city.query(&no, &code).await.1["due"].is_null(), "nothing is awaited of an answered order");
    operator.does(&no, rated(Solved::No, Satisfaction::Unsatisfied)).await;
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.round, order.rating), (State::Handling, 2, None));
    let (_, found) = city.query(&no, &code).await;
    assert_eq!(found["due"], order.dues.finish.to_string(), "{found}");
    city.close().await;
}

#[tokio::test]
async fn an_order_that_has_ended_is_rated_once() {
    let city = City::founded().await;
    let (citizen, unit, operator) = (city.citizen().await, city.unit("C0101").await, city.operator().await);
    citizen.says(STORY).await;
    let no = citizen.presses("提交").await.order_no();
    unit.does(&no, Act::Sign).await;
    unit.answers(&no, "楼道已清理。").await;
    operator.does(&no, rated(Solved::Yes, Satisfaction::Satisfied)).await;
    let again = operator.tries(&no, rated(Solved::No, Satisfaction::VeryUnsatisfied)).await;
    assert!(matches!(again, Err(DeskError::Refused(_))), "{again:?}");
    for label in ["联系过", "没解决", "不满意"] {
        citizen.presses(label).await;
    }
    let (order, events) = city.order(&no).await;
    assert_eq!(order.rating.unwrap().solved, Solved::Yes);
    let ratings = events.iter().filter(|event| matches!(event.fact, storage::order::Fact::Rated { .. }));
    assert_eq!(ratings.count(), 1);
    city.close().await;
}
