//! The options page's document, a tab of its own.

fn main() {
    #[cfg(target_arch = "wasm32")]
    linked_contacts::options::start();
}
