//! Do the pages do what they promise, over a real ledger?

mod admin;
mod binding;
mod callers;
mod chats;
mod dead_letter;
mod disk;
mod guard;
mod hot;
mod house;
mod learning;
mod orders;
mod sentences;
mod sign_in;
