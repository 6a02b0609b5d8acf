//! WhatsApp Web, as facts from its page: who a JID is, which chat is open, who is in it, who are all the contacts.
//!
//! Pure: raw rows in, conclusions out. Nothing handed in is trusted; what does not add up is "unknown", never a guess. Names never
//! take part in telling who somebody is.

pub mod book;
pub mod chat;
pub mod health;
pub mod jid;
pub mod own;
pub mod person;
