//! What do the citizens of the load say?
//!
//! The example sentences of the example banner's catalogue at the places of its gazetteer: every leaf, every place,
//! every house number, so that hardly two stories are the same.

use std::sync::LazyLock;

/// So many of ten messages begin a conversation (`S`), answer what the bot asked (`A`), ask how it goes (`Q`).
const MIX: &[u8; 10] = b"SSASSAQSAS";

static EXAMPLES: LazyLock<Vec<String>> =
    LazyLock::new(|| column(include_str!("../../../deploy/banner/catalogue.csv"), "example"));
static PLACES: LazyLock<Vec<String>> =
    LazyLock::new(|| column(include_str!("../../../deploy/banner/gazetteer.csv"), "name"));

/// What one message of the mix is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Deed {
    /// A first story, in a conversation of its own.
    Story,
    /// The answer to what the bot asked.
    Answer,
    /// 查进度
    Query,
}

/// What is said in answer to the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Words.
    Words(String),
    /// A button.
    Choice(String),
}

/// A citizen's own dice: the same number throws the same.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides` (xorshift64*, Vigna 2016).
    pub(crate) fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).expect("31 bits fit") % sides
    }
}

/// The deed of the n-th message.
pub(crate) fn deed(n: usize) -> Deed {
    match MIX[n % MIX.len()] {
        b'A' => Deed::Answer,
        b'Q' => Deed::Query,
        _ => Deed::Story,
    }
}

/// A first story; two of three say where.
pub(crate) fn story(dice: &mut Dice) -> String {
    let example = &EXAMPLES[dice.throw(EXAMPLES.len())];
    if dice.throw(3) == 0 { example.clone() } else { format!("{}，{example}", place(dice)) }
}

/// How it goes.
pub(crate) fn query() -> Said {
    Said::Words("查进度".to_owned())
}

/// What answers a question, by the first button that stands under it; none if nothing is asked.
pub(crate) fn answer(dice: &mut Dice, first_choice: &str) -> Option<Said> {
    match first_choice {
        "skip" => Some(Said::Words(place(dice))),
        "human" => Some(Said::Words(format!("我姓王，电话138{:08}", dice.throw(100_000_000)))),
        "submit" | "anonymous" => Some(Said::Choice(first_choice.to_owned())),
        same if same.starts_with("same:") => Some(Said::Choice("different".to_owned())),
        which if which.starts_with("place:") => Some(Said::Choice(which.to_owned())),
        _ => None,
    }
}

fn place(dice: &mut Dice) -> String {
    let name = &PLACES[dice.throw(PLACES.len())];
    format!("{name}{}号楼{}单元", dice.throw(30) + 1, dice.throw(6) + 1)
}

fn column(table: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().expect("the banner's tables have headers").clone();
    let at = headers.iter().position(|header| header == name).expect("the column is there");
    let cells = reader.records().map(|row| row.expect("a sound row")[at].to_owned());
    cells.filter(|cell| !cell.is_empty()).collect()
}
