//! The service worker. `extension/background.js` hands over what the browser reports; each function here is one kind of event.

#[cfg(target_arch = "wasm32")]
mod events {
    use linked_contacts::browser::{background, chrome::Port};
    use wasm_bindgen::prelude::*;

    /// A port was opened. Whether it is listened to.
    #[wasm_bindgen]
    pub fn opened(line: u32, port: Port) -> bool {
        background::opened(line, port)
    }

    /// A message arrived. `false` where its line is not open here.
    #[wasm_bindgen]
    pub fn heard(line: u32, message: JsValue) -> bool {
        background::heard(line, &message)
    }

    /// A port was closed.
    #[wasm_bindgen]
    pub fn closed(line: u32) {
        background::closed(line);
    }

    /// Whether this instance panicked: it must be replaced before it is told anything.
    #[wasm_bindgen]
    pub fn panicked() -> bool {
        linked_contacts::browser::log::has_panicked()
    }

    /// An alarm rang.
    #[wasm_bindgen]
    pub fn rang() {
        background::rang();
    }

    /// The extension was installed for the first time.
    #[wasm_bindgen]
    pub fn installed() {
        background::installed();
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    linked_contacts::browser::background::start();
}
