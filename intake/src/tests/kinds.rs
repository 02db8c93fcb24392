//! Does the shipped lexicon tell what is wanted, and how urgent it is?
//!
//! `tests/understanding/kinds.csv`: what people write, with the kind and the degree an operator would choose.

use super::shipped::{lines, shipped};

#[test]
fn kinds_and_urgency_are_told_as_well_as_they_were() {
    let set = lines(include_str!("../../../tests/understanding/kinds.csv"));
    assert!(set.len() >= 200);
    let (mut kinds, mut degrees) = (Vec::new(), Vec::new());
    for line in &set {
        let (text, understood) = (line.cell("text"), shipped().make_out(line.cell("text")));
        if understood.kind.name() != line.cell("kind") {
            kinds.push(format!("{text}: {}", understood.kind.name()));
        }
        if understood.urgency.name() != line.cell("urgency") {
            degrees.push(format!("{text}: {}", understood.urgency.name()));
        }
    }
    // Seven of 204, and one.
    assert!(kinds.len() * 25 <= set.len(), "{kinds:#?}");
    assert!(degrees.len() * 50 <= set.len(), "{degrees:#?}");
}

#[test]
fn every_example_of_the_catalogue_is_sorted_into_its_leaf() {
    for line in &lines(include_str!("../../../deploy/banner/catalogue.csv")) {
        let understood = shipped().make_out(line.cell("example"));
        let code = understood.category.as_ref().map(|code| code.as_str());
        assert_eq!(code, Some(line.cell("code")), "{}", line.cell("example"));
    }
}
