//! Which steps are legal, on one page? Can every state be reached, and left?

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::order::{Goes, LIFE, Part, Role, Rule, State, StepName};

#[test]
fn every_legal_step_on_one_page() {
    let mut page = String::new();
    for state in State::ALL {
        writeln!(page, "{state}").unwrap();
        for rule in LIFE.iter().filter(|rule| rule.from.contains(&state)) {
            let roles: Vec<String> = rule.by.iter().map(|role| who(*role, rule)).collect();
            let to = match rule.to {
                Goes::Stays => "stays".to_owned(),
                Goes::To(to) => to.to_string(),
                Goes::Back => "back".to_owned(),
                Goes::ByRating => "closed | handling".to_owned(),
            };
            writeln!(page, "    {:<15} {:<27} -> {to}", rule.step.name(), roles.join(" ")).unwrap();
        }
    }
    insta::assert_snapshot!(page);
}

#[test]
fn no_two_rows_contradict_each_other() {
    for (at, one) in LIFE.iter().enumerate() {
        for other in &LIFE[at + 1..] {
            let same_people = one
                .by
                .iter()
                .any(|role| other.by.contains(role) && (*role != Role::Unit || one.part == other.part));
            let same_states = one.from.iter().any(|state| other.from.contains(state));
            assert!(one.step != other.step || !same_people || !same_states, "{one:?}\n{other:?}");
        }
    }
}

#[test]
fn every_step_has_a_row() {
    for step in StepName::ALL {
        assert!(LIFE.iter().any(|rule| rule.step == step), "{step}");
    }
}

#[test]
fn every_state_can_be_reached_and_every_open_one_left() {
    // 已受理 and 已评价 last only within one commit: an opening and a rating pass through them.
    let mut reached = BTreeSet::from([State::Accepted, State::Triage, State::Dispatched]);
    loop {
        let next: Vec<State> = LIFE
            .iter()
            .filter(|rule| rule.from.iter().any(|from| reached.contains(from)))
            .flat_map(|rule| match rule.to {
                Goes::To(to) => vec![to],
                Goes::ByRating => vec![State::Rated, State::Closed, State::Handling],
                Goes::Stays | Goes::Back => Vec::new(),
            })
            .collect();
        let before = reached.len();
        reached.extend(next);
        if reached.len() == before {
            break;
        }
    }
    assert_eq!(reached, BTreeSet::from(State::ALL));
    for state in State::ALL.into_iter().filter(|state| !matches!(state, State::Accepted | State::Rated)) {
        let way_out = LIFE.iter().any(|rule| rule.from.contains(&state) && rule.to != Goes::Stays);
        assert_eq!(way_out, !state.is_end(), "{state}");
    }
}

fn who(role: Role, rule: &Rule) -> String {
    let name = format!("{role:?}").to_lowercase();
    match (role, rule.part) {
        (Role::Unit, Part::Lead) => "lead".to_owned(),
        (Role::Unit, Part::Helper) => "helper".to_owned(),
        (Role::Citizen | Role::Bot | Role::Operator | Role::Supervisor | Role::Clock, _) => name,
    }
}
