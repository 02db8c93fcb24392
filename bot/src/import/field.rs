//! Which column of a file tells what?

use super::fault::Fault;
use super::words::{Field, folded, words};

/// What somebody says of the columns: `FIELD=COLUMN`; without a column the field is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    field: Field,
    column: Option<String>,
}

impl Wish {
    /// Reads `FIELD=COLUMN`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (name, column) = text.split_once('=').unwrap_or((text, ""));
        if !text.contains('=') {
            return Err(Fault::Wish { wish: text.to_owned() });
        }
        let field = Field::parse(name.trim()).ok_or_else(|| Fault::UnknownField {
            field: name.trim().to_owned(),
            nearest: nearest(name.trim(), Field::ALL.map(Field::name).into_iter()),
            fields: Field::ALL.map(Field::name).join(", "),
        })?;
        let column = Some(column.trim().to_owned()).filter(|column| !column.is_empty());
        Ok(Self { field, column })
    }
}

/// Which column tells which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns(Vec<(Field, usize)>);

impl Columns {
    /// Finds the fields among the columns of a file: as wished, else by their usual names.
    pub(super) fn find(names: &[String], wishes: &[Wish]) -> Result<Self, Fault> {
        let plain: Vec<String> = names.iter().map(|name| folded(name)).collect();
        let mut found = Vec::new();
        for field in Field::ALL {
            let wish = wishes.iter().rev().find(|wish| wish.field == field);
            let column = match wish {
                Some(Wish { column: None, .. }) => None,
                Some(Wish { column: Some(column), .. }) => Some(wished(column, names, &plain)?),
                None => words()
                    .spellings(field)
                    .iter()
                    .find_map(|spelling| plain.iter().position(|name| name == spelling)),
            };
            found.extend(column.map(|column| (field, column)));
        }
        let tells = |wanted| found.iter().any(|(field, _)| *field == wanted);
        if tells(Field::Text) || tells(Field::Transcript) {
            Ok(Self(found))
        } else {
            Err(Fault::NoText { columns: names.join(", ") })
        }
    }

    /// Which column tells this field.
    pub(super) fn of(&self, field: Field) -> Option<usize> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }
}

fn wished(column: &str, names: &[String], plain: &[String]) -> Result<usize, Fault> {
    let exact = names.iter().position(|name| name.trim() == column);
    let found = exact.or_else(|| plain.iter().position(|name| *name == folded(column)));
    found.ok_or_else(|| Fault::NoColumn {
        column: column.to_owned(),
        nearest: nearest(column, names.iter().map(String::as_str)),
        columns: names.join(", "),
    })
}

/// The name that is most like it; empty if none is.
fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let wanted = folded(wanted);
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(&folded(name), &wanted);
    let best = names.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    best.filter(|best| likeness(best) > 0.3).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn found(columns: &[&str], wishes: &[&str]) -> Result<Vec<(Field, usize)>, Fault> {
        let wishes: Vec<Wish> = wishes.iter().map(|wish| Wish::parse(wish).unwrap()).collect();
        Columns::find(&names(columns), &wishes).map(|columns| columns.0)
    }

    #[test]
    fn usual_names_are_found_in_both_languages_whatever_their_case() {
        let chinese = found(&["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"], &[]).unwrap();
        assert_eq!(chinese, [(Field::Id, 0), (Field::Time, 3), (Field::Title, 2), (Field::Text, 4)]);
        let english = found(&["Call_ID", "Received At", "TRANSCRIPT"], &[]).unwrap();
        assert_eq!(english, [(Field::Id, 0), (Field::Time, 1), (Field::Transcript, 2)]);
    }

    #[test]
    fn a_wish_goes_before_the_usual_name_and_an_empty_one_takes_the_field_away() {
        let columns = ["编号", "内容", "备注", "时间"];
        assert_eq!(found(&columns, &["text=备注", "time="]).unwrap(), [(Field::Id, 0), (Field::Text, 2)]);
    }

    #[test]
    fn a_wrong_wish_names_what_there_is_and_what_was_probably_meant() {
        let Err(Fault::UnknownField { nearest, .. }) = Wish::parse("phon=电话") else { panic!() };
        assert_eq!(nearest, "phone");
        let Err(Fault::NoColumn { nearest, columns, .. }) = found(&["内容", "联系电话"], &["phone=联系电活"])
        else {
            panic!()
        };
        assert_eq!((nearest.as_str(), columns.as_str()), ("联系电话", "内容, 联系电话"));
        assert!(matches!(Wish::parse("phone"), Err(Fault::Wish { .. })));
        assert!(matches!(found(&["a", "b"], &[]), Err(Fault::NoText { .. })));
    }
}
