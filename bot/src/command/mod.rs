//! What can be done from the command line?

pub mod ask;
pub mod backup;
mod bar;
pub mod check;
pub mod classify;
pub mod dead_letter;
pub mod doctor;
pub mod evaluate;
mod exit;
pub mod hear;
pub mod hot;
pub mod import;
pub mod init;
pub mod learn;
pub mod ledger;
mod lessons;
mod lines;
pub mod mask;
mod model;
pub mod place;
pub mod restore;
pub mod serve;
pub mod simulate;
pub mod train;
pub mod user;

pub use exit::{Exit, refused};
