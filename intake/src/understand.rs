//! The story of one message: what was said, read once, answered field by field.

use std::ops::Range;

use crate::classify::{self, Ranking, Score, Told};
use crate::emergency::{Cancelled, Heard, Rule};
use crate::lexicon::{Occurrences, Sense};
use crate::place::{self, Spot};
use crate::text::Folded;
use crate::urgency::urgency;
use crate::{Because, Book, CategoryRow, EmergencyRow, Field, Place, Routed, Term, Understanding, Urgency};

/// What a word inside the name of a place is worth for the category: 「人民医院东边路灯不亮」 is about a lamp, but
/// 「人民医院乱收费」 is about the hospital.
const INSIDE_A_NAME: f64 = 0.5;

/// What a word in the opening of a letter is worth: its title, or its first words, mostly name the matter.
const IN_THE_OPENING: f64 = 1.5;

impl Book {
    /// Understands one message.
    pub fn understand(&self, text: &str) -> Understanding {
        self.understand_for(text, Why::Asked)
    }

    /// The same without the reasons, for a machine that does not ask for them.
    pub fn make_out(&self, text: &str) -> Understanding {
        self.understand_for(text, Why::Unasked)
    }

    fn understand_for(&self, text: &str, why: Why) -> Understanding {
        let folded = self.variants.fold(text);
        let found = self.read(&folded);
        let spot = self.spot(&folded, &found);
        let mut reasons = Reasons { folded: &folded, list: Vec::new(), why };
        let place = spot.as_ref().map(|spot| {
            for (bytes, rule) in &spot.names {
                reasons.add(Field::Place, bytes, 1.0, || rule.clone());
            }
            spot.place.clone()
        });
        self.answer(&folded, &found, spot.as_ref(), place, reasons)
    }

    /// Understands a message whose place was said apart from it. Reasons for the place are marked `place:` and have
    /// no offsets; when the place tells nothing, what the message itself says of a place counts.
    pub fn understand_at(&self, text: &str, place: &str) -> Understanding {
        self.understand_at_for(text, place, Why::Asked)
    }

    /// The same without the reasons.
    pub fn make_out_at(&self, text: &str, place: &str) -> Understanding {
        self.understand_at_for(text, place, Why::Unasked)
    }

    fn understand_at_for(&self, text: &str, place: &str, why: Why) -> Understanding {
        let said = self.variants.fold(place);
        let Some(apart) = self.spot(&said, &self.read(&said)) else {
            return match place.trim() {
                "" => self.understand_for(text, why),
                said => self.understand_somewhere(text, said, why),
            };
        };
        let folded = self.variants.fold(text);
        let found = self.read(&folded);
        let mut reasons = Reasons { folded: &folded, list: Vec::new(), why };
        for (bytes, rule) in apart.names.iter().filter(|_| why == Why::Asked) {
            let word = said.typed(said.span(bytes)).to_owned();
            reasons.list.push(Because {
                field: Field::Place,
                word,
                start: 0,
                end: 0,
                weight: 1.0,
                rule: format!("place:{rule}"),
            });
        }
        let inside = self.spot(&folded, &found);
        let mut spot = apart.place;
        spot.text = place.trim().to_owned();
        (spot.start, spot.end) = (0, 0);
        // Told apart, but not known: the message may name one that is, and then both are kept.
        if spot.area.is_none()
            && let Some(known) = inside.as_ref().filter(|inside| inside.place.area.is_some())
        {
            spot.area.clone_from(&known.place.area);
            spot.grid.clone_from(&known.place.grid);
            for (bytes, rule) in &known.names {
                reasons.add(Field::Place, bytes, 1.0, || rule.clone());
            }
        }
        self.answer(&folded, &found, inside.as_ref(), Some(spot), reasons)
    }

    /// A place in which no name was recognised is kept as it was said.
    fn understand_somewhere(&self, text: &str, said: &str, why: Why) -> Understanding {
        let mut understanding = self.understand_for(text, why);
        if understanding.place.as_ref().is_none_or(|place| place.area.is_none()) {
            understanding.because.retain(|because| because.field != Field::Place);
            let (area, grid) = (None, None);
            understanding.place =
                Some(Place { text: said.to_owned(), start: 0, end: 0, area, grid, detail: String::new() });
        }
        understanding
    }

    /// All listed words of a folded message.
    pub(crate) fn read(&self, folded: &Folded<'_>) -> Occurrences {
        self.lexicon.find(folded, &mut self.segmenter.boundaries(folded.text()))
    }

    /// The place said in a folded message.
    pub(crate) fn spot(&self, folded: &Folded<'_>, found: &Occurrences) -> Option<Spot> {
        let mentions = self.gazetteer.mentions(folded.text(), found, &self.areas);
        place::find(folded, &mentions, &self.areas, &self.segmenter)
    }

    /// The leaves that were spoken for by these words of theirs, and the parts of the catalogue that were.
    pub(crate) fn rank(
        &self,
        folded: &Folded<'_>,
        found: &Occurrences,
        inside: Option<&Spot>,
        terms: &[Vec<Term>],
    ) -> (Ranking, Vec<Score>) {
        let names = inside.map_or(&[][..], |spot| &spot.names);
        let opening = opening(folded.text());
        let share = |word: &Range<usize>| {
            let before = &names[..names.partition_point(|(name, _)| name.start <= word.start)];
            let is_inside = before.last().is_some_and(|(name, _)| word.end <= name.end);
            let worth = if is_inside { INSIDE_A_NAME } else { 1.0 };
            if word.start < opening { worth * IN_THE_OPENING } else { worth }
        };
        let domains = classify::score(found.of(Sense::Domain), &self.domain_terms, share);
        let scores = classify::score(found.of(Sense::Category), terms, share);
        (Ranking::within(scores, &domains, &self.domains_of), domains)
    }

    /// What says that a word speaks for a leaf: the catalogue, or a change of it that a person approved.
    fn rule_of(&self, leaf: usize, word: &str) -> String {
        match self.learned.get(&(leaf, word.to_owned())) {
            Some(id) => format!("learned:{id}"),
            None => catalogue(&self.categories[leaf]),
        }
    }

    fn answer(
        &self,
        folded: &Folded<'_>,
        found: &Occurrences,
        inside: Option<&Spot>,
        place: Option<Place>,
        mut reasons: Reasons<'_>,
    ) -> Understanding {
        let (ranking, domains) = self.rank(folded, found, inside, &self.category_terms);
        let category = ranking.winner().map(|winner| {
            let category = &self.categories[winner.owner];
            for (bytes, weight) in &winner.reasons {
                let word = &folded.text()[bytes.clone()];
                reasons.add(Field::Category, bytes, *weight, || self.rule_of(winner.owner, word));
            }
            let holding = &self.domains_of[winner.owner];
            for domain in domains.iter().filter(|domain| holding.contains(&domain.owner)) {
                for (bytes, weight) in &domain.reasons {
                    reasons.add(Field::Category, bytes, *weight, || {
                        format!("domains:{}", self.domains[domain.owner].row)
                    });
                }
            }
            category
        });
        let first_word =
            ranking.winner().and_then(|winner| winner.reasons.first()).map(|(bytes, _)| bytes.clone());

        let Heard { danger, cancelled, by_sound } = self.alarm.hear(folded, found.of(Sense::Emergency));
        for none in &cancelled {
            reasons.add_cancelled(none, &self.emergencies[none.owner]);
        }
        let emergency = danger.map(|score| {
            let row = &self.emergencies[score.owner];
            for (bytes, weight) in &score.reasons {
                reasons.add(Field::Emergency, bytes, *weight, || format!("emergencies:{}", row.code));
            }
            (row, score)
        });
        let spoken = |score: &Score| score.reasons.first().map(|(bytes, _)| bytes.clone());
        let in_danger = emergency
            .as_ref()
            .filter(|(row, _)| row.calls_others())
            .and_then(|(_, score)| spoken(score).or(by_sound.clone()));
        let told = self.told(found, category, in_danger.as_ref());
        reasons.add_kind(&told, category.zip(first_word.as_ref()), emergency.as_ref().map(|(row, _)| *row));
        if let Some(part) = by_sound.filter(|_| reasons.why == Why::Asked) {
            for (bytes, weight, rule) in self.alarm.sounded(folded.text(), &part) {
                reasons.add(Field::Emergency, &bytes, weight, || rule);
            }
        }
        let urgency = match &emergency {
            Some((row, score)) => {
                for (bytes, weight) in &score.reasons {
                    reasons.add(Field::Urgency, bytes, *weight, || format!("emergencies:{}", row.code));
                }
                Urgency::Critical
            }
            None => {
                // 「没着火」 is as little urgent as it is dangerous.
                let share = |word: &Range<usize>| {
                    let overlaps = |none: &Range<usize>| none.start < word.end && none.end > word.start;
                    // In the order of their beginnings, and none is longer than this.
                    const LONGEST: usize = 120;
                    let first = cancelled.partition_point(|none| none.bytes.start + LONGEST < word.start);
                    let near = cancelled[first..].iter().take_while(|none| none.bytes.start < word.end);
                    if near.into_iter().any(|none| overlaps(&none.bytes)) { 0.0 } else { 1.0 }
                };
                let scores = classify::score(found.of(Sense::Urgency), &self.urgency_terms, share);
                urgency(&scores, &self.urgencies).map_or(Urgency::Normal, |(degree, score)| {
                    for (bytes, weight) in &score.reasons {
                        reasons.add(Field::Urgency, bytes, *weight, || format!("urgency:{}", degree.name()));
                    }
                    degree
                })
            }
        };

        let mut confidence = ranking.confidence();
        let routed = category.map_or(Routed::NoRow, |category| {
            self.route(&category.code, place.as_ref().and_then(Place::narrowest), told.kind)
        });
        let (unit, helpers) = match routed {
            Routed::To { lead, helpers, row, grassroots: _ } => {
                let by_place = reasons.list.iter().find(|because| because.field == Field::Place);
                let word = if self.directory.depends_on_place(row) { by_place.cloned() } else { None };
                reasons.add_unit(word, first_word.as_ref(), row);
                (Some(lead), helpers)
            }
            Routed::NeedsPlace { .. } | Routed::NoRow | Routed::Forbidden { .. } => {
                confidence = confidence.min(WITHOUT_A_UNIT);
                (None, Vec::new())
            }
        };

        if let Some((row, score)) = &emergency {
            reasons.add_unit_of(row, spoken(score).as_ref());
        }
        let danger = emergency.map(|(row, _)| &row.code);
        let (unit, helpers) = self.with_danger((unit, helpers), danger);

        reasons.list.sort_by_key(|because| (because.field, because.start, because.end));
        Understanding {
            kind: told.kind,
            category: category.map(|category| category.code.clone()),
            path: category.map(CategoryRow::path).unwrap_or_default(),
            candidates: self.candidates(&ranking),
            place,
            urgency,
            emergency: danger.cloned(),
            unit,
            helpers,
            confidence,
            because: reasons.list,
        }
    }

    fn told(
        &self,
        found: &Occurrences,
        category: Option<&CategoryRow>,
        danger: Option<&Range<usize>>,
    ) -> Told {
        let scores = classify::score(found.of(Sense::Kind), &self.kind_terms, |_| 1.0);
        let question = found.of(Sense::Question).last().map(|question| &question.bytes);
        classify::kind(&scores, &self.kinds, category.map(|category| category.kind), question, danger)
    }

    fn candidates(&self, ranking: &Ranking) -> Vec<(crate::CategoryCode, f64)> {
        let best = ranking.scores.iter().take(3);
        best.map(|score| (self.categories[score.owner].code.clone(), ranking.share(score))).collect()
    }
}

/// Without a unit nobody can be sure of the unit: always below the usual threshold of 预审.
const WITHOUT_A_UNIT: f64 = 0.5;

/// Whether anybody wants to know the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Asked,
    Unasked,
}

/// The reasons so far, pointing at what was typed; none if nobody asks.
struct Reasons<'f> {
    folded: &'f Folded<'f>,
    list: Vec<Because>,
    why: Why,
}

impl Reasons<'_> {
    fn add(&mut self, field: Field, bytes: &Range<usize>, weight: f64, rule: impl FnOnce() -> String) {
        if self.why == Why::Unasked {
            return;
        }
        let rule = rule();
        let span = self.folded.span(bytes);
        let word = self.folded.typed(span).to_owned();
        self.list.push(Because { field, word, start: span.start, end: span.end, weight, rule });
    }

    /// A word of danger, and what takes it back.
    fn add_cancelled(&mut self, none: &Cancelled, row: &EmergencyRow) {
        self.add(Field::Emergency, &none.bytes, none.weight, || format!("emergencies:{}", row.code));
        let rule = none.rule.map_or("unless", Rule::name);
        self.add(Field::Emergency, &none.by, -none.weight, || format!("emergencies:{}@{rule}", row.code));
    }

    fn add_kind(
        &mut self,
        told: &Told,
        usual: Option<(&CategoryRow, &Range<usize>)>,
        danger: Option<&EmergencyRow>,
    ) {
        for (bytes, weight) in &told.words {
            self.add(Field::Kind, bytes, *weight, || format!("kinds:{}", told.kind.name()));
        }
        if let Some((bytes, weight)) = &told.question {
            self.add(Field::Kind, bytes, *weight, || "question".to_owned());
        }
        if let (Some((bytes, weight)), Some(row)) = (&told.danger, danger) {
            self.add(Field::Kind, bytes, *weight, || format!("emergencies:{}", row.code));
        }
        if let (Some(weight), Some((category, bytes))) = (told.usual, usual) {
            self.add(Field::Kind, bytes, weight, || catalogue(category));
        }
    }

    /// The word that chose the unit: the place where the row asks for it, else the first word of the category.
    fn add_unit(&mut self, place: Option<Because>, word: Option<&Range<usize>>, row: usize) {
        let rule = || format!("dispatch:{row}");
        match (place, word) {
            (Some(place), _) => {
                let rule = if place.end == 0 { format!("place:{}", rule()) } else { rule() };
                self.list.push(Because { field: Field::Unit, weight: 1.0, rule, ..place });
            }
            (None, Some(bytes)) => self.add(Field::Unit, bytes, 1.0, rule),
            (None, None) => {}
        }
    }

    /// The unit of a danger, by the first word that told of it.
    fn add_unit_of(&mut self, row: &EmergencyRow, word: Option<&Range<usize>>) {
        if let Some(bytes) = word.filter(|_| row.calls_others() && row.unit.is_some()) {
            self.add(Field::Unit, bytes, 1.0, || format!("emergencies:{}", row.code));
        }
    }
}

/// How many bytes of a folded message are its opening: of a letter the first line, at most twenty characters or so;
/// what is short has none.
fn opening(text: &str) -> usize {
    const LETTER: usize = 300;
    const LONGEST: usize = 60;
    if text.len() < LETTER {
        return 0;
    }
    text.find('\n').map_or(LONGEST, |line| line.min(LONGEST))
}

fn catalogue(category: &CategoryRow) -> String {
    format!("catalogue:{}", category.code)
}
