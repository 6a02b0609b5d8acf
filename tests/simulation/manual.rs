//! Link by hand: S-16 to S-26.

use crate::book::Wa;
use crate::scene::{Setup, TAB};

#[test]
fn s_22_s_23_a_second_click_links_and_hubspot_has_the_whatsapp_number() {
    let mut scene = Setup::new().named(101, "Maria", "(650) 123-4567").person("442079460123", "Maria").connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB), None);
    scene.link(TAB, "101").unwrap();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    assert_eq!(scene.text("101", "phone"), "+442079460123");
}
