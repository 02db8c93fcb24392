//! May an order be dispatched without a person looking first, and if not, why not?

use intake::{AreaCode, CategoryCode, Kind, Routed, Understanding};
use serde::Serialize;
use storage::order::Dispatch;

use super::Desk;

/// Why an order goes to 预审: a person looks before it is dispatched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Whoever brought it wants an operator to confirm it.
    Draft,
    /// No word told what it is about.
    NoCategory,
    /// This kind of matter is not handled without a phone, none was given, and nobody is in danger.
    NoContact,
    /// The 派单目录 needs the place to name a unit, and the place is not known.
    NoPlace,
    /// The 派单目录 names no unit for it.
    NoUnit,
    /// The only unit would be a town or community, and the task is a department's (减负).
    NotForGrassroots,
    /// The words leave too much doubt (`dispatch_at` of the banner).
    Unsure,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::NoCategory,
        Self::NoContact,
        Self::NoPlace,
        Self::NoUnit,
        Self::NotForGrassroots,
        Self::Unsure,
    ];

    /// The name by which it is written and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::NoCategory => "no-category",
            Self::NoContact => "no-contact",
            Self::NoPlace => "no-place",
            Self::NoUnit => "no-unit",
            Self::NotForGrassroots => "not-for-grassroots",
            Self::Unsure => "unsure",
        }
    }
}

/// What an order would be dispatched by.
pub(crate) struct Sought<'a> {
    /// Leaf of the catalogue.
    pub(crate) category: Option<&'a CategoryCode>,
    /// The narrowest area known.
    pub(crate) area: Option<&'a AreaCode>,
    /// 诉求类型
    pub(crate) kind: Kind,
    /// Is there a phone?
    pub(crate) reachable: bool,
}

impl Desk {
    /// The unit, when understanding is sure. Otherwise a person looks.
    pub(crate) fn sure_dispatch(
        &self,
        sought: &Sought<'_>,
        understood: &Understanding,
    ) -> Result<Dispatch, Why> {
        let category = sought.category.ok_or(Why::NoCategory)?;
        let leaf = self.banner.book.category(category).ok_or(Why::NoCategory)?;
        if !leaf.anonymous && !sought.reachable && !self.banner.book.is_in_danger(understood) {
            return Err(Why::NoContact);
        }
        match self.banner.book.route(category, sought.area, sought.kind) {
            Routed::To { lead, helpers, row, .. } => {
                let mut seen = understood.clone();
                seen.unit = Some(lead.clone());
                let sure = self.banner.book.is_sure(&seen);
                let danger = understood.emergency.as_ref();
                let (_, helpers) = self.banner.book.with_danger((Some(lead.clone()), helpers), danger);
                sure.then(|| self.dispatch(&lead, &helpers, Some(row))).ok_or(Why::Unsure)
            }
            Routed::NeedsPlace { .. } => Err(Why::NoPlace),
            Routed::NoRow => Err(Why::NoUnit),
            Routed::Forbidden { .. } => Err(Why::NotForGrassroots),
        }
    }
}
