//! Random walks: the rep, colleagues, WhatsApp, faults, kills and clocks, in an order drawn from a seed; all invariants at every step, and at
//! the end, when everything works again, nothing is left half done and nobody was forgotten. The same seed gives the same history (INV-20).

use linked_contacts::ports::TabId;
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::view::{Answer, Change, LinkNotice, PersonState, Screen};

use crate::book::Wa;
use crate::rep::id;
use crate::scene::{PORTAL, PORTAL_B, Scene, TAB, TAB2};
use crate::sim::TICK;
use crate::walk_world::{begin, colleague, trouble, whatsapp};

/// Seeds of the ordinary run.
const SEEDS: u64 = 200;
/// Steps of a walk.
const STEPS: usize = 150;
/// Seeds that broke something once.
const ONCE_BROKEN: [u64; 0] = [];

/// Tells which walk it was when something breaks.
struct Named(u64, std::cell::Cell<usize>);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in the walk of seed {}, step {}", self.0, self.1.get());
        }
    }
}

/// Walks; the hash of everything that happened.
fn walk(seed: u64, steps: usize) -> u64 {
    let named = Named(seed, std::cell::Cell::new(0));
    let mut scene = begin(seed);
    for step in 0..steps {
        named.1.set(step);
        scene.outside.log.line(format_args!("step {step}"));
        match scene.outside.kernel.draw(20) {
            0..=4 => open(&mut scene),
            5..=10 => press(&mut scene),
            11..=13 => colleague(&mut scene),
            14 | 15 => whatsapp(&mut scene),
            16 | 17 => trouble(&mut scene),
            _ => pause(&mut scene),
        }
        if scene.outside.kernel.draw(3) == 0 {
            scene.settle_loosely();
        }
    }
    heal(&mut scene);
    scene.outside.log.hash()
}

/// Everything works again: three passes later all is well.
fn heal(scene: &mut Scene) {
    let outside = std::rc::Rc::clone(&scene.outside);
    outside.kernel.spare();
    outside.hubspot.heal();
    outside.online.set(true);
    outside.disk.full.set(false);
    outside.disk.failing.borrow_mut().clear();
    outside.disk.unreadable.set(false);
    outside.kernel.set_skew(0);
    for tab in [TAB, TAB2] {
        let there = outside.pages.borrow_mut().get_mut(&tab).map(|page| page.frozen = false);
        if there.is_some() {
            scene.page_changes(tab, |page| page.visible = true);
            scene.read_chat_again(tab);
        }
    }
    // The longest wait after refusals in a row is five minutes; a key is checked only when it is over.
    scene.wait(6 * 60_000);
    scene.connect(PORTAL);
    // Half an hour, in case answers of no sense have sent everything automatic away; then the index has caught up too.
    scene.wait(45 * 60_000);
    // A contact that was deleted or lost its number by a merge is a rival until the daily pass at most (S-39).
    scene.sleep_computer(25 * 60 * 60_000);
    scene.wait(2 * TICK);
    scene.settle();
    let watch = outside.watch.borrow();
    watch.nothing_is_open();
    watch.nobody_is_forgotten(&outside);
}

fn pause(scene: &mut Scene) {
    let ms = [10, 300, 2_000, 20_000, 70_000, TICK, 30 * 60_000];
    let at = scene.outside.kernel.draw(ms.len());
    scene.wait(ms[at]);
}

fn a_tab(scene: &Scene) -> TabId {
    let tabs: Vec<TabId> = scene.outside.pages.borrow().keys().copied().collect();
    tabs[scene.outside.kernel.draw(tabs.len())]
}

/// The rep can press nothing in a tab that is not in front: the browser wakes a frozen one first, and its reader looks at the chat anew.
fn bring_to_front(scene: &mut Scene, tab: TabId) {
    let asleep = {
        let mut pages = scene.outside.pages.borrow_mut();
        let Some(page) = pages.get_mut(&tab) else { return };
        std::mem::replace(&mut page.frozen, false) || !page.visible
    };
    if asleep {
        scene.page_changes(tab, |page| page.visible = true);
        scene.read_chat_again(tab);
    }
}

fn open(scene: &mut Scene) {
    let tab = a_tab(scene);
    bring_to_front(scene, tab);
    let target = {
        let pages = scene.outside.pages.borrow();
        let book = pages[&tab].book.borrow();
        let people = book.people.len();
        match scene.outside.kernel.draw(8) {
            0 if !book.groups.is_empty() => {
                crate::book::Target::Group(crate::book::Group(scene.outside.kernel.draw(book.groups.len())))
            }
            1 => crate::book::Target::Notes,
            _ => crate::book::Target::Person(Wa(scene.outside.kernel.draw(people))),
        }
    };
    if scene.outside.kernel.draw(12) == 0 {
        scene.close_chat(tab);
    } else {
        scene.open_chat(tab, target);
    }
}

/// The rep presses something that is on the screen, sometimes twice, sometimes something of a chat that was left.
fn press(scene: &mut Scene) {
    let views: Vec<TabId> = scene.outside.sidebars.borrow().keys().copied().collect();
    let view = views[scene.outside.kernel.draw(views.len())];
    if let Some(tab) = if view == TabId::PANEL { scene.front } else { Some(view) } {
        bring_to_front(scene, tab);
    }
    let Some(screen) = scene.outside.sidebars.borrow()[&view].view.clone().map(|view| view.screen) else { return };
    let intent = match screen {
        Screen::Person(person) => {
            let op = scene.next_op(view);
            on_a_person(scene, view, op, *person)
        }
        Screen::Group(roster) if !roster.rows.is_empty() => {
            let row = &roster.rows[scene.outside.kernel.draw(roster.rows.len())];
            let chat =
                linked_contacts::protocol::view::ChatRef { generation: roster.generation, person: row.person.clone() };
            Some(Intent::OpenPerson { chat })
        }
        _ => Some(Intent::Retry),
    };
    let Some(intent) = intent else { return };
    scene.sidebar_says(view, &intent);
    if scene.outside.kernel.draw(10) == 0 {
        scene.hand_over(view, &intent);
    }
}

fn on_a_person(
    scene: &mut Scene,
    view: TabId,
    op: u32,
    person: linked_contacts::protocol::view::PersonView,
) -> Option<Intent> {
    let (kernel, chat) = (std::rc::Rc::clone(&scene.outside), person.chat.clone());
    let kernel = &kernel.kernel;
    match person.state {
        PersonState::Linked(card) => {
            let contact = card.contact.clone();
            match (kernel.draw(4), card.notice) {
                (0, _) => Some(Intent::RightContact { op, chat, contact }),
                (
                    1,
                    Some(
                        LinkNotice::OtherCountryCode { change, .. }
                        | LinkNotice::WrittenDifferently { change }
                        | LinkNotice::PhoneDiffers { change },
                    ),
                ) => Some(Intent::ReplacePhone { op, chat, contact, shown: change }),
                _ => Some(Intent::Unlink { op, chat, contact }),
            }
        }
        PersonState::JustUnlinked { restore, .. } => match kernel.draw(3) {
            0 => Some(Intent::UndoUnlink { op, chat }),
            1 if restore.is_some() => Some(Intent::RestorePhone { op, chat }),
            _ => link(scene, view, op, chat),
        },
        PersonState::Remembered { .. } => match kernel.draw(3) {
            0 => Some(Intent::AllowAutoLink { op, chat }),
            _ => link(scene, view, op, chat),
        },
        PersonState::Candidates { .. } if kernel.draw(4) == 0 => Some(Intent::NoneOfThese { op, chat }),
        PersonState::Candidates { .. } | PersonState::NotLinked { .. } | PersonState::NumberHidden => {
            link(scene, view, op, chat)
        }
    }
}

/// A preview first, then Link as it was shown; the contact is drawn from all of HubSpot.
fn link(scene: &mut Scene, view: TabId, op: u32, chat: linked_contacts::protocol::view::ChatRef) -> Option<Intent> {
    let portal = scene.outside.watch.borrow().connected.as_ref().map(|(portal, _)| portal.clone())?;
    let ids = scene.outside.hubspot.ids(&portal);
    let contact = ids.get(scene.outside.kernel.draw(ids.len().max(1)))?.clone();
    scene.sidebar_says(view, &Intent::Preview { op, chat: chat.clone(), contact: id(&contact) });
    scene.wait(1_500);
    let answer = scene.outside.sidebars.borrow().get(&view)?.answers.get(&op).cloned();
    let Some(Answer::Preview(preview)) = answer else { return None };
    let agrees = scene.outside.kernel.draw(2) == 0;
    let taken = preview.taken_by.filter(|_| agrees);
    let take_over = taken.map_or_else(TakeOver::default, |taken| taken.links);
    let shown: Option<Change> = preview.change;
    let op = scene.next_op(view);
    Some(Intent::Link { op, chat, contact: preview.candidate.contact, shown, take_over })
}

#[test]
fn seeds_that_broke_something_once() {
    for seed in ONCE_BROKEN {
        walk(seed, STEPS);
    }
}

#[test]
fn walks_a() {
    (0..SEEDS / 2).for_each(|seed| _ = walk(seed, STEPS));
}

#[test]
fn walks_b() {
    (SEEDS / 2..SEEDS).for_each(|seed| _ = walk(seed, STEPS));
}

#[test]
fn inv_20_the_same_seed_gives_the_same_history() {
    for seed in [3, 77, 1_000_003] {
        assert_eq!(walk(seed, 60), walk(seed, 60), "seed {seed}");
    }
    assert_ne!(walk(3, 60), walk(4, 60));
}

/// As many walks as wanted, from a seed on: `SIMULATION_WALKS=100000:500 cargo test --test simulation walks_wanted`.
#[test]
fn walks_wanted() {
    let Ok(wanted) = std::env::var("SIMULATION_WALKS") else { return };
    let (from, count) = wanted.split_once(':').expect("from:count");
    let (from, count): (u64, u64) = (from.parse().unwrap(), count.parse().unwrap());
    (from..from + count).for_each(|seed| _ = walk(seed, STEPS));
}

/// The portals of a walk, in the order in which the rep might connect them.
pub const PORTALS: [u64; 2] = [PORTAL, PORTAL_B];
