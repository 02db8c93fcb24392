//! What is sealed of a paper?

use uuid::Uuid;

use crate::written::{ms, paper_kind};
use crate::{Jurisdiction, Paper, PaperId, Sealer};

pub(in crate::postgres) const TABLE: &str = "paper";

/// A paper, sealed for its row.
pub(in crate::postgres) struct SealedPaper {
    pub(in crate::postgres) id: PaperId,
    pub(in crate::postgres) kind: &'static str,
    pub(in crate::postgres) media_type: Option<String>,
    pub(in crate::postgres) order: Option<String>,
    pub(in crate::postgres) conversation: Option<Uuid>,
    pub(in crate::postgres) at: i64,
    pub(in crate::postgres) content: Vec<u8>,
}

/// The papers of a decision, each once: the first content counts, and the first order.
pub(super) fn sealed(papers: &[Paper], j: &Jurisdiction, sealer: &Sealer) -> Vec<SealedPaper> {
    let mut sealed: Vec<SealedPaper> = Vec::new();
    for paper in papers {
        let order = paper.order.as_ref().map(|no| no.as_str().to_owned());
        if let Some(there) = sealed.iter_mut().find(|there| there.id == paper.id) {
            there.order = there.order.take().or(order);
            continue;
        }
        let (kind, media_type) = paper_kind(&paper.kind);
        sealed.push(SealedPaper {
            id: paper.id,
            kind,
            media_type: media_type.map(str::to_owned),
            order,
            conversation: paper.conversation.map(|id| id.0),
            at: ms(paper.at),
            content: content(paper, j, sealer),
        });
    }
    sealed
}

/// The content of a paper, sealed for its row.
pub(in crate::postgres) fn content(paper: &Paper, j: &Jurisdiction, sealer: &Sealer) -> Vec<u8> {
    sealer.seal(TABLE, &[j.as_str(), &paper.id.to_string()], &paper.content)
}
