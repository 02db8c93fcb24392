//! How does a message become an order, and an order's life become words?
//!
//! The six hops of whatever arrives: **arrive** ([`channel`], [`api`], [`console`], [`watch`]) → **understand**
//! (`intake`) → **load** ([`desk`]) → **decide** ([`dialogue`], `storage::order`) → **commit** (`storage`) → **say**
//! ([`news`], [`courier`], `prompts`).

pub mod api;
pub mod app;
pub mod backup;
pub mod banner;
pub mod channel;
pub mod clock;
pub mod command;
pub mod config;
pub mod console;
pub mod courier;
pub mod dead_letters;
pub mod desk;
pub mod dialogue;
pub mod disk;
pub mod errand;
pub mod event_stream;
pub mod hot;
pub mod http;
pub mod import;
pub mod learning;
pub mod mint;
pub mod names;
pub mod network;
pub mod news;
pub mod post;
pub mod reach;
pub mod running;
pub mod sealed;
pub mod secret;
pub mod server;
pub mod simulate;
pub mod standing;
pub mod step;
pub mod telemetry;
pub mod watch;
