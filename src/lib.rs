//! Linked Contacts.
pub mod phone;
