//! The HubSpot sandbox.
