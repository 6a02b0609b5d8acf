//! What the contexts say to each other: one closed enum per direction, each message carrying [`VERSION`].
//!
//! Messages travel over `runtime` ports only. No message carries a URL, a header or a property name taken from a page, and the
//! service key occurs in one message alone: [`options::OptionsIntent::Connect`], from the options page to the engine. A message that
//! does not decode is dropped and counted, never guessed at.

pub mod allowance;
pub mod intent;
pub mod options;
pub mod page;
pub mod record;
mod rows;
pub mod sender;
pub mod view;

/// The version of the messages. Both ends come from one package, so a difference means that one of them is an orphan of an update.
pub const VERSION: u32 = 1;

/// Milliseconds since 1970-01-01T00:00:00Z. For display and for deadlines; order is told by sequence numbers.
pub type Millis = u64;

/// The name of the port that a context opens to the engine, and so its trust tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// The page reader in web.whatsapp.com: may state facts, nothing else.
    Page,
    /// The sidebar: may ask, link, unlink and edit for the chat that it shows.
    Sidebar,
    /// The options page: may also give the service key and change settings.
    Options,
}

impl Tier {
    /// The port name of this tier.
    pub fn port_name(self) -> &'static str {
        match self {
            Tier::Page => "page",
            Tier::Sidebar => "sidebar",
            Tier::Options => "options",
        }
    }

    /// The tier that a port name claims. The sender must still be checked against it.
    pub fn from_port_name(name: &str) -> Option<Tier> {
        match name {
            "page" => Some(Tier::Page),
            "sidebar" => Some(Tier::Sidebar),
            "options" => Some(Tier::Options),
            _ => None,
        }
    }
}
