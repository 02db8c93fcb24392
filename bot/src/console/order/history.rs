//! How did an order come to where it is, the inside of the house included?

use std::collections::BTreeMap;

use prompts::Names;
use serde::Serialize;
use storage::order::{Event, Fact, Hears};
use storage::{Account, PaperId};

use crate::app::App;
use crate::console::{moment, words};
use crate::desk::CaseFile;

/// One event, ready for a template.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventView {
    seq: u32,
    at: String,
    /// Key of the role.
    role: &'static str,
    /// The person or unit, where it is known.
    name: Option<String>,
    /// Key of what happened.
    what: &'static str,
    /// Unit named by it.
    unit: String,
    /// Other units named by it.
    helpers: Vec<String>,
    /// Line of the 派单目录, where a dispatch follows one.
    row: Option<u32>,
    /// Round that begins with it.
    round: u32,
    /// Coded reason and its title.
    reason: Option<(String, String)>,
    /// May the citizen see it?
    visible: bool,
    /// Texts: key of the label (empty for none), text.
    texts: Vec<(&'static str, String)>,
    /// Short words that belong to it: keys.
    marks: Vec<&'static str>,
    /// How many files came with it.
    files: usize,
}

/// The events, oldest first. `people` are the accounts whose names may be shown.
pub(crate) fn history(app: &App, file: &CaseFile, people: &[Account]) -> Vec<EventView> {
    let people: BTreeMap<String, &str> =
        people.iter().map(|account| (account.id.to_string(), account.name.as_str())).collect();
    file.events.iter().map(|event| view(app, file, event, &people)).collect()
}

fn view(app: &App, file: &CaseFile, event: &Event, people: &BTreeMap<String, &str>) -> EventView {
    let names = app.names(Vec::new());
    let said = said(&event.fact);
    let texts = said.papers.iter().filter_map(|(label, id)| Some((*label, file.words.get(id)?.clone())));
    let unit = event.actor.unit.as_ref().map(|unit| names.unit(unit.as_str()));
    let reason = event.reason.as_ref();
    EventView {
        seq: event.seq,
        at: moment::minute(app, event.at),
        role: words::role(event.actor.role),
        name: unit.or_else(|| people.get(&event.actor.id).map(|name| (*name).to_owned())),
        what: what(&event.fact),
        unit: said.unit.map(|unit| names.unit(&unit)).unwrap_or_default(),
        helpers: said.helpers.iter().map(|unit| names.unit(unit)).collect(),
        row: said.row,
        round: said.round,
        reason: reason.map(|code| {
            let title = names.reason(code.as_str()).map(|reason| reason.title).unwrap_or_default();
            (code.to_string(), title)
        }),
        visible: event.visible,
        texts: texts.collect(),
        marks: said.marks,
        files: said.files,
    }
}

/// What an event says beside its name.
#[derive(Default)]
struct Said {
    unit: Option<String>,
    helpers: Vec<String>,
    row: Option<u32>,
    round: u32,
    papers: Vec<(&'static str, PaperId)>,
    marks: Vec<&'static str>,
    files: usize,
}

fn said(fact: &Fact) -> Said {
    let with = |papers: Vec<(&'static str, PaperId)>| Said { papers, ..Said::default() };
    match fact {
        Fact::Accepted { source, papers, .. } => {
            Said { marks: vec![words::source(*source)], files: papers.files.len(), ..Said::default() }
        }
        Fact::Corrected { form } => {
            Said { marks: vec![words::kind(form.kind), words::urgency(form.urgency)], ..Said::default() }
        }
        Fact::Dispatched { dispatch, .. } => Said {
            unit: Some(dispatch.lead.to_string()),
            helpers: dispatch.helpers.iter().map(ToString::to_string).collect(),
            row: dispatch.row,
            ..Said::default()
        },
        Fact::AnsweredDirect { answer } => with(vec![("", *answer)]),
        Fact::Rejected { explanation } => with(explanation.iter().map(|id| ("", *id)).collect()),
        Fact::ReturnRequested { basis, suggested } => Said {
            unit: suggested.as_ref().map(ToString::to_string),
            ..with(vec![("desk-field-basis", *basis)])
        },
        Fact::ReturnRefused { why } => with(vec![("", *why)]),
        Fact::Progressed { note, files } => Said { files: files.len(), ..with(vec![("", *note)]) },
        Fact::Asked { question } => with(vec![("", *question)]),
        Fact::Supplemented { papers, .. } => with(papers.iter().map(|id| ("", *id)).collect()),
        Fact::Replied { handling, answer, contact, contacted, files, dues: _ } => Said {
            marks: vec![if *contacted { "desk-claim-contacted" } else { "desk-claim-not-contacted" }],
            files: files.len(),
            ..with(vec![
                ("desk-field-handling", *handling),
                ("desk-field-answer", *answer),
                ("desk-field-contact", *contact),
            ])
        },
        Fact::Rated { rating, comment } => Said {
            marks: vec![
                words::contacted(rating.contacted),
                words::solved(rating.solved),
                words::satisfaction(rating.satisfaction),
            ],
            ..with(comment.iter().map(|id| ("", *id)).collect())
        },
        Fact::Redone { round, .. } => Said { round: *round, ..Said::default() },
        Fact::Closed { unrated: true } => Said { marks: vec!["desk-closed-unrated"], ..Said::default() },
        Fact::Joined { part: Hears::Bound, .. } => {
            Said { marks: vec!["desk-joined-bound"], ..Said::default() }
        }
        Fact::Joined { part: Hears::Also, .. } => Said { marks: vec!["desk-joined-also"], ..Said::default() },
        Fact::Revealed { purpose, .. } => with(vec![("desk-field-purpose", *purpose)]),
        Fact::Triaged
        | Fact::Signed
        | Fact::ReturnGranted
        | Fact::Urged
        | Fact::Finished
        | Fact::Reminded
        | Fact::CalledBack
        | Fact::Withdrawn
        | Fact::Closed { unrated: false } => Said::default(),
    }
}

fn what(fact: &Fact) -> &'static str {
    match fact {
        Fact::Accepted { .. } => "desk-fact-accepted",
        Fact::Triaged => "desk-fact-triaged",
        Fact::Corrected { .. } => "desk-fact-corrected",
        Fact::Dispatched { again: false, .. } => "desk-fact-dispatched",
        Fact::Dispatched { again: true, .. } => "desk-fact-dispatched-again",
        Fact::AnsweredDirect { .. } => "desk-fact-answered-direct",
        Fact::Rejected { .. } => "desk-fact-rejected",
        Fact::Signed => "desk-fact-signed",
        Fact::ReturnRequested { suggested: Some(_), .. } => "desk-fact-return-requested-for",
        Fact::ReturnRequested { suggested: None, .. } => "desk-fact-return-requested",
        Fact::ReturnGranted => "desk-fact-return-granted",
        Fact::ReturnRefused { .. } => "desk-fact-return-refused",
        Fact::Progressed { .. } => "desk-fact-progressed",
        Fact::Asked { .. } => "desk-fact-asked",
        Fact::Supplemented { .. } => "desk-fact-supplemented",
        Fact::Urged => "desk-fact-urged",
        Fact::Replied { .. } => "desk-fact-replied",
        Fact::Finished => "desk-fact-finished",
        Fact::Reminded => "desk-fact-reminded",
        Fact::CalledBack => "desk-fact-called-back",
        Fact::Rated { .. } => "desk-fact-rated",
        Fact::Redone { .. } => "desk-fact-redone",
        Fact::Withdrawn => "desk-fact-withdrawn",
        Fact::Closed { .. } => "desk-fact-closed",
        Fact::Joined { .. } => "desk-fact-joined",
        Fact::Revealed { .. } => "desk-fact-revealed",
    }
}
