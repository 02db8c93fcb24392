//! Whose pages does a request ask for, where several banners are served at one address?

use std::collections::HashMap;

use axum::Router;
use axum::http::{HeaderMap, header};

/// The pages of each banner, by the host under which it is known.
#[derive(Clone)]
pub(super) struct Sites {
    first: Router,
    others: HashMap<String, Router>,
}

impl Sites {
    /// The pages for every host nobody else is known under.
    pub(super) fn new(first: Router) -> Self {
        Self { first, others: HashMap::new() }
    }

    /// Adds the pages of a host.
    pub(super) fn add(&mut self, host: String, pages: Router) {
        self.others.insert(host, pages);
    }

    /// Whom this request asks.
    pub(super) fn asked(&self, headers: &HeaderMap) -> &Router {
        if self.others.is_empty() {
            return &self.first;
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        self.others.get(&host.to_ascii_lowercase()).unwrap_or(&self.first)
    }
}
