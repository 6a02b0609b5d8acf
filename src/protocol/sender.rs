//! Who may speak as what. The browser stamps every port with its sender; a port is accepted only where its name, the extension's id, the
//! origin and the frame agree.
//!
//! The threat (TH-3, TH-6, TH-8): script in WhatsApp's page that has taken over the content script's process claims to be the sidebar or
//! the options page, or another site or extension opens a port. The name of a port is the claimant's own word; the rest is the
//! browser's. Refused is whatever is not listed here; nothing is guessed from what is missing.

use serde::Deserialize;

use super::Tier;
use crate::ports::TabId;

/// The only site that the page reader runs in.
const WHATSAPP: &str = "https://web.whatsapp.com";

/// `runtime.MessageSender` as far as it matters. <https://developer.chrome.com/docs/extensions/reference/api/runtime#type-MessageSender>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Sender {
    /// Id of the extension that the sender belongs to.
    pub id: Option<String>,
    /// Origin of the sending document.
    pub origin: Option<String>,
    /// Address of the sending document.
    pub url: Option<String>,
    /// 0 is the top frame of a tab; missing where there is no tab.
    pub frame_id: Option<i32>,
    /// The tab that holds the document.
    pub tab: Option<SenderTab>,
}

/// `tabs.Tab` as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SenderTab {
    /// The tab's id.
    pub id: i32,
    /// Address of the tab's top frame.
    #[serde(default)]
    pub url: Option<String>,
}

/// This extension, as the browser names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Its id.
    pub id: String,
    /// The origin of its pages, such as `chrome-extension://` and the id.
    pub origin: String,
}

/// What a port may say: the tier, and the tab that it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The page reader of a tab.
    Page(TabId),
    /// A sidebar inside a tab, or [`TabId::PANEL`].
    Sidebar(TabId),
    /// An options page.
    Options,
}

impl Role {
    /// The tier.
    pub fn tier(self) -> Tier {
        match self {
            Role::Page(_) => Tier::Page,
            Role::Sidebar(_) => Tier::Sidebar,
            Role::Options => Tier::Options,
        }
    }
}

/// What the opener of a port may say; `None` = nothing at all.
pub fn admit(port_name: &str, sender: &Sender, own: &Own) -> Option<Role> {
    if sender.id.as_deref() != Some(own.id.as_str()) {
        return None;
    }
    match Tier::from_port_name(port_name)? {
        Tier::Page => page(sender),
        Tier::Sidebar => sidebar(sender, own),
        Tier::Options => options(sender, own),
    }
}

fn page(sender: &Sender) -> Option<Role> {
    let tab = sender.tab.as_ref()?;
    let top = sender.frame_id == Some(0);
    (top && sender.origin.as_deref() == Some(WHATSAPP)).then_some(Role::Page(TabId(tab.id)))
}

fn sidebar(sender: &Sender, own: &Own) -> Option<Role> {
    if !is_own_page(sender, own, "/sidebar.html") {
        return None;
    }
    match (&sender.tab, sender.frame_id) {
        (Some(tab), Some(frame)) if frame > 0 && is_on_whatsapp(tab) => Some(Role::Sidebar(TabId(tab.id))),
        (Some(_), _) => None,
        (None, _) => Some(Role::Sidebar(TabId::PANEL)),
    }
}

/// The service key travels over this port, so the page must be a tab of its own: nothing around it, nothing over it (TH-20).
fn options(sender: &Sender, own: &Own) -> Option<Role> {
    let top_of_a_tab = sender.tab.is_some() && sender.frame_id == Some(0);
    (top_of_a_tab && is_own_page(sender, own, "/options.html")).then_some(Role::Options)
}

fn is_own_page(sender: &Sender, own: &Own, path: &str) -> bool {
    let rest = sender.url.as_deref().and_then(|url| url.strip_prefix(own.origin.as_str()));
    sender.origin.as_deref() == Some(own.origin.as_str())
        && rest.and_then(|rest| rest.strip_prefix(path)).is_some_and(ends_path)
}

fn is_on_whatsapp(tab: &SenderTab) -> bool {
    tab.url.as_deref().and_then(|url| url.strip_prefix(WHATSAPP)).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a path ends here: a query or a fragment may follow, and is never read.
fn ends_path(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['?', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "abcdefghijklmnopabcdefghijklmnop";

    fn own() -> Own {
        Own { id: ID.to_owned(), origin: format!("chrome-extension://{ID}") }
    }

    fn sender(origin: &str, url: &str, frame_id: Option<i32>, tab: Option<&str>) -> Sender {
        Sender {
            id: Some(ID.to_owned()),
            origin: Some(origin.to_owned()),
            url: Some(url.to_owned()),
            frame_id,
            tab: tab.map(|url| SenderTab { id: 7, url: Some(url.to_owned()) }),
        }
    }

    /// A document of this extension.
    fn ours(path: &str, frame_id: Option<i32>, tab: Option<&str>) -> Sender {
        sender(&own().origin, &format!("{}{path}", own().origin), frame_id, tab)
    }

    /// A document of WhatsApp, or of something that looks like it.
    fn web(origin: &str, frame_id: Option<i32>) -> Sender {
        sender(origin, &format!("{origin}/"), frame_id, Some(&format!("{origin}/")))
    }

    const PAGE: Option<Role> = Some(Role::Page(TabId(7)));
    const SIDEBAR: Option<Role> = Some(Role::Sidebar(TabId(7)));
    const PANEL: Option<Role> = Some(Role::Sidebar(TabId::PANEL));
    const OPTIONS: Option<Role> = Some(Role::Options);

    /// One list of all kinds of sender, so that a kind that is forgotten is missing for all names.
    #[test]
    fn th_6_every_sender_under_every_name() {
        let whatsapp = "https://web.whatsapp.com/";
        let options_tab = format!("{}/options.html", own().origin);
        let stranger = |mut sender: Sender| {
            sender.id = Some("ponmlkjihgfedcbaponmlkjihgfedcba".to_owned());
            sender
        };
        let without = |mut sender: Sender, strip: fn(&mut Sender)| {
            strip(&mut sender);
            sender
        };
        // What each sender gets as "page", "sidebar" and "options".
        let rows: Vec<(&str, Sender, [Option<Role>; 3])> = vec![
            ("the page reader", web("https://web.whatsapp.com", Some(0)), [PAGE, None, None]),
            ("WhatsApp in a frame", web("https://web.whatsapp.com", Some(3)), [None; 3]),
            ("WhatsApp over http", web("http://web.whatsapp.com", Some(0)), [None; 3]),
            ("another host of WhatsApp", web("https://www.whatsapp.com", Some(0)), [None; 3]),
            ("a longer host", web("https://web.whatsapp.com.example", Some(0)), [None; 3]),
            ("another port", web("https://web.whatsapp.com:8443", Some(0)), [None; 3]),
            ("an opaque origin", web("null", Some(0)), [None; 3]),
            (
                "a page reader without tab",
                without(web("https://web.whatsapp.com", Some(0)), |s| s.tab = None),
                [None; 3],
            ),
            ("a page reader without frame", web("https://web.whatsapp.com", None), [None; 3]),
            (
                "a page reader without origin",
                without(web("https://web.whatsapp.com", Some(0)), |s| s.origin = None),
                [None; 3],
            ),
            ("a stranger in WhatsApp", stranger(web("https://web.whatsapp.com", Some(0))), [None; 3]),
            ("a sender without id", without(web("https://web.whatsapp.com", Some(0)), |s| s.id = None), [None; 3]),
            ("the docked sidebar", ours("/sidebar.html", Some(4), Some(whatsapp)), [None, SIDEBAR, None]),
            (
                "the same with query and fragment",
                ours("/sidebar.html?a=1#b", Some(4), Some(whatsapp)),
                [None, SIDEBAR, None],
            ),
            (
                "the sidebar as a tab",
                ours("/sidebar.html", Some(0), Some(&format!("{}/sidebar.html", own().origin))),
                [None; 3],
            ),
            ("the sidebar in another site", ours("/sidebar.html", Some(4), Some("https://example.com/")), [None; 3]),
            (
                "the sidebar beside a longer host",
                ours("/sidebar.html", Some(4), Some("https://web.whatsapp.com.example/")),
                [None; 3],
            ),
            (
                "the sidebar in a tab that hides its address",
                without(ours("/sidebar.html", Some(4), Some(whatsapp)), |s| {
                    s.tab = Some(SenderTab { id: 7, url: None })
                }),
                [None; 3],
            ),
            ("the sidebar without frame", ours("/sidebar.html", None, Some(whatsapp)), [None; 3]),
            ("the side panel", ours("/sidebar.html", None, None), [None, PANEL, None]),
            ("the side panel of a stranger", stranger(ours("/sidebar.html", None, None)), [None; 3]),
            (
                "WhatsApp that names the sidebar's address",
                sender("https://web.whatsapp.com", &format!("{}/sidebar.html", own().origin), Some(4), Some(whatsapp)),
                [None; 3],
            ),
            (
                "the sidebar's origin at WhatsApp's address",
                sender(&own().origin, "https://web.whatsapp.com/sidebar.html", Some(4), Some(whatsapp)),
                [None; 3],
            ),
            ("the options page", ours("/options.html", Some(0), Some(&options_tab)), [None, None, OPTIONS]),
            ("the same with a fragment", ours("/options.html#key", Some(0), Some(&options_tab)), [None, None, OPTIONS]),
            ("the options page in WhatsApp", ours("/options.html", Some(4), Some(whatsapp)), [None; 3]),
            ("the options page in the sidebar's frame", ours("/options.html", Some(5), Some(whatsapp)), [None; 3]),
            ("the options page without tab", ours("/options.html", None, None), [None; 3]),
            ("the options page of a stranger", stranger(ours("/options.html", Some(0), Some(&options_tab))), [None; 3]),
            ("another page of ours", ours("/other.html", Some(0), Some(&options_tab)), [None; 3]),
            ("a longer file name", ours("/options.html.txt", Some(0), Some(&options_tab)), [None; 3]),
            ("a folder of that name", ours("/options.html/x", Some(0), Some(&options_tab)), [None; 3]),
            ("the service worker", ours("/background.js", None, None), [None; 3]),
            ("nobody", Sender::default(), [None; 3]),
        ];
        for (what, sender, expected) in rows {
            for (name, role) in ["page", "sidebar", "options"].into_iter().zip(expected) {
                assert_eq!(admit(name, &sender, &own()), role, "{what} as {name}");
            }
            for name in ["", "Page", "page ", "engine"] {
                assert_eq!(admit(name, &sender, &own()), None, "{what} as {name:?}");
            }
        }
    }

    #[test]
    fn a_sender_is_read_as_the_browser_writes_it() {
        let json = r#"{"documentId":"A1","documentLifecycle":"active","frameId":4,"id":"abcdefghijklmnopabcdefghijklmnop",
        "origin":"chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "tab":{"active":true,"id":7,"index":0,"url":"https://web.whatsapp.com/","windowId":1},
        "url":"chrome-extension://abcdefghijklmnopabcdefghijklmnop/sidebar.html"}"#;
        let read: Sender = serde_json::from_str(json).expect("a sender");
        assert_eq!(admit("sidebar", &read, &own()), SIDEBAR);
    }
}
