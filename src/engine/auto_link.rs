//! Links that nobody asked for: decided from the directory, committed after deciding again.
//!
//! No writer of HubSpot comes in here (S-27). What a commit rests on is read again inside its own turn of the queue: memory, links,
//! the directory, and the writes that a person has begun, which go before anything automatic.

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use super::commit::Commit;
use crate::hubspot::contact::Contact;
use crate::linking::decide::{Holders, Rule, Verdict, decide, settle_rivals};
use crate::linking::directory::{DirectoryEntry, Match};
use crate::linking::journal::WhyEnded;
use crate::linking::link::{Evidence, Link, Origin, Sequence, Standing, Subject};
use crate::phone::{Bucket, Region, WhatsAppNumber};
use crate::ports::{Directory, StoreFault, TabId, World};
use crate::stored::keys::Scope;
use crate::whatsapp::person::{Person, PersonName};

/// People whose buckets are looked up at a time.
pub const LOOK_UP: usize = 500;

impl<W: World> Engine<W> {
    /// Decides for people by the directory; the key is their place.
    pub(super) async fn verdicts(
        &self,
        scope: &Scope,
        tab: TabId,
        people: &[Person],
        rule: Rule,
    ) -> Result<BTreeMap<usize, Verdict>, StoreFault> {
        let mut verdicts = BTreeMap::new();
        for (chunk_at, chunk) in people.chunks(LOOK_UP).enumerate() {
            let refs: Vec<&Person> = chunk.iter().collect();
            let (found, holders) = self.matches(scope, tab, &refs).await?;
            let (mut matched, mut whose) = (Vec::new(), Vec::new());
            for (at, (person, matches)) in chunk.iter().zip(found).enumerate() {
                let place = chunk_at * LOOK_UP + at;
                if matches.is_empty() {
                    // Nobody has the number: nothing is to be decided, whatever stands for the person.
                    verdicts.insert(place, Verdict::Leave);
                } else {
                    matched.push((place, matches));
                    whose.push(person);
                }
            }
            for ((place, matches), standing) in matched.into_iter().zip(self.standings(scope, &whose).await?) {
                verdicts.insert(place, decide(rule, &standing, matches, &holders));
            }
        }
        settle_rivals(&mut verdicts);
        Ok(verdicts)
    }

    /// Commits links that were decided, after deciding again on what stands now. Returns how many were made.
    pub(super) async fn commit_links(
        &self,
        scope: &Scope,
        tab: TabId,
        rule: Rule,
        chosen: &[(&Person, &Verdict)],
        origin: Origin,
        still_wanted: impl Fn() -> bool,
    ) -> Result<u32, StoreFault> {
        let _turn = self.commit.lock().await;
        let people: Vec<&Person> = chosen.iter().map(|(person, _)| *person).collect();
        self.tie_up_in_turn(scope, &people).await?;
        let standings = self.standings(scope, &people).await?;
        let (found, mut holders) = self.matches(scope, tab, &people).await?;
        let begun = self.open_intents(scope).await?;
        let mut commit = self.begin(scope).await?;
        let mut ended = BTreeSet::new();
        let mut made = 0;
        for (((person, before), mut standing), matches) in chosen.iter().zip(standings).zip(found) {
            // A link that gave way in this very commit stands for nobody any more.
            standing.link = standing.link.filter(|link| !ended.contains(&link.id));
            let Verdict::Link { matched, displaced } = decide(rule, &standing, matches, &holders) else { continue };
            let same = is_for(before, &matched);
            if !same || begun.iter().any(|intent| intent.concerns(&person.aliases(), &matched.contact.id)) {
                continue;
            }
            let giving_way: Vec<Link> = standing
                .link
                .iter()
                .chain(holders.values().flatten())
                .filter(|old| displaced.contains(&old.id))
                .cloned()
                .collect();
            for old in giving_way.iter().filter(|old| ended.insert(old.id)) {
                commit.end(old, WhyEnded::Displaced);
                holders.values_mut().for_each(|held| held.retain(|link| link.id != old.id));
            }
            let id = commit.next();
            let link = new_link(id, person, &matched, origin, &commit);
            commit.link(&link);
            if origin == Origin::ExactFirst {
                commit.count_first();
            }
            holders.entry(link.contact.clone()).or_default().push(link);
            made += 1;
        }
        if made == 0 || !still_wanted() {
            return Ok(0);
        }
        self.write(commit).await?;
        Ok(made)
    }

    /// What the directory has for these people's numbers, and the links of all those contacts.
    pub(super) async fn matches(
        &self,
        scope: &Scope,
        tab: TabId,
        people: &[&Person],
    ) -> Result<(Vec<Vec<Match>>, Holders), StoreFault> {
        let region = self.state().portal_region(Some(tab));
        let buckets: BTreeSet<Bucket> =
            people.iter().filter_map(|person| Some(person.number.as_ref()?.bucket())).collect();
        let entries = self.world.directory().in_buckets(&scope.portal, buckets.into_iter().collect()).await?;
        let by_bucket = by_bucket(&entries);
        let found: Vec<Vec<Match>> = people.iter().map(|person| matches_of(person, &by_bucket, region)).collect();
        let contacts: Vec<&Contact> = found.iter().flatten().map(|found| &found.contact).collect();
        let holders = self.holders(scope, &contacts).await?;
        Ok((found, holders))
    }
}

fn is_for(verdict: &Verdict, wanted: &Match) -> bool {
    match verdict {
        Verdict::Link { matched, .. } => matched.contact.id == wanted.contact.id,
        Verdict::Leave | Verdict::Choose(_) => false,
    }
}

fn by_bucket(entries: &[DirectoryEntry]) -> BTreeMap<Bucket, Vec<&DirectoryEntry>> {
    let mut map: BTreeMap<Bucket, Vec<&DirectoryEntry>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for entry in entries.iter().filter(|entry| seen.insert(entry.contact.id.clone())) {
        for bucket in entry.buckets() {
            map.entry(bucket).or_default().push(entry);
        }
    }
    map
}

fn matches_of(
    person: &Person,
    by_bucket: &BTreeMap<Bucket, Vec<&DirectoryEntry>>,
    region: Option<Region>,
) -> Vec<Match> {
    let Some(number) = &person.number else { return Vec::new() };
    let entries = by_bucket.get(&number.bucket()).map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(|entry| entry.matching(number, region)).collect()
}

/// The record of a person for a link or a memory.
pub(super) fn subject_of(person: &Person) -> Subject {
    Subject {
        number: person.number.as_ref().map(|number| number.canonical().clone()),
        lids: person.lids.iter().cloned().collect(),
        name: person.shown_name(),
        former: Vec::new(),
    }
}

/// The person of such a record, with the number as WhatsApp spells it.
pub(super) fn person_of(subject: &Subject, number: Option<&WhatsAppNumber>) -> Person {
    Person {
        number: number.cloned(),
        lids: subject.lids.iter().cloned().collect(),
        name: PersonName::Known(subject.name.clone()),
        saved: false,
    }
}

fn new_link(id: Sequence, person: &Person, found: &Match, origin: Origin, commit: &Commit<'_>) -> Link {
    Link {
        id,
        subject: subject_of(person),
        number_at_link: person.number.clone(),
        contact: found.contact.id.clone(),
        contact_name: found.contact.shown_name(),
        origin,
        evidence: Some(Evidence {
            rank: found.rank,
            property: found.property,
            text: found.text().to_owned(),
            written_code: found.written_code,
        }),
        standing: Standing::Automatic,
        made_at: commit.at(),
        made_at_hubspot: commit.at_hubspot(),
        replaced: None,
    }
}
