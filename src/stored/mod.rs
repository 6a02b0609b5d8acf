//! What is stored, and how: keys, records with version, sequence and checksum, migrations. Pure.
//!
//! A record that does not decode is never treated as absent: an unlink memory that cannot be read must not turn into a link.

pub mod copies;
pub mod keys;
pub mod record;
pub mod shapes;
