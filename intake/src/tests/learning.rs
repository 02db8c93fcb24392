//! Does the book learn a word from several people, and only where it does far more good than harm?

use super::book;
use super::shipped::{self, shipped};
use super::source::source;
use crate::{Book, CategoryCode, Change, Field, Fit, Learning, Past, Rehearsal};

/// (person, what was said, its leaf in the end, whether somebody had to correct it)
type Told = (&'static str, &'static str, &'static str, bool);

/// Three people speak of charging cables out of the window, each in other words; nobody listed them.
const CABLES: [Told; 3] = [
    ("zhao", "楼下有人飞线充电，半夜还插着", "050101", true),
    ("qian", "从三楼拉下来飞线，看着害怕", "050101", true),
    ("sun", "邻居老是飞线，说了不听还和路灯杆绑在一起", "050101", true),
];
/// What others said, and was understood.
const OTHERS: [Told; 3] = [
    ("li", "停水两天了", "010101", false),
    ("zhou", "门口路灯不亮", "010301", false),
    ("wu", "饭馆不卫生", "020101", false),
];

fn learned(told: &[Told], shunned: &[(&str, &str)]) -> Vec<Rehearsal> {
    let leaves: Vec<CategoryCode> = told.iter().map(|told| CategoryCode::new(told.2)).collect();
    let ids: Vec<String> = (1..=told.len()).map(|n| n.to_string()).collect();
    let past: Vec<Past<'_>> = told
        .iter()
        .zip(&leaves)
        .zip(&ids)
        .map(|((told, leaf), id)| Past { id, person: told.0, text: told.1, leaf, corrected: told.3 })
        .collect();
    let shunned: Vec<(CategoryCode, String)> =
        shunned.iter().map(|(leaf, word)| (CategoryCode::new(*leaf), (*word).to_owned())).collect();
    book().learn(&past, &shunned, Learning::default())
}

fn shown(all: &[Rehearsal]) -> Vec<String> {
    let ids = |list: &[crate::Altered]| {
        list.iter().map(|altered| altered.id.as_str()).collect::<Vec<_>>().join(",")
    };
    all.iter()
        .map(|it| {
            let Change { category, word, before, after } = &it.change;
            let before = before.map_or_else(|| "-".to_owned(), |before| before.to_string());
            let lists = [&it.righted, &it.wronged, &it.otherwise].map(|list| ids(list)).join(" | ");
            format!("{category} {word} {before}→{after}: {lists}")
        })
        .collect()
}

fn change(category: &str, word: &str, before: Option<f64>, after: f64) -> Change {
    Change { category: CategoryCode::new(category), word: word.to_owned(), before, after }
}

#[test]
fn three_people_teach_a_word_that_nobody_listed() {
    let told = [CABLES.as_slice(), &OTHERS].concat();
    insta::assert_snapshot!(shown(&learned(&told, &[])).join("\n"), @"050101 飞线 -→3: 1,2,3 |  | ");
    assert_eq!(learned(&told, &[]), learned(&told, &[]), "the same messages, the same proposals");
}

#[test]
fn one_person_who_says_it_three_times_teaches_nothing() {
    let told = CABLES.map(|(_, text, leaf, corrected)| ("zhao", text, leaf, corrected));
    assert_eq!(shown(&learned(&told, &[])), Vec::<String>::new());
}

#[test]
fn what_nobody_had_to_correct_teaches_nothing() {
    let told = CABLES.map(|(person, text, leaf, _)| (person, text, leaf, false));
    assert_eq!(shown(&learned(&told, &[])), Vec::<String>::new());
}

#[test]
fn a_word_that_would_lead_as_many_astray_is_not_proposed() {
    let astray: [Told; 2] =
        [("zheng", "飞线把路灯碰坏了，不亮", "010301", false), ("wang", "停水了，还有飞线", "010101", false)];
    let told = [CABLES.as_slice(), &astray].concat();
    assert_eq!(shown(&learned(&told, &[])), Vec::<String>::new());
    assert!(!shown(&learned(&told[..4], &[])).is_empty(), "one of four is a risk a person may take");
}

#[test]
fn a_refused_word_does_not_come_back_longer_or_shorter() {
    let refused = [("050101", "飞线")];
    for rehearsal in learned(&CABLES, &refused) {
        assert!(!rehearsal.change.word.contains("飞线") && !"飞线".contains(&rehearsal.change.word));
    }
    assert!(!learned(&CABLES, &[("010301", "飞线")]).is_empty(), "at another leaf it was not refused");
}

/// A hospital that charges too much is taken for one without clean water.
const HOSPITAL: [Told; 3] = [
    ("zhao", "医院价钱高，水质一般", "020102", true),
    ("qian", "在医院收钱太多，还说水质", "020102", true),
    ("sun", "水质不说了，医院挂号贵", "020102", true),
];

#[test]
fn a_listed_word_is_weighed_more() {
    let told = [HOSPITAL.as_slice(), &[("li", "水质浑", "010102", false)]].concat();
    insta::assert_snapshot!(shown(&learned(&told, &[])).join("\n"), @"020102 医院 2→4: 1,2,3 |  | ");
}

#[test]
fn a_word_that_leads_astray_is_weighed_less() {
    let shunned = [("020102", "医院"), ("020102", "水质")];
    insta::assert_snapshot!(shown(&learned(&HOSPITAL, &shunned)).join("\n"), @"010102 水质 3→1: 1,2,3 |  | ");
}

#[test]
fn names_and_places_are_never_learned() {
    let told: [Told; 3] = [
        ("zhao", "柳荫小区的王大锤天天闹，电话13847412345", "050101", true),
        ("qian", "柳荫小区王大锤又来了，13847412345", "050101", true),
        ("sun", "柳荫小区的王大锤不讲理，13847412345", "050101", true),
    ];
    for rehearsal in learned(&told, &[]) {
        let word = &rehearsal.change.word;
        assert!(!"柳荫小区".contains(word) && !word.contains("柳荫") && !word.contains('1'), "{word}");
    }
}

#[test]
fn an_approved_change_is_a_reason_of_its_own() {
    let mut rows = source();
    assert_eq!(rows.apply("c-7", &change("050101", "飞线", None, 3.0)), Fit::Made);
    let understood = Book::compile(rows).unwrap().understand("有人飞线");
    assert_eq!(understood.category, Some(CategoryCode::new("050101")));
    let rules: Vec<_> = understood
        .because
        .iter()
        .filter(|because| because.field == Field::Category)
        .map(|because| (because.word.as_str(), because.rule.as_str()))
        .collect();
    assert_eq!(rules, [("飞线", "learned:c-7")]);
}

#[test]
fn what_a_clerk_wrote_since_goes_before_a_change() {
    let mut rows = source();
    assert_eq!(rows.apply("1", &change("999999", "飞线", None, 3.0)), Fit::NoLeaf);
    assert_eq!(rows.apply("1", &change("010301", "路灯", Some(4.0), 5.0)), Fit::Made);
    assert_eq!(rows.apply("1", &change("010301", "路灯", Some(4.0), 5.0)), Fit::Stands);
    assert_eq!(rows.apply("2", &change("010301", "路灯", Some(4.0), 3.0)), Fit::Overruled);
    assert_eq!(rows.apply("3", &change("010301", "路灯", None, 3.0)), Fit::Overruled);
    assert_eq!(rows.apply("4", &change("010301", "灯杆", Some(1.0), 3.0)), Fit::Overruled);
}

#[test]
fn a_rehearsal_says_what_a_book_compiled_with_the_change_does() {
    let changes = [
        ("010101", "飞线", 3.0),
        ("040104", "小区", 3.0),
        ("010404", "充电桩", 5.0),
        ("010404", "好几天", 2.0),
        ("020101", "楼道", 5.0),
    ];
    let texts: Vec<&str> = shipped().leaves().iter().map(|leaf| leaf.example.as_str()).collect();
    let texts: Vec<&str> = texts.into_iter().chain(["小区楼道飞线充电桩好几天没人管"]).collect();
    for (leaf, word, after) in changes {
        let code = CategoryCode::new(leaf);
        let Some(row) = shipped().category(&code) else { continue };
        let before = row.words.iter().find(|term| term.all_of == [word]).map(|term| term.weight);
        let change = change(leaf, word, before, after);
        let mut rows = shipped::source();
        assert_eq!(rows.apply("1", &change), Fit::Made);
        let compiled = Book::compile(rows).unwrap();
        for text in &texts {
            let made_out = compiled.make_out(text).category;
            assert_eq!(shipped().tried(&change, text), made_out, "{word} at {leaf}: {text}");
        }
    }
}
