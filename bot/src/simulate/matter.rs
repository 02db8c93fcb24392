//! What do people speak of, and how do they put it?

use intake::CategoryCode;
use storage::order::Kind;

use super::chance::Chance;
use super::words::Words;
use crate::banner::Banner;

/// The leaves of a banner's catalogue, each with what is said of it.
pub(super) struct Leaf {
    pub(super) code: CategoryCode,
    pub(super) kind: Kind,
    /// Its narrowest name.
    pub(super) name: String,
    /// All its names: seasons and weights look for words in them.
    pub(super) names: String,
    /// May it be told without a name?
    pub(super) anonymous: bool,
    /// What the catalogue gives as an example, without its place, clause by clause.
    clauses: Vec<String>,
}

impl Leaf {
    /// Every leaf, in the order of the file.
    pub(super) fn all(banner: &Banner) -> Vec<Self> {
        let leaves = banner.book.leaves().iter();
        leaves
            .map(|row| Self {
                code: row.code.clone(),
                kind: crate::desk::kind_of(row.kind),
                name: row.path().last().cloned().unwrap_or_default(),
                names: row.path().concat(),
                anonymous: row.anonymous,
                clauses: clauses(&placeless(&row.example, banner)),
            })
            .collect()
    }

    /// What a person says of it.
    pub(super) fn told(&self, place: Option<&str>, chance: &mut Chance, words: &Words) -> String {
        let mut said = chance.word(&words.openings).to_owned();
        said.push_str(place.unwrap_or_default());
        // The first clause tells what it is about; of the others some are left out.
        let kept = self.clauses.iter().enumerate().filter(|(n, _)| *n == 0 || chance.yes(0.7));
        let kept: Vec<&str> = kept.map(|(_, clause)| clause.as_str()).collect();
        said.push_str(&kept.join("，"));
        said.push('。');
        for more in [&words.since, &words.effects, &words.tried, &words.wishes] {
            said.push_str(chance.word(more));
        }
        said
    }
}

/// The example without the place it names: another one is put before it.
fn placeless(example: &str, banner: &Banner) -> String {
    let understood = banner.book.understand(example);
    let named = understood.place.map_or(0..0, |place| place.start..place.end);
    let rest = example.chars().enumerate().filter(|(n, _)| !named.contains(n));
    rest.map(|(_, sign)| sign).collect()
}

fn clauses(text: &str) -> Vec<String> {
    let ends = ['，', '。', '；', '！', '？', ',', '.', ';', '!', '?'];
    text.split(ends).map(|clause| clause.trim().to_owned()).filter(|clause| !clause.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::banner::{Source, read};

    #[test]
    fn what_is_told_is_mostly_understood_as_what_it_is() {
        let (banner, _) = read(&Source::Embedded, date(2026, 7, 8)).unwrap();
        let (words, mut chance) = (Words::read(), Chance::of(&[1]));
        let leaves = Leaf::all(&banner);
        let understood = |leaf: &Leaf, chance: &mut Chance| {
            let told = leaf.told(Some("朝霞小区3号楼"), chance, &words);
            banner.book.understand(&told).category.as_ref() == Some(&leaf.code)
        };
        let told = leaves.len() * 5;
        let good =
            leaves.iter().flat_map(|leaf| [leaf; 5]).filter(|leaf| understood(leaf, &mut chance)).count();
        assert!(good * 10 > told * 7, "{good} of {told}");
    }
}
