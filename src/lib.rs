//! Linked Contacts.
