//! Which words tell the kind, the urgency, and what is wanted from the bot itself?

use intake::{CategoryPattern, DomainRow, Kind, RequestName, RequestRow, Term, Urgency, WordRow};

use super::fault::Form;
use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file of what is wanted from the bot.
pub(super) const REQUESTS: &str = "lexicon/requests.csv";
/// The file of words of kinds.
pub(super) const KINDS: &str = "lexicon/kinds.csv";
/// The file of words of urgency.
pub(super) const URGENCY: &str = "lexicon/urgency.csv";
/// The file of words for the segmenter.
pub(super) const WORDS: &str = "lexicon/words.csv";
/// The file of words that speak for whole parts of the catalogue; a banner may do without.
pub(super) const DOMAINS: &str = "lexicon/domains.csv";
/// The file of spellings.
pub(super) const VARIANTS: &str = "lexicon/variants.csv";

/// The names of requests, as they stand in the file.
pub(super) const REQUEST_NAMES: [&str; 29] = [
    "查进度",
    "催办",
    "补充",
    "撤回",
    "转人工",
    "取消",
    "确认",
    "提交",
    "否定",
    "帮助",
    "找回查询码",
    "重新开始",
    "另一件事",
    "匿名",
    "跳过",
    "改地址",
    "改电话",
    "改内容",
    "问候",
    "感谢",
    "换语言",
    "说英语",
    "说汉语",
    "我的信息",
    "绑定",
    "代办",
    "分开办",
    "一起办",
    "没解决",
];

pub(super) fn words(folder: &Folder, problems: &Problems) -> Rows<WordRow> {
    let columns = Columns { must: &["word"], may: &["freq", "tag"] };
    read(folder, WORDS, &columns, problems, |row| {
        let word = row.required("word").and_then(|word| row.only("word", word));
        let freq = row.parsed_or_none("freq", Form::WholeNumber);
        Some(WordRow { row: row.line, word: word?, freq: freq?, tag: row.optional("tag") })
    })
}

pub(super) fn variants(folder: &Folder, problems: &Problems) -> Rows<(String, String)> {
    let columns = Columns { must: &["variant", "standard"], may: &[] };
    read(folder, VARIANTS, &columns, problems, |row| {
        let variant = row.required("variant").and_then(|variant| row.only("variant", variant));
        let standard = row.required("standard");
        Some((variant?, standard?))
    })
}

pub(super) fn domains(folder: &Folder, problems: &Problems) -> Rows<DomainRow> {
    let columns = Columns { must: &["category", "words"], may: &[] };
    read(folder, DOMAINS, &columns, problems, |row| {
        let category = row.parsed::<CategoryPattern>("category", Form::CategoryPattern);
        let words = row.required("words").and_then(|_| row.terms("words"));
        Some(DomainRow { row: row.line, category: category?, words: words? })
    })
}

pub(super) fn kinds(folder: &Folder, problems: &Problems) -> Rows<(Kind, Vec<Term>)> {
    let columns = Columns { must: &["kind", "words"], may: &[] };
    read(folder, KINDS, &columns, problems, |row| {
        let kind = row.one_of("kind", &Kind::ALL.map(|kind| (kind.name(), kind)));
        let words = row.required("words").and_then(|_| row.terms("words"));
        Some((kind?, words?))
    })
}

pub(super) fn urgencies(folder: &Folder, problems: &Problems) -> Rows<(Urgency, Vec<Term>)> {
    let columns = Columns { must: &["level", "words"], may: &[] };
    // 一般 is what remains when no word is found.
    let levels = [Urgency::Urgent, Urgency::Critical];
    read(folder, URGENCY, &columns, problems, |row| {
        let level = row.one_of("level", &levels.map(|level| (level.name(), level)));
        let words = row.required("words").and_then(|_| row.terms("words"));
        Some((level?, words?))
    })
}

pub(super) fn requests(folder: &Folder, problems: &Problems) -> Rows<RequestRow> {
    let columns = Columns { must: &["request"], may: &["whole", "words"] };
    read(folder, REQUESTS, &columns, problems, |row| {
        let name = row.one_of("request", &REQUEST_NAMES.map(|name| (name, name)))?;
        row.only("request", name.to_owned())?;
        Some(RequestRow {
            row: row.line,
            request: RequestName::parse(name)?,
            whole: row.list("whole"),
            words: row.list("words"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_request_is_one_understanding_knows() {
        let known: std::collections::BTreeSet<_> =
            REQUEST_NAMES.iter().map(|name| RequestName::parse(name).unwrap()).collect();
        assert_eq!(known.len(), REQUEST_NAMES.len());
    }
}
