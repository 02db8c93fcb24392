//! How long may things take?

use std::collections::BTreeMap;

use storage::ProfileName;
use storage::directory::Limits;
use storage::order::limit::{Limit, Profile};
use storage::order::{Kind, Urgency};

use super::fault::{Fault, Form, Thing};
use super::folder::Folder;
use super::page::{Table, read};
use super::problem::{Problems, nearest};

/// The file's name.
pub(super) const FILE: &str = "limits.toml";

/// The limits, if the file contradicts itself nowhere.
pub(super) fn limits(folder: &Folder, problems: &Problems) -> Option<Limits> {
    read(folder, FILE, problems, |table| {
        table.only(&["pause_cap_days", "profile", "by_kind", "by_urgency"]);
        let tables = table.tables("profile");
        let mut names = BTreeMap::new();
        let profiles: Vec<Option<Profile>> = tables.iter().map(|table| profile(table, &mut names)).collect();
        let kinds = Kind::ALL.map(|kind| (kind.name(), kind));
        let by_kind = table.table("by_kind").and_then(|table| named(&table, &kinds, &names));
        if let Some(by_kind) = &by_kind {
            for (name, _) in kinds.iter().filter(|(_, kind)| !by_kind.contains_key(kind)) {
                table.fault("by_kind", Fault::NoLimit { name: (*name).to_owned() }, None);
            }
        }
        // 一般 has none of its own: kind and catalogue decide.
        let urgent = [Urgency::Urgent, Urgency::Critical].map(|urgency| (urgency.name(), urgency));
        let by_urgency = table.table("by_urgency").and_then(|table| named(&table, &urgent, &names));
        let pause_cap_days = table.parsed("pause_cap_days", Form::WholeNumber);
        let profiles: Option<Vec<Profile>> = profiles.into_iter().collect();
        // What could still be refused was reported above.
        Limits::new(profiles?, by_kind?, by_urgency?, pause_cap_days?).ok()
    })
}

fn profile(table: &Table<'_>, names: &mut BTreeMap<String, usize>) -> Option<Profile> {
    table.only(&["name", "title", "sign", "contact", "return", "finish", "callback"]);
    let name = table.text("name");
    if let Some(name) = &name
        && let Some(first) = names.insert(name.clone(), table.line)
    {
        table.fault("name", Fault::Twice { code: name.clone(), first }, None);
    }
    let title = table.text("title");
    let span = |key| table.parsed::<Limit>(key, Form::Span);
    let (sign, contact, returned) = (span("sign"), span("contact"), span("return"));
    let (finish, callback) = (span("finish"), span("callback"));
    Some(Profile {
        name: ProfileName::new(name?),
        title: title?,
        sign: sign?,
        contact: contact?,
        return_within: returned?,
        finish: finish?,
        callback: callback?,
    })
}

/// Which profile binds which kind, or which urgency.
fn named<T: Copy + Ord>(
    table: &Table<'_>,
    choices: &[(&'static str, T)],
    profiles: &BTreeMap<String, usize>,
) -> Option<BTreeMap<T, ProfileName>> {
    let known: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    table.only(&known);
    let mut found = BTreeMap::new();
    for (name, choice) in choices {
        let Some(profile) = table.text_or_none(name)? else {
            continue;
        };
        if !profiles.contains_key(&profile) {
            let suggestion = nearest(&profile, profiles.keys());
            table.fault(name, Fault::Unknown { thing: Thing::Profile, code: profile }, suggestion);
            return None;
        }
        found.insert(*choice, ProfileName::new(profile));
    }
    Some(found)
}
