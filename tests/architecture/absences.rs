//! Laws that are absences: these words do not stand in those places.

use crate::source::{code, code_without_texts, lines_with, without_kinds_of_task};
use crate::tree::{self, File, assert_none};

/// What of a file is looked at.
#[derive(Clone, Copy)]
enum Of {
    /// Code without comments, tests and the insides of texts.
    Code,
    /// Code without comments and tests.
    CodeAndTexts,
    /// Everything.
    All,
}

/// One law.
struct Absence {
    law: &'static str,
    words: &'static [&'static str],
    of: Of,
    forbidden_in: fn(&File) -> bool,
    /// A file that breaks the law.
    specimen: (&'static str, &'static str),
}

const BROWSER_CRATES: &[&str] = &[
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "serde_wasm_bindgen",
    "gloo",
    "gloo_net",
    "gloo_timers",
    "idb",
];

const PURE: &[&str] = &[
    "src/phone",
    "src/whatsapp",
    "src/hubspot",
    "src/linking",
    "src/protocol",
    "src/stored",
    "src/engine",
    "src/ports.rs",
];

const VIEWS: &[&str] = &["src/sidebar", "src/options"];

/// The files that name the service key's own type.
const KEY_HOLDERS: &[&str] = &["src/browser/transport.rs", "src/browser/service_key.rs"];

fn among(file: &File, places: &[&str]) -> bool {
    places.iter().any(|place| file.within(place))
}

fn rust(file: &File) -> bool {
    file.within("src")
}

const LAWS: &[Absence] = &[
    Absence {
        law: "pure modules name no browser crate and no module that does",
        words: &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "serde_wasm_bindgen",
            "gloo",
            "gloo_net",
            "gloo_timers",
            "idb",
            "leptos",
            "crate::browser",
            "crate::sidebar",
            "crate::options",
        ],
        of: Of::Code,
        forbidden_in: |file| among(file, PURE),
        specimen: ("src/engine/a.rs", "use crate::browser::clock;"),
    },
    Absence {
        law: "pure modules are given the time",
        words: &["SystemTime", "Instant", "std::time", "core::time", "sleep_until"],
        of: Of::Code,
        forbidden_in: |file| among(file, PURE),
        specimen: ("src/ports.rs", "let now = std::time::Instant::now();"),
    },
    Absence {
        law: "pure modules are given what is random, and no order of theirs depends on a random hash",
        words: &["rand", "getrandom", "fastrand", "RandomState", "HashMap", "HashSet"],
        of: Of::Code,
        forbidden_in: |file| among(file, PURE),
        specimen: ("src/linking/a.rs", "use std::collections::HashMap;"),
    },
    Absence {
        law: "pure modules touch nothing of the machine",
        words: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "println!",
            "eprintln!",
            "print!",
            "dbg!",
        ],
        of: Of::Code,
        forbidden_in: |file| among(file, PURE),
        specimen: ("src/phone/a.rs", "println!(\"{number}\");"),
    },
    Absence {
        law: "src/phone stands alone",
        words: &[
            "crate::whatsapp",
            "crate::hubspot",
            "crate::linking",
            "crate::protocol",
            "crate::stored",
            "crate::engine",
            "crate::ports",
        ],
        of: Of::Code,
        forbidden_in: |file| file.within("src/phone"),
        specimen: ("src/phone/a.rs", "use crate::protocol::Millis;"),
    },
    Absence {
        law: "nothing that the engine decides with knows the engine",
        words: &["crate::engine"],
        of: Of::Code,
        forbidden_in: |file| among(file, PURE) && !file.within("src/engine"),
        specimen: ("src/linking/a.rs", "use crate::engine::Engine;"),
    },
    Absence {
        law: "only src/browser/chrome.rs declares externs",
        words: &["extern"],
        of: Of::Code,
        forbidden_in: |file| rust(file) && !file.within("src/browser/chrome.rs"),
        specimen: ("src/browser/storage.rs", "#[wasm_bindgen]\nextern \"C\" {\n}"),
    },
    Absence {
        // The worker's binary exports its handlers to background.js, for which it needs the attribute.
        law: "only src/browser names the browser's crates",
        words: BROWSER_CRATES,
        of: Of::Code,
        forbidden_in: |file| rust(file) && !among(file, &["src/browser", "src/bin/background.rs"]),
        specimen: ("src/sidebar/a.rs", "let node: leptos::web_sys::Element = it;"),
    },
    Absence {
        law: "the worker's binary names no more of the browser than it needs for its exports",
        words: &["web_sys", "js_sys", "gloo", "gloo_net", "gloo_timers", "idb", "serde_wasm_bindgen"],
        of: Of::Code,
        forbidden_in: |file| file.within("src/bin/background.rs"),
        specimen: ("src/bin/background.rs", "use js_sys::Promise;"),
    },
    Absence {
        law: "only the two views name leptos",
        words: &["leptos"],
        of: Of::Code,
        forbidden_in: |file| rust(file) && !among(file, VIEWS),
        specimen: ("src/browser/a.rs", "use leptos::prelude::*;"),
    },
    Absence {
        law: "views render what the protocol says: no wire types, no records, no rules",
        words: &[
            "crate::engine",
            "crate::stored",
            "crate::linking",
            "crate::ports",
            "crate::whatsapp",
            "crate::hubspot::calls",
            "crate::hubspot::client",
            "crate::hubspot::contact",
            "crate::hubspot::error",
            "crate::hubspot::request",
        ],
        of: Of::Code,
        forbidden_in: |file| among(file, VIEWS),
        specimen: ("src/options/a.rs", "use crate::stored::shapes::ConnectionRecord;"),
    },
    Absence {
        law: "the service key's type is named in two files of src/browser",
        words: &["ServiceKey"],
        of: Of::Code,
        forbidden_in: |file| rust(file) && !among(file, KEY_HOLDERS),
        specimen: ("src/engine/a.rs", "fn send(key: &ServiceKey) {}"),
    },
    Absence {
        law: "the service key cannot be written out",
        words: &["Serialize", "derive(Debug", "Display"],
        of: Of::Code,
        forbidden_in: |file| file.within("src/browser/service_key.rs"),
        specimen: ("src/browser/service_key.rs", "#[derive(Debug, Clone)]\npub struct ServiceKey(String);"),
    },
    Absence {
        law: "a pasted key is named on its way only: typed, sent, handed to the transport",
        words: &["PastedKey"],
        of: Of::Code,
        forbidden_in: |file| {
            let way = [
                "src/options",
                "src/protocol/options.rs",
                "src/engine/connect.rs",
                "src/engine/dispatch.rs",
                "src/ports.rs",
            ];
            rust(file) && !among(file, &way) && !among(file, KEY_HOLDERS)
        },
        specimen: ("src/sidebar/a.rs", "use crate::protocol::options::PastedKey;"),
    },
    Absence {
        law: "no HubSpot path outside src/hubspot",
        words: &["/crm/", "/oauth/", "/account-info/", "/2026-"],
        of: Of::CodeAndTexts,
        forbidden_in: |file| (rust(file) && !file.within("src/hubspot")) || file.within("extension"),
        specimen: ("src/engine/a.rs", "let path = \"/crm/objects/contacts\";"),
    },
    Absence {
        law: "HubSpot's host is known to the transport alone",
        words: &["hubapi"],
        of: Of::CodeAndTexts,
        forbidden_in: |file| (rust(file) && !file.within("src/browser")) || file.within("extension"),
        specimen: ("extension/page/a.js", "fetch('https://api.hubapi.com');"),
    },
    Absence {
        law: "what others wrote is never markup or code",
        words: &[
            "inner_html",
            "set_inner_html",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "insert_adjacent_html",
            "setHTMLUnsafe",
            "createContextualFragment",
            "DOMParser",
            "DomParser",
            "document.write",
            "eval",
            "new Function",
            "srcdoc",
            "dangerously",
        ],
        of: Of::CodeAndTexts,
        forbidden_in: |file| file.has_extension(&["rs", "js", "html"]),
        specimen: ("src/sidebar/a.rs", "view! { <div inner_html=name /> }"),
    },
    Absence {
        law: "no inline script, style or handler: the policy refuses them",
        words: &["<style", "onclick=", "onload=", "onerror=", "javascript:", "style="],
        of: Of::All,
        forbidden_in: |file| file.has_extension(&["html"]),
        specimen: ("static/a.html", "<body onload=\"start()\">"),
    },
    Absence {
        law: "no selector outside extension/page/selectors.js",
        words: &[
            "querySelector(\"",
            "querySelector('",
            "querySelector(`",
            "querySelectorAll(\"",
            "querySelectorAll('",
            "querySelectorAll(`",
            "closest(\"",
            "closest('",
            "matches(\"",
            "matches('",
            "getElementById",
            "getElementsByClassName",
            "getElementsByTagName",
            "data-testid",
            "aria-selected",
        ],
        of: Of::CodeAndTexts,
        forbidden_in: |file| file.within("extension") && !file.within("extension/page/selectors.js"),
        specimen: ("extension/page/chat.js", "const main = document.querySelector(\"#main\");"),
    },
    Absence {
        law: "the page reader asks no server, speaks to no page and prints nothing",
        words: &[
            "fetch",
            "XMLHttpRequest",
            "WebSocket",
            "EventSource",
            "sendBeacon",
            "postMessage(message, \"",
            "window.postMessage",
            "console",
            "import(",
            "chrome.storage",
            "\"MAIN\"",
        ],
        of: Of::CodeAndTexts,
        forbidden_in: |file| file.within("extension/page"),
        specimen: ("extension/page/main.js", "console.log(rows);"),
    },
    Absence {
        law: "no unfinished work",
        words: &["TODO", "FIXME", "XXX", "HACK", "unimplemented!", "todo!"],
        of: Of::All,
        forbidden_in: |_| true,
        specimen: ("src/a.rs", concat!("// ", "TO", "DO: the rest")),
    },
    Absence {
        law: "the shipped extension knows nothing of the stand-ins that it is tested against",
        words: &["sandbox", "Sandbox", "replica", "Replica", "localhost", "127.0.0.1"],
        of: Of::CodeAndTexts,
        forbidden_in: |_| true,
        specimen: ("manifest.json", "{\"host_permissions\": [\"https://127.0.0.1/*\"]}"),
    },
    Absence {
        law: "nothing panics on purpose",
        words: &[".unwrap()", ".expect(", "panic!", "unreachable!"],
        of: Of::Code,
        forbidden_in: rust,
        specimen: ("src/bin/a.rs", "run().expect(\"it runs\");"),
    },
    Absence {
        law: "no unsafe code of our own",
        words: &["unsafe"],
        of: Of::Code,
        forbidden_in: rust,
        specimen: ("src/browser/a.rs", "let x = unsafe { y };"),
    },
];

impl Absence {
    fn faults(&self, files: &[File]) -> Vec<String> {
        let mut faults = Vec::new();
        for file in files.iter().filter(|file| (self.forbidden_in)(file)) {
            let source = file.has_extension(&["rs", "js"]);
            let text = match self.of {
                Of::Code if source => code_without_texts(&file.path, &file.text),
                Of::CodeAndTexts if source => code(&file.path, &file.text),
                Of::Code | Of::CodeAndTexts => file.text.clone(),
                Of::All => without_kinds_of_task(&file.text),
            };
            for word in self.words {
                faults.extend(
                    lines_with(&text, word).map(|line| format!("{}:{line}: `{word}`: {}", file.path, self.law)),
                );
            }
        }
        faults
    }
}

#[test]
fn every_absence_holds() {
    let files = tree::extension();
    assert_none(LAWS.iter().flat_map(|law| law.faults(&files)).collect());
}

#[test]
fn every_absence_finds_its_specimen() {
    for law in LAWS {
        let (path, text) = law.specimen;
        assert!(!law.faults(&[File::new(path, text)]).is_empty(), "nothing was found in the specimen of: {}", law.law);
    }
}

/// A law about a file that is gone would hold for ever.
#[test]
fn the_places_that_laws_name_are_there() {
    let files = tree::extension();
    let single = ["src/browser/chrome.rs", "src/bin/background.rs", "extension/page/selectors.js"];
    for place in PURE.iter().chain(VIEWS).chain(&single) {
        assert!(files.iter().any(|file| file.within(place)), "{place} is named by a law and does not exist");
    }
}
