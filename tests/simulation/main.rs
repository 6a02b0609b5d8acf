//! Deterministic simulation of the engine: the real flows over a virtual clock, memory, a scripted WhatsApp page and the HubSpot sandbox.
//!
//! In reading order: [`kernel`] schedules and keeps time; [`world`] is what outlives a worker, with [`store`], [`directory`],
//! [`transport`], [`tabs`], [`page`], [`book`] and [`hubspot`]; [`sim`] runs it all and kills the worker; [`rep`] is the person in front of
//! it; [`invariants`] must hold at every step. The rest are tests: one row of the requirements, one function; its name begins with the row.

mod book;
mod directory;
mod hubspot;
mod invariants;
mod kernel;
mod log;
mod page;
mod random;
mod rep;
mod scene;
mod sim;
mod store;
mod tabs;
mod transport;
mod truth;
mod world;

mod budgets;
mod card;
mod clock;
mod connecting;
mod edits;
mod exact;
mod faults;
mod feed;
mod fuzzy;
mod gone;
mod guesses;
mod haste;
mod health;
mod keeping;
mod kills;
mod large;
mod lies;
mod links;
mod manual;
mod memory;
mod merges;
mod new_contact;
mod outages;
mod passes;
mod refusals;
mod refused_key;
mod scopes;
mod searching;
mod states;
mod vectors;
mod walk_world;
mod walks;
mod workday;
