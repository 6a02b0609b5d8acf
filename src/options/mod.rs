//! The options page: connect HubSpot, see what the key may do, change settings. The only place where the service key is typed, and it
//! leaves for the engine at once.
