//! Two estates are called alike: which one is meant?

use std::fs;

use bot::banner::{self, Source};
use storage::order::Place;
use storage::{AreaCode, OrderNo};
use tempfile::TempDir;
use tests::{Citizen, City, Founding};

const CORRIDOR: &str = "长青小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";

/// The example banner with two estates of one name, in these two grids.
async fn city_with_twins(grids: [&str; 2]) -> (City, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    banner::embedded().extract(folder.path()).expect("the example is written");
    let file = folder.path().join("gazetteer.csv");
    let twins = grids.map(|grid| format!("长青小区,,小区,{grid},\n")).concat();
    let places = fs::read_to_string(&file).expect("the example has places");
    fs::write(&file, places + &twins).expect("the folder is ours");
    let banner = Source::Folder(folder.path().to_owned());
    (City::found(Founding { banner, ..Founding::default() }).await, folder)
}

async fn place_of(city: &City, no: &OrderNo) -> Place {
    city.order(no).await.0.form.place
}

async fn is_asked_which(citizen: &Citizen) {
    let asked = citizen.says(CORRIDOR).await;
    assert!(asked.text().contains("您说的是哪一处"), "{}", asked.on_paper());
}

#[tokio::test]
async fn a_name_that_two_estates_share_is_asked_about_and_the_order_goes_where_the_citizen_says() {
    let (city, _folder) = city_with_twins(["SL010301", "SL020202"]).await;
    let citizen = city.citizen().await;
    citizen.says(CORRIDOR).await;
    citizen.presses("云杉社区第二网格").await;
    insta::assert_snapshot!(citizen.transcript().await, @"
    群众：长青小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了
    接诉：您说的是哪一处？
    　[学府社区第一网格] [云杉社区第二网格] [都不是]
    群众：云杉社区第二网格
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：长青小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了
    　　　地点：云杉社区第二网格 长青小区3号楼楼道
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let no = citizen.presses("提交").await.order_no();
    let place = place_of(&city, &no).await;
    assert_eq!(place.grid, Some(AreaCode::new("SL020202")));
    assert_eq!(place.area, Some(AreaCode::new("SL0202")));
    let lead = city.order(&no).await.0.lead.expect("what is known is dispatched at once");
    assert_eq!(lead.as_str(), "C0202");
    city.close().await;
}

#[tokio::test]
async fn who_answers_with_a_number_or_a_street_means_one_of_them_too() {
    let (city, _folder) = city_with_twins(["SL010301", "SL020202"]).await;
    for (said, grid, area) in [("1", Some("SL010301"), "SL0103"), ("云杉路那个", None, "SL0202")] {
        let citizen = city.citizen().await;
        is_asked_which(&citizen).await;
        citizen.says(said).await;
        let no = citizen.presses("提交").await.order_no();
        let place = place_of(&city, &no).await;
        assert_eq!(place.grid.as_ref().map(AreaCode::as_str), grid, "{said}");
        assert_eq!(place.area.as_ref().map(AreaCode::as_str), Some(area), "{said}");
    }
    city.close().await;
}

#[tokio::test]
async fn who_cannot_say_which_is_not_asked_again_and_what_they_share_is_kept() {
    let (city, _folder) = city_with_twins(["SL010301", "SL010402"]).await;
    let citizen = city.citizen().await;
    is_asked_which(&citizen).await;
    let shown = citizen.says("不清楚").await;
    assert!(shown.text().contains("对的话，就提交"), "{}", shown.on_paper());
    let no = citizen.presses("提交").await.order_no();
    let place = place_of(&city, &no).await;
    assert_eq!((place.area, place.grid), (Some(AreaCode::new("SL01")), None));
    city.close().await;
}

#[tokio::test]
async fn none_of_them_is_told_anew() {
    let (city, _folder) = city_with_twins(["SL010301", "SL020202"]).await;
    for answer in ["都不是", "不是"] {
        let citizen = city.citizen().await;
        is_asked_which(&citizen).await;
        let asked = citizen.says(answer).await;
        assert!(asked.text().contains("您重新说说在哪儿"), "{}", asked.on_paper());
        citizen.says("南苑小区3号楼").await;
        let no = citizen.presses("提交").await.order_no();
        assert_eq!(place_of(&city, &no).await.grid, Some(AreaCode::new("SL010401")), "{answer}");
    }
    city.close().await;
}

#[tokio::test]
async fn where_no_place_is_needed_nobody_is_asked_which() {
    let (city, _folder) = city_with_twins(["SL010301", "SL010402"]).await;
    let citizen = city.citizen().await;
    let shown = citizen.says("想咨询一下，我住长青小区，老年证怎么办").await;
    assert!(!shown.text().contains("哪一处"), "{}", shown.on_paper());
    city.close().await;
}

#[tokio::test]
async fn photos_and_a_greeting_do_not_answer_which() {
    let (city, _folder) = city_with_twins(["SL010301", "SL020202"]).await;
    let citizen = city.citizen().await;
    is_asked_which(&citizen).await;
    for asked in [citizen.shows(1, None).await, citizen.says("你好").await, citizen.says("帮助").await] {
        assert!(asked.text().contains("您说的是哪一处"), "{}", asked.on_paper());
    }
    citizen.presses("学府社区第一网格").await;
    let no = citizen.presses("提交").await.order_no();
    assert_eq!(place_of(&city, &no).await.area, Some(AreaCode::new("SL0103")));
    city.close().await;
}
