//! Which parts does an address have, by rules alone?
//!
//! Whatever could be a part has a price: little for a word that always means it (旗, 单元), more for a stretch that only
//! might be a name. So has the step from one part to the next: an address goes from the wide to the narrow. The
//! cheapest way through the text is the answer.

use super::joint::{NEVER, State, joints};
use super::view::{Piece, View};
use super::{Entity, Part, stretches};
use crate::text::fold_each;

/// The cheapest way to a character in a state.
#[derive(Clone, Copy)]
struct Node {
    cost: u32,
    /// Where its last piece begins, and the state before it.
    start: u32,
    before: State,
    part: Part,
}

const UNREACHED: u32 = u32::MAX;

/// A way that is so much dearer than another to the same character is not followed.
const HOPELESS: u32 = 90;

/// The parts of an address, in its order, every character in one of them. Takes time in the length of the text, a few
/// microseconds for every ten characters.
pub fn parse(text: &str) -> Vec<Entity<'static>> {
    let found = stretches(text).flat_map(|(from, stretch)| {
        let parts = parts(&View::new(&fold_each(stretch))).into_iter();
        parts.map(move |(start, end, part)| Entity {
            start: from + start,
            end: from + end,
            kind: part.name(),
        })
    });
    found.collect()
}

/// The same of folded characters.
pub(super) fn parts(view: &View<'_>) -> Vec<(usize, usize, Part)> {
    let unreached = Node { cost: UNREACHED, start: 0, before: State::START, part: Part::Waste };
    let mut nodes = vec![[unreached; State::COUNT]; view.chars.len() + 1];
    nodes[0][State::START.index()].cost = 0;
    let (mut pieces, mut alive) = (Vec::new(), Vec::new());
    for at in 0..view.chars.len() {
        let least = nodes[at].iter().map(|node| node.cost).min().unwrap_or(UNREACHED);
        if least == UNREACHED {
            continue;
        }
        alive.clear();
        let states = nodes[at].iter().enumerate();
        alive.extend(
            states.filter(|(_, node)| node.cost <= least + HOPELESS).map(|(index, node)| (index, node.cost)),
        );
        pieces.clear();
        view.pieces(at, &mut pieces);
        for piece in &pieces {
            for &(state, cost) in &alive {
                follow(&mut nodes, at, State::of(state), cost, piece);
            }
        }
    }
    back(&nodes)
}

fn follow(nodes: &mut [[Node; State::COUNT]], at: usize, state: State, cost: u32, piece: &Piece) {
    let step = joints()[state.index()][piece.part as usize];
    if step == NEVER {
        return;
    }
    let cost = cost + u32::from(step) + u32::from(piece.cost);
    let after = match piece.part {
        Part::Beside if piece.crosses => State::CROSS,
        Part::Beside | Part::Waste => state,
        part => State::after(part),
    };
    let node = &mut nodes[piece.end][after.index()];
    if cost < node.cost {
        *node = Node { cost, start: at as u32, before: state, part: piece.part };
    }
}

/// The way that ended cheapest. There is one: any character may be waste.
fn back(nodes: &[[Node; State::COUNT]]) -> Vec<(usize, usize, Part)> {
    let mut at = nodes.len() - 1;
    let last = nodes[at].iter().enumerate().min_by_key(|(_, node)| node.cost);
    let mut state = last.map_or(State::START, |(index, _)| State::of(index));
    let mut found = Vec::new();
    while at > 0 {
        let node = nodes[at][state.index()];
        found.push((node.start as usize, at, node.part));
        (at, state) = (node.start as usize, node.before);
    }
    found.reverse();
    found
}
