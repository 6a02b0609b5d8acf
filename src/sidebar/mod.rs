//! The sidebar: renders a [`View`](crate::protocol::view::View) and sends an [`Intent`](crate::protocol::intent::Intent). It holds no key,
//! calls no API and stores nothing, so an orphaned frame after an update can do no harm.
