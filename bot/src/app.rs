//! What does every room of the program share?

use std::sync::{Arc, OnceLock, Weak};

use prompts::Wording;
use storage::{Clerk, Jurisdiction, Paper, Store};
use tokio::sync::{Notify, watch};

use crate::banner::Banner;
use crate::clock::Clock;
use crate::config::Config;
use crate::desk::Desk;
use crate::hot::Hot;
use crate::mint::Mint;
use crate::names::PaperNames;
use crate::reach::Receiver;

/// The running program: one is made at the start and shared by reference.
pub struct App {
    /// The banner's directory.
    pub banner: Arc<Banner>,
    /// The ledger.
    pub store: Arc<dyn Store>,
    /// The list of staff.
    pub clerk: Arc<dyn Clerk>,
    /// Every sentence.
    pub wording: Arc<Wording>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids, codes, tokens.
    pub mint: Arc<Mint>,
    /// The configuration.
    pub config: Arc<Config>,
    /// Where everything is decided.
    pub desk: Desk,
    /// Of what many people speak.
    pub hot: Hot,
    /// Who takes Telegram's updates, where they are brought.
    pub telegram: OnceLock<Weak<dyn Receiver>>,
    /// The bot's name on Telegram, once it is known.
    pub telegram_name: OnceLock<String>,
    /// Somebody asks that the banner be read again.
    pub(crate) renewal: Notify,
}

impl App {
    /// Puts the rooms together.
    pub fn new(
        banner: Arc<Banner>,
        store: Arc<dyn Store>,
        clerk: Arc<dyn Clerk>,
        wording: Arc<Wording>,
        clock: Arc<dyn Clock>,
        mint: Arc<Mint>,
        config: Arc<Config>,
    ) -> Self {
        let desk = Desk::new(
            Arc::clone(&banner),
            Arc::clone(&store),
            Arc::clone(&clerk),
            Arc::clone(&wording),
            Arc::clone(&clock),
            Arc::clone(&mint),
            Arc::clone(&config),
        );
        let hot = Hot::new(Arc::clone(&banner), Arc::clone(&store), Arc::clone(&clock), Arc::clone(&mint));
        Self {
            banner,
            store,
            clerk,
            wording,
            clock,
            mint,
            config,
            desk,
            hot,
            telegram: OnceLock::new(),
            telegram_name: OnceLock::new(),
            renewal: Notify::new(),
        }
    }

    /// The same rooms, in which is known what was known in others before.
    pub fn going_on(mut self, before: &App) -> Self {
        self.hot.go_on(&before.hot);
        self
    }

    /// Whose orders these are.
    pub fn jurisdiction(&self) -> &Jurisdiction {
        &self.banner.jurisdiction
    }

    /// The names a sentence may need, with these papers at hand.
    pub fn names(&self, papers: Vec<Paper>) -> PaperNames {
        PaperNames::new(Arc::clone(&self.banner), &self.config, papers, self.clock.now())
    }

    /// Somebody approved a change of the word lists: the banner is to be read again, with what was approved.
    pub fn rulebook_changed(&self) {
        self.renewal.notify_one();
    }

    /// Done when the rules have changed.
    pub async fn renewal(&self) {
        self.renewal.notified().await;
    }

    /// A wake-up after each commit of this process.
    pub fn pulse(&self) -> watch::Receiver<u64> {
        self.store.pulse()
    }
}
