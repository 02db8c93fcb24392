//! Why is a word of danger none here?
//!
//! The words stand in `chinese.txt`, the phrases of one danger only beside its words; what each [`Rule`] asks for is
//! written there.

use std::collections::HashMap;
use std::ops::Range;

use super::clause::Clause;
use super::rule::Rule;
use super::span;
use crate::finder::Finder;
use crate::language::{begins, language};
use crate::text::{Folded, fold_word};
use crate::{BookError, EmergencyRow};

/// What an `unless` that is a rule and no phrase begins with.
const MARK: char = '@';

/// What a phrase of the lists does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    Denial,
    Fear,
    If,
    LongPast,
    JustPast,
    PastBehind,
    Now,
    Cry,
    Habit,
    Topic,
    TopicBehind,
    Praise,
    LikeBefore,
    LikeBehind,
    Over,
    Again,
    /// A phrase of the row with this index.
    Own(usize),
}

/// The phrases that can cancel, and the rules of every row.
#[derive(Debug)]
pub(crate) struct Unless {
    finder: Finder,
    cues: Vec<Vec<Cue>>,
    rules: Vec<Vec<Rule>>,
}

/// The phrases in a message, in the order of their ends.
pub(super) struct Cues(Vec<(Cue, Range<usize>)>);

/// How many characters may stand between a phrase and the word: of a phrase of the row, before and behind.
const OWN: (usize, usize) = (6, 2);
/// Between a fear and the word behind it.
const FEARED: usize = 12;
/// Between what happens always and the word.
const OFTEN: usize = 10;
/// Between a topic and the word, before and behind.
const ABOUT: (usize, usize) = (12, 7);
/// Between what it is likened to and the word, before and behind.
const LIKE: (usize, usize) = (3, 1);
/// How many bytes a letter has at least (some two hundred characters), and how many of them are its beginning or end.
const LETTER: usize = 600;
const EDGE: usize = 150;
/// How many bytes behind the word may still say that it is over.
const SOON: usize = 150;

impl Unless {
    pub(crate) fn compile(rows: &[EmergencyRow]) -> Result<Unless, BookError> {
        let mut phrases: HashMap<String, Vec<Cue>> = HashMap::new();
        let lists = [
            (Cue::Denial, &language().denial),
            (Cue::Fear, &language().fear),
            (Cue::If, &language().supposing),
            (Cue::LongPast, &language().long_past),
            (Cue::JustPast, &language().just_past),
            (Cue::PastBehind, &language().past_behind),
            (Cue::Now, &language().now),
            (Cue::Cry, &language().cry),
            (Cue::Habit, &language().habit),
            (Cue::Topic, &language().topic),
            (Cue::TopicBehind, &language().topic_behind),
            (Cue::Praise, &language().praise),
            (Cue::LikeBefore, &language().like_before),
            (Cue::LikeBehind, &language().like_behind),
            (Cue::Over, &language().over),
            (Cue::Again, &language().again),
        ];
        for (cue, list) in lists {
            for phrase in list {
                phrases.entry(phrase.clone()).or_default().push(cue);
            }
        }
        let mut rules = Vec::with_capacity(rows.len());
        for (owner, row) in rows.iter().enumerate() {
            let mut of_row = Vec::new();
            for unless in &row.unless {
                match unless.strip_prefix(MARK) {
                    Some(name) => of_row.push(
                        Rule::parse(name)
                            .ok_or_else(|| BookError::UnknownRule { row: row.row, rule: unless.clone() })?,
                    ),
                    None => phrases.entry(fold_word(unless)).or_default().push(Cue::Own(owner)),
                }
            }
            rules.push(of_row);
        }
        phrases.remove("");
        let (phrases, cues): (Vec<_>, Vec<_>) = phrases.into_iter().unzip();
        let finder = Finder::new(phrases.iter().map(String::as_str)).map_err(|_| BookError::TooManyWords)?;
        Ok(Unless { finder, cues, rules })
    }

    /// All phrases of a message.
    pub(super) fn cues(&self, text: &str) -> Cues {
        let mut cues = Vec::new();
        for (bytes, phrase) in self.finder.all(text) {
            cues.extend(self.cues[phrase].iter().map(|cue| (*cue, bytes.clone())));
        }
        Cues(cues)
    }

    /// What cancels a danger that is said with these words, and by which rule.
    pub(super) fn cancels(
        &self,
        folded: &Folded<'_>,
        cues: &Cues,
        owner: usize,
        parts: &[Range<usize>],
    ) -> Option<(Range<usize>, Option<Rule>)> {
        let word = span(parts);
        let around = Clause::around(folded.text(), &word);
        let near = Near { folded, cues, around, word, parts };
        near.own(owner)
            .map(|by| (by, None))
            .or_else(|| self.rules[owner].iter().find_map(|rule| near.by(*rule).map(|by| (by, Some(*rule)))))
    }
}

/// A word of danger and what stands around it.
struct Near<'n> {
    folded: &'n Folded<'n>,
    cues: &'n Cues,
    around: Clause,
    word: Range<usize>,
    parts: &'n [Range<usize>],
}

impl Near<'_> {
    fn by(&self, rule: Rule) -> Option<Range<usize>> {
        match rule {
            Rule::Denied => self.denied(),
            Rule::Supposed => self.supposed(),
            Rule::Past => self.past(&[Cue::LongPast, Cue::JustPast]),
            Rule::LongPast => self.past(&[Cue::LongPast]),
            Rule::Habit => self.habit(),
            Rule::Topic => self.topic(),
            Rule::Likened => self.likened(),
            Rule::Over => self.over(),
            Rule::Told => self.told(),
        }
    }

    /// Phrases of some kinds that lie within some bytes, and not inside the word.
    fn within<'s>(&'s self, kinds: &'s [Cue], bytes: Range<usize>) -> impl Iterator<Item = &'s Range<usize>> {
        let first = self.cues.0.partition_point(|(_, cue)| cue.end <= bytes.start);
        self.cues.0[first..]
            .iter()
            .take_while(move |(_, cue)| cue.end <= bytes.end)
            .filter(move |(kind, cue)| kinds.contains(kind) && cue.start >= bytes.start)
            .map(|(_, cue)| cue)
            .filter(|cue| !self.is_part(cue))
    }

    fn is_part(&self, cue: &Range<usize>) -> bool {
        self.parts.iter().any(|part| cue.start < part.end && cue.end > part.start)
    }

    /// Where the last part of the word begins.
    fn last(&self) -> usize {
        self.parts.iter().map(|part| part.start).max().unwrap_or(self.word.start)
    }

    /// From the beginning of the clause to the last part of the word.
    fn before(&self) -> Range<usize> {
        self.around.clause.start..self.last()
    }

    fn behind(&self) -> Range<usize> {
        self.word.end..self.around.clause.end
    }

    /// How many characters stand between a phrase and the nearest part of the word behind it, else before it.
    fn gap(&self, cue: &Range<usize>) -> usize {
        let behind = self.parts.iter().map(|part| part.start).filter(|&start| start >= cue.end).min();
        let before = self.parts.iter().map(|part| part.end).filter(|&end| end <= cue.start).max();
        match (behind, before) {
            (Some(start), _) => self.folded.chars(&(cue.end..start)),
            (None, Some(end)) => self.folded.chars(&(end..cue.start)),
            (None, None) => 0,
        }
    }

    /// Whether the clause says that it is happening now.
    fn is_now(&self) -> bool {
        self.within(&[Cue::Now, Cue::Cry], self.around.clause.clone()).next().is_some()
    }

    /// A phrase of the row: directly around the word, or around any part of it.
    fn own(&self, owner: usize) -> Option<Range<usize>> {
        let own = [Cue::Own(owner)];
        let first = self.cues.0.partition_point(|(_, cue)| cue.end <= self.around.clause.start);
        let by = self.cues.0[first..]
            .iter()
            .take_while(|(_, cue)| cue.end <= self.around.clause.end)
            .filter(|(kind, cue)| own.contains(kind) && cue.start >= self.around.clause.start)
            .map(|(_, cue)| cue)
            .find(|cue| {
                let (start, end) = (self.word.start, self.word.end);
                let covers = cue.start <= start && cue.end >= end && **cue != self.word;
                let is_outside = cue.end <= start || cue.start >= end;
                let reach = if cue.end <= start { OWN.0 } else { OWN.1 };
                let overlaps = !(is_outside || cue.start >= start && cue.end <= end);
                covers || overlaps || is_outside && self.gap(cue) <= reach && !self.is_mere_denial(cue)
            })?
            .clone();
        let overlaps = by.start < self.word.end && by.end > self.word.start;
        (overlaps || !self.is_now()).then_some(by)
    }

    /// 没有 as a phrase of a row reaches only what directly follows it.
    fn is_mere_denial(&self, cue: &Range<usize>) -> bool {
        let said = &self.folded.text()[cue.clone()];
        let denies = language().denial.iter().any(|word| word == said);
        denies && (cue.start >= self.word.end || !is_light(&self.folded.text()[cue.end..self.word.start]))
    }

    fn denied(&self) -> Option<Range<usize>> {
        let text = self.folded.text();
        self.parts.iter().find_map(|part| {
            let before = self.around.clause.start.min(part.start)..part.start;
            let asked = |cue: &Range<usize>| {
                let mut denials = self.within(&[Cue::Denial], before.clone());
                denials.any(|whole| whole.start == cue.start && self.asks(whole))
            };
            let denial = self
                .within(&[Cue::Denial], before.clone())
                .filter(|cue| is_light(&text[cue.end..part.start]) && !asked(cue))
                .max_by_key(|cue| cue.len())?;
            Some(denial.clone())
        })
    }

    /// 「有没有着火」 and 「是不是漏气」 ask; they deny nothing.
    fn asks(&self, denial: &Range<usize>) -> bool {
        let before = &self.folded.text()[..denial.start];
        let said = &self.folded.text()[denial.clone()];
        let doubled = said.chars().next_back().is_some_and(|last| before.ends_with(last));
        doubled && !said.starts_with(|c| before.ends_with(c))
    }

    fn supposed(&self) -> Option<Range<usize>> {
        let fear = self
            .within(&[Cue::Fear], self.before())
            .find(|cue| self.gap(cue) <= FEARED && !self.sounds_sure(cue))
            .cloned();
        let cry = self.within(&[Cue::Cry], self.around.sentence.clone()).next().is_some();
        fear.or_else(|| {
            let before = self.around.sentence.start..self.word.start;
            self.within(&[Cue::If], before).find(|_| !cry).cloned()
        })
    }

    /// 「怕是漏气了」 fears nothing that may come: it means "probably"; and 「不小心」 did not keep it off.
    fn sounds_sure(&self, fear: &Range<usize>) -> bool {
        let text = self.folded.text();
        begins(&text[fear.end..], &language().sure).is_some() || text[..fear.start].ends_with('不')
    }

    fn past(&self, times: &[Cue]) -> Option<Range<usize>> {
        let text = self.folded.text();
        // 「着火过」, 「着火的时候」.
        let directly = self
            .within(&[Cue::PastBehind], self.behind())
            .find(|cue| cue.start == self.word.end && !self.goes_on(cue.end))
            .cloned();
        if directly.is_some() {
            return directly.filter(|_| !self.is_now());
        }
        let before = self.around.sentence.start..self.last();
        let earlier = self.within(times, before).find(|time| {
            let since = time.end..self.last();
            let again = self.within(&[Cue::Now, Cue::Cry], since).next().is_some();
            !again && !belongs_to_another(&text[time.end..self.last()])
        });
        let later =
            || self.within(times, self.behind()).find(|time| self.gap(time) <= OFTEN && !self.is_now());
        earlier.or_else(later).cloned()
    }

    /// 「过来」 and 「过程」 are no past.
    fn goes_on(&self, at: usize) -> bool {
        begins(&self.folded.text()[at..], &language().no_past).is_some()
    }

    fn habit(&self) -> Option<Range<usize>> {
        self.within(&[Cue::Habit], self.before())
            .find(|cue| self.gap(cue) <= OFTEN && !self.is_now())
            .cloned()
    }

    fn topic(&self) -> Option<Range<usize>> {
        if self.within(&[Cue::Cry], self.around.clause.clone()).next().is_some() {
            return None;
        }
        let about = self.within(&[Cue::Topic], self.around.clause.clone()).find(|cue| {
            let reach = if cue.end <= self.word.start { ABOUT.0 } else { ABOUT.1 };
            self.gap(cue) <= reach
        });
        let directly =
            || self.within(&[Cue::TopicBehind], self.behind()).find(|cue| cue.start == self.word.end);
        let praised = || self.within(&[Cue::Praise], self.around.sentence.clone()).next();
        about.or_else(directly).or_else(praised).cloned()
    }

    fn likened(&self) -> Option<Range<usize>> {
        let before = self.within(&[Cue::LikeBefore], self.before()).find(|cue| self.gap(cue) <= LIKE.0);
        let behind = || self.within(&[Cue::LikeBehind], self.behind()).find(|cue| self.gap(cue) <= LIKE.1);
        before.or_else(behind).cloned()
    }

    fn told(&self) -> Option<Range<usize>> {
        let text = self.folded.text();
        let is_inside = self.word.start > EDGE && self.word.end + EDGE < text.len();
        let is_told = text.len() > LETTER && is_inside;
        let mut now = self.within(&[Cue::Now, Cue::Cry], self.around.sentence.clone());
        (is_told && now.next().is_none()).then(|| self.word.clone())
    }

    fn over(&self) -> Option<Range<usize>> {
        let text = self.folded.text();
        let end = (self.word.end + SOON).min(text.len());
        let by = self
            .within(&[Cue::Over], self.word.end..end)
            .find(|cue| {
                let denials = self.within(&[Cue::Denial], self.word.end..cue.start);
                !denials.into_iter().any(|denial| is_light(&text[denial.end..cue.start]))
            })?
            .clone();
        let far = (by.end + SOON).min(text.len());
        let again = self.within(&[Cue::Again], by.end..far).next();
        // Who calls for help behind the word speaks of something else with what is over.
        let cry = self.within(&[Cue::Cry], self.word.end..far).next();
        (again.is_none() && cry.is_none()).then_some(by)
    }
}

/// Whether only words without weight stand there: 没有「发生过」火灾.
fn is_light(mut between: &str) -> bool {
    while let Some(word) = begins(between, &language().light) {
        between = &between[word.len()..];
    }
    between.is_empty()
}

/// Whether a time before a word is the time of something else: 去年「盖的」房子塌了; not so 去年「冬天的」火灾.
fn belongs_to_another(between: &str) -> bool {
    let Some(at) = between.find(|character| character == '的' || Clause::ends_clause(character)) else {
        return false;
    };
    let (verb, rest) = between.split_at(at);
    rest.starts_with('的')
        && !language().season.iter().any(|season| verb.ends_with(season.as_str()))
        && !verb.is_empty()
        && begins(&rest['的'.len_utf8()..], &language().occasion).is_none()
}
