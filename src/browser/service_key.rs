//! The service key: what it looks like, where it lies, and that it is never shown.
//!
//! The threat (TH-11, TH-12, INV-18): whoever has the key has the customer's HubSpot. So its type has no `Serialize`, its `Debug` tells
//! nothing, and it is named in this file and in the transport alone. It lies as plain text in the browser's profile, closed to
//! content scripts, or in memory until the browser is closed, as the rep chose. Refused is a text that cannot be a key, so that a pasted
//! password or sentence is not sent anywhere.

use std::fmt;
use std::ops::RangeInclusive;

use futures_util::future::try_join;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::JsValue;

use super::chrome;
use super::promise::settle;
use crate::ports::{NotAKey, StoreFault};
use crate::protocol::options::{Keep, PastedKey};

/// The storage key under which it lies. No record has this name.
pub const KEPT_AS: &str = "service-key";

/// Characters of a key: those of today have 44, and nothing promises that.
const LENGTHS: RangeInclusive<usize> = 20..=200;

/// A service key of HubSpot, `pat-` and more.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceKey(String);

impl fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceKey(…)")
    }
}

impl TryFrom<PastedKey> for ServiceKey {
    type Error = NotAKey;

    /// One word of visible ASCII, whatever blanks came along with it.
    fn try_from(PastedKey(text): PastedKey) -> Result<Self, NotAKey> {
        let text = text.trim();
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        if plain && LENGTHS.contains(&text.len()) { Ok(ServiceKey(text.to_owned())) } else { Err(NotAKey) }
    }
}

impl ServiceKey {
    /// The value of the `Authorization` header.
    pub(super) fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// The kept key, wherever it lies. `Err` where the browser did not say.
    pub(super) async fn read() -> Result<Option<ServiceKey>, StoreFault> {
        let session = settle(chrome::session_get(&KEPT_AS.into()));
        let local = settle(chrome::local_get(&KEPT_AS.into()));
        let (session, local) = try_join(session, local).await.map_err(|_| StoreFault::NotRead)?;
        Ok([session, local].iter().find_map(|items| {
            let text = Reflect::get(items, &KEPT_AS.into()).ok()?.as_string()?;
            ServiceKey::try_from(PastedKey(text)).ok()
        }))
    }

    /// Keeps it in one place and removes it from the other.
    pub(super) async fn keep(&self, keep: Keep) -> Result<(), StoreFault> {
        let (set, remove) = match keep {
            Keep::OnDevice => (chrome::local_set(&self.item()?), Area::Session),
            Keep::UntilBrowserCloses => (chrome::session_set(&self.item()?), Area::Local),
        };
        done(set).await?;
        remove.forget().await
    }

    /// Removes it from everywhere.
    pub(super) async fn forget() -> Result<(), StoreFault> {
        let (session, local) = (Area::Session.forget().await, Area::Local.forget().await);
        session.and(local)
    }

    fn item(&self) -> Result<Object, StoreFault> {
        let item = Object::new();
        Reflect::set(&item, &KEPT_AS.into(), &JsValue::from_str(&self.0)).map_err(|_| StoreFault::NotWritten)?;
        Ok(item)
    }
}

enum Area {
    Local,
    Session,
}

impl Area {
    async fn forget(self) -> Result<(), StoreFault> {
        let names = Array::of1(&KEPT_AS.into());
        done(match self {
            Area::Local => chrome::local_remove(&names),
            Area::Session => chrome::session_remove(&names),
        })
        .await
    }
}

async fn done(call: Result<Promise, JsValue>) -> Result<(), StoreFault> {
    settle(call).await.map(|_| ()).map_err(|_| StoreFault::NotWritten)
}
