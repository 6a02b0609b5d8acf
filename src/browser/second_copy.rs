//! The second copy of links, unlink memory, their pointers and counters, in IndexedDB: another database of the browser, so that what
//! damages the first does not damage this (F25). What is not copied, and which copy wins, is told by [`crate::stored::copies`].

use std::collections::BTreeMap;
use std::rc::Rc;

use idb::{Error, KeyRange, TransactionMode};
use wasm_bindgen::JsValue;

use super::database::{COPIES, Database, each, results};

/// The second copy.
pub struct SecondCopy {
    database: Rc<Database>,
}

impl SecondCopy {
    /// The second copy in a database.
    pub fn new(database: Rc<Database>) -> Self {
        SecondCopy { database }
    }

    /// The texts of those keys that it has.
    pub async fn get(&self, keys: &[String]) -> Result<BTreeMap<String, String>, Error> {
        let transaction = self.database.begin(COPIES, TransactionMode::ReadOnly).await?;
        let store = transaction.object_store(COPIES)?;
        let asked: Result<Vec<_>, Error> = keys.iter().map(|key| store.get(JsValue::from_str(key))).collect();
        let texts = results(transaction, asked?).await?;
        Ok(keys.iter().zip(texts).filter_map(|(key, text)| Some((key.clone(), text.as_string()?))).collect())
    }

    /// Everything whose key begins so.
    pub async fn under(&self, prefix: &str) -> Result<BTreeMap<String, String>, Error> {
        let transaction = self.database.begin(COPIES, TransactionMode::ReadOnly).await?;
        let store = transaction.object_store(COPIES)?;
        // Keys are ASCII texts, so nothing that begins so comes after the largest character.
        let all = || KeyRange::bound(&prefix.into(), &format!("{prefix}\u{ffff}").into(), None, None);
        let (keys, texts) = (store.get_all_keys(Some(all()?.into()), None)?, store.get_all(Some(all()?.into()), None)?);
        let (keys, texts) = (each(vec![keys]), each(vec![texts]));
        let (keys, texts) = futures_util::future::try_join(keys, texts).await?;
        let pairs = keys.into_iter().flatten().zip(texts.into_iter().flatten());
        Ok(pairs.filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?))).collect())
    }

    /// Writes all of it, or nothing.
    pub async fn put<'a>(&self, records: impl Iterator<Item = (&'a str, &'a str)>) -> Result<bool, Error> {
        let transaction = self.database.begin(COPIES, TransactionMode::ReadWrite).await?;
        let store = transaction.object_store(COPIES)?;
        for (key, text) in records {
            store.put(&text.into(), Some(&key.into()))?;
        }
        Ok(transaction.await?.is_committed())
    }
}
