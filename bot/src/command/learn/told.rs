//! How is a lesson told?

use std::collections::BTreeMap;
use std::io::{self, Write};

use intake::{Altered, CategoryCode, Rehearsal};
use prompts::Arg;
use serde_json::{Value, json};
use storage::StoreError;

use crate::app::App;
use crate::learning::{How, Lesson, excerpt};

/// So many orders are named with one change; the others are counted.
const NAMED: usize = 10;

/// Says it in one language.
pub(super) struct Told<'a> {
    pub(super) app: &'a App,
    pub(super) lang: &'a str,
    /// The beginnings of messages, masked, by number.
    pub(super) texts: BTreeMap<String, String>,
    pub(super) out: &'a mut dyn Write,
}

/// The beginnings of the messages that are named, masked.
pub(super) async fn texts(app: &App, lesson: &Lesson) -> Result<BTreeMap<String, String>, StoreError> {
    let mut texts = BTreeMap::new();
    for altered in lesson.found.iter().flat_map(lists).flat_map(|(_, list)| list.iter().take(NAMED)) {
        let Ok(no) = altered.id.parse() else { continue };
        let Some(order) = app.store.order_state(app.jurisdiction(), &no).await? else { continue };
        let story = app.store.paper(app.jurisdiction(), order.papers.story).await?;
        if let Some(text) = story.as_ref().and_then(storage::Paper::text) {
            texts.insert(altered.id.clone(), excerpt(&app.banner.book, text));
        }
    }
    Ok(texts)
}

impl Told<'_> {
    /// Line by line, for a person.
    pub(super) fn lesson(&mut self, lesson: &Lesson, kept: Option<usize>) -> io::Result<()> {
        let how = |how: How| lesson.rows.iter().filter(|row| row.how == how).count();
        self.line(
            "learn-rows",
            &[
                ("corrected", how(How::Corrected).into()),
                ("moved", how(How::Moved).into()),
                ("returned", how(How::Returned).into()),
                ("tried", lesson.tried.into()),
            ],
        )?;
        if lesson.found.is_empty() {
            self.line("learn-none", &[])?;
        }
        for rehearsal in &lesson.found {
            self.rehearsal(rehearsal)?;
        }
        match kept {
            Some(kept) => self.line("learn-kept", &[("kept", kept.into())]),
            None => Ok(()),
        }
    }

    /// One JSON document.
    pub(super) fn document(&mut self, lesson: &Lesson, kept: Option<usize>) -> io::Result<()> {
        let proposals: Vec<Value> = lesson.found.iter().map(document).collect();
        let whole =
            json!({ "rows": lesson.rows.len(), "tried": lesson.tried, "kept": kept, "proposals": proposals });
        writeln!(self.out, "{whole}")
    }

    fn rehearsal(&mut self, rehearsal: &Rehearsal) -> io::Result<()> {
        let change = &rehearsal.change;
        let (leaf, after) = (self.leaf(Some(&change.category)), change.after.to_string());
        let shared: [(&str, Arg<'_>); 3] =
            [("leaf", leaf.into()), ("word", change.word.as_str().into()), ("after", after.into())];
        match change.before {
            None => self.line("learn-add", &shared)?,
            Some(before) => {
                let [leaf, word, after] = shared;
                self.line("learn-weigh", &[leaf, word, after, ("before", before.to_string().into())])?;
            }
        }
        for (key, list) in lists(rehearsal).into_iter().filter(|(_, list)| !list.is_empty()) {
            self.line(key, &[("count", list.len().into())])?;
            for altered in list.iter().take(NAMED) {
                let text = self.texts.get(&altered.id).cloned().unwrap_or_default();
                let before = self.leaf(altered.before.as_ref());
                let after = self.leaf(altered.after.as_ref());
                let no = altered.id.as_str().into();
                self.line(
                    "learn-order",
                    &[("no", no), ("before", before.into()), ("after", after.into()), ("text", text.into())],
                )?;
            }
        }
        Ok(())
    }

    /// Code and names of a leaf, or that there is none.
    fn leaf(&self, code: Option<&CategoryCode>) -> String {
        let category = code.and_then(|code| self.app.banner.book.category(code));
        match category {
            Some(category) => format!("{} {}", category.code, category.path().join("/")),
            None => self.app.wording.line(self.lang, "learn-no-leaf", &[]),
        }
    }

    fn line(&mut self, key: &str, args: &[(&str, Arg<'_>)]) -> io::Result<()> {
        writeln!(self.out, "{}", self.app.wording.line(self.lang, key, args))
    }
}

fn lists(rehearsal: &Rehearsal) -> [(&'static str, &[Altered]); 3] {
    [
        ("learn-righted", &rehearsal.righted),
        ("learn-wronged", &rehearsal.wronged),
        ("learn-otherwise", &rehearsal.otherwise),
    ]
}

fn document(rehearsal: &Rehearsal) -> Value {
    let code = |code: &Option<CategoryCode>| code.as_ref().map(|code| code.as_str().to_owned());
    let orders = |list: &[Altered]| -> Vec<Value> {
        let order = |altered: &Altered| json!({ "no": altered.id, "before": code(&altered.before), "after": code(&altered.after) });
        list.iter().map(order).collect()
    };
    let change = &rehearsal.change;
    json!({
        "category": change.category.as_str(), "word": change.word, "before": change.before, "after": change.after,
        "righted": orders(&rehearsal.righted), "wronged": orders(&rehearsal.wronged),
        "otherwise": orders(&rehearsal.otherwise),
    })
}
