//! What is kept of an inbound key?

use crate::{Inbound, Jurisdiction, Sealer};

pub(in crate::postgres) const TABLE: &str = "inbound";

/// An inbound key as it is kept: platforms build theirs from chat ids, so that only its blind index is written.
pub(in crate::postgres) struct BlindInbound {
    pub(in crate::postgres) channel: String,
    /// That of the present key first.
    pub(in crate::postgres) indexes: Vec<String>,
    /// Sealed for the row it is written into.
    pub(in crate::postgres) digest: Option<Vec<u8>>,
}

impl BlindInbound {
    pub(super) fn of(inbound: &Inbound, j: &Jurisdiction, sealer: &Sealer) -> Self {
        let blind = Self::new(&inbound.channel, &inbound.key, sealer);
        let key = [j.as_str(), &blind.channel, &blind.indexes[0]];
        let digest = inbound.digest.as_ref().map(|digest| sealer.seal(TABLE, &key, digest.as_bytes()));
        Self { digest, ..blind }
    }

    pub(in crate::postgres) fn new(channel: &str, key: &str, sealer: &Sealer) -> Self {
        Self { channel: channel.to_owned(), indexes: sealer.indexes("inbound", key), digest: None }
    }
}
