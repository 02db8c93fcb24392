//! What is a citizen told of the data held of them?

use jiff::Timestamp;
use uuid::Uuid;

use super::{Voice, lines};

impl Voice<'_> {
    pub(super) fn held(&self, orders: u32, open: u32, draft: bool) -> String {
        lines([
            self.line("notice-held", &[("orders", orders.into()), ("open", open.into())]),
            if draft { self.plain("notice-held-draft") } else { String::new() },
            self.plain("notice-held-foot"),
        ])
    }

    /// The page, where the program knows its own address; else only the code and where it is typed in.
    pub(super) fn export_ready(&self, code: Uuid, until: Timestamp) -> String {
        let code = self.paper(code);
        let until = self.soon(until);
        match self.names.site() {
            Some(site) => {
                let args = [("site", site.into()), ("code", code.into()), ("until", until.into())];
                self.line("notice-export-ready", &args)
            }
            None => self.line("notice-export-code", &[("code", code.into()), ("until", until.into())]),
        }
    }

    pub(super) fn erasing(&self, key: &str, open: u32) -> String {
        let kept = self.line("notice-erase-open", &[("open", open.into())]);
        lines([self.plain(key), if open > 0 { kept } else { String::new() }])
    }
}
