//! What does it cost that one part of an address follows another?

use std::sync::LazyLock;

use super::Part;
use super::Part::{
    Beside, Building, City, Community, Country, Desk, District, Floor, Lane, LaneNumber, Province, Road,
    RoadNumber, Room, Section, Spot, Town, Unit, Waste, Zone,
};

/// What was read last: a part, nothing yet, or a word that joins two roads. Waste and what is beside leave it as it
/// was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State(u8);

impl State {
    /// How many there are.
    pub(super) const COUNT: usize = Part::ALL.len() + 2;
    /// Nothing was read.
    pub(super) const START: State = State(Part::ALL.len() as u8);
    /// A word that joins two roads was read.
    pub(super) const CROSS: State = State(Part::ALL.len() as u8 + 1);

    /// That part was read.
    pub(super) fn after(part: Part) -> State {
        State(part as u8)
    }

    /// Its place in a table of all states.
    pub(super) fn index(self) -> usize {
        self.0.into()
    }

    /// The state of a table's row.
    pub(super) fn of(index: usize) -> State {
        State(index as u8)
    }

    fn part(self) -> Option<Part> {
        Part::ALL.get(self.index()).copied()
    }
}

/// The price of a step that is never taken.
pub(super) const NEVER: u16 = u16::MAX;

/// The price in tenths of every part after every state.
pub(super) fn joints() -> &'static [[u16; Part::ALL.len()]; State::COUNT] {
    static JOINTS: LazyLock<[[u16; Part::ALL.len()]; State::COUNT]> = LazyLock::new(|| {
        std::array::from_fn(|state| std::array::from_fn(|part| price(State::of(state), Part::ALL[part])))
    });
    &JOINTS
}

/// An address goes from the wide to the narrow. Prices are by sense: 0 for what is usual, above 30 for what hardly
/// anybody writes.
fn price(state: State, next: Part) -> u16 {
    let is_cross = state == State::CROSS;
    let before = state.part();
    match next {
        Waste => 0,
        Beside if state == State::START => 25,
        Beside => 0,
        Country | Province | City | District | Zone | Town | Community => match before {
            None if is_cross => 40,
            None => at_the_start(next),
            Some(before) if before < next => 0,
            Some(Spot) if next == Community => 18,
            // A 嘎查 and its 独贵龙, a village and its hamlet.
            Some(Community) if next == Community => 12,
            Some(before) if before == next => 22,
            Some(City | District | Zone | Town | Community) => 30,
            Some(_) => 42,
        },
        Road => match before {
            None if is_cross => 15,
            None => 2,
            Some(before) if before < Road => 0,
            Some(Spot) => 6,
            Some(Section) => 12,
            Some(Road | RoadNumber) => 14,
            Some(_) => 32,
        },
        Lane => match before {
            Some(Road) => 0,
            Some(Lane) => 10,
            Some(RoadNumber) => 14,
            Some(Spot) => 22,
            None if is_cross => 0,
            None | Some(_) => NEVER,
        },
        RoadNumber => match before {
            Some(Road) => 0,
            Some(Community) => 6,
            Some(Spot) => 10,
            Some(Zone | Town) => 14,
            Some(Lane) => 15,
            Some(Section) => 16,
            None | Some(District) => 18,
            Some(RoadNumber) => 24,
            Some(_) => 36,
        },
        LaneNumber if before == Some(Lane) => 0,
        LaneNumber => NEVER,
        Spot => match before {
            None if is_cross => 12,
            None => 2,
            Some(before) if before <= LaneNumber => 0,
            Some(Spot) => 14,
            Some(Section) => 18,
            Some(Building) => 20,
            Some(_) => 32,
        },
        Section => match before {
            Some(Spot) => 2,
            Some(Section) => 12,
            Some(RoadNumber | Building) => 16,
            Some(Floor | Room | Road | Community) => 22,
            None | Some(_) => 44,
        },
        Building => match before {
            Some(Spot | Section) => 0,
            Some(RoadNumber | LaneNumber) => 5,
            Some(Community) => 6,
            Some(Road | Lane) => 12,
            Some(Town | Zone) => 16,
            Some(District | Building) => 18,
            None => 22,
            Some(_) => 30,
        },
        Unit => match before {
            Some(Building) => 0,
            Some(Spot | Section | RoadNumber | LaneNumber | Floor) => 14,
            None | Some(_) => 36,
        },
        Floor => match before {
            Some(Building | Unit | Spot | Section | RoadNumber | LaneNumber | Desk) => 0,
            Some(Road | Lane | Community) => 10,
            None | Some(_) => 26,
        },
        Room => match before {
            Some(Building | Unit | Floor) => 0,
            Some(Spot | Section) => 6,
            Some(RoadNumber | LaneNumber | Desk) => 10,
            Some(Community) => 14,
            Some(Room) => 16,
            None | Some(_) => 30,
        },
        Desk => match before {
            Some(Floor) => 0,
            Some(Room) => 4,
            Some(Building | Unit) => 10,
            Some(Section) => 12,
            Some(Spot) => 16,
            None | Some(_) => 44,
        },
    }
}

fn at_the_start(part: Part) -> u16 {
    match part {
        Town => 1,
        Zone => 3,
        Community => 4,
        _ => 0,
    }
}
