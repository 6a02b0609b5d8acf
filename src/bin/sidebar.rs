//! The sidebar's document, in a frame beside WhatsApp Web or in the browser's side panel.

fn main() {
    #[cfg(target_arch = "wasm32")]
    linked_contacts::sidebar::start();
}
