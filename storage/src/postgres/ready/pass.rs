//! By what is a pass of a decision found?

use crate::{PassChange, Sealer};

/// The blind indexes of the codes of a decision's passes, that of the present key first: a code may have been given out
/// under an older one.
pub(super) fn indexes(changes: &[PassChange], sealer: &Sealer) -> Vec<Vec<String>> {
    let of = |change: &PassChange| match change {
        PassChange::Give(pass) => sealer.indexes("pass", &pass.code),
        PassChange::Spend { code } => sealer.indexes("pass", code),
    };
    changes.iter().map(of).collect()
}
