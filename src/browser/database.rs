//! The extension's own IndexedDB: the directory, and the second copy of links and memory.
//!
//! One connection, opened when it is first needed. It may be closed under the worker's feet (the rep deletes site data): then it is
//! opened once more. Only the worker uses it; in a sidebar frame the browser may refuse it.

use std::future::IntoFuture;
use std::rc::Rc;

use futures_util::lock::Mutex;
use idb::event::VersionChangeEvent;
use idb::{
    DatabaseEvent, Error, Factory, IndexParams, KeyPath, ObjectStoreParams, Request, StoreEvent, Transaction,
    TransactionMode,
};
use wasm_bindgen::JsValue;

/// Contacts by portal and id.
pub const DIRECTORY: &str = "directory";
/// Index over the buckets of a contact's numbers.
pub const BY_BUCKET: &str = "bucket";
/// Index over the mirror that wrote an entry.
pub const BY_MIRROR: &str = "mirror";
/// Texts by storage key.
pub const COPIES: &str = "copies";

/// Grows with each change of the stores below; then [`lay_out`] has to know the way from each earlier one.
const LAYOUT: u32 = 1;

/// The database.
pub struct Database {
    name: String,
    open: Mutex<Option<Rc<idb::Database>>>,
}

impl Database {
    /// The database of this name. Nothing is opened yet.
    pub fn named(name: &str) -> Rc<Self> {
        Rc::new(Database { name: name.to_owned(), open: Mutex::new(None) })
    }

    /// Begins a transaction over one store. What is asked of it must be asked before anything else is waited for.
    pub async fn begin(&self, store: &str, mode: TransactionMode) -> Result<Transaction, Error> {
        let first = self.connection().await?.transaction(&[store], mode);
        if first.is_ok() {
            return first;
        }
        self.open.lock().await.take();
        self.connection().await?.transaction(&[store], mode)
    }

    async fn connection(&self) -> Result<Rc<idb::Database>, Error> {
        let mut open = self.open.lock().await;
        if let Some(database) = open.as_ref() {
            return Ok(Rc::clone(database));
        }
        let mut request = Factory::new()?.open(&self.name, Some(LAYOUT))?;
        request.on_upgrade_needed(|event| {
            // A layout that could not be made shows in the first transaction, which does not find its store.
            let _ = lay_out(&event);
        });
        let database = Rc::new(request.await?);
        *open = Some(Rc::clone(&database));
        Ok(database)
    }
}

/// The results of all requests of a transaction, in their order. Only its end is listened to: it comes after the last answer, and where a
/// request fails the whole transaction does. To listen to each of the numbers of a large group costs twice as much as all the rest.
pub async fn results<R: Request>(transaction: Transaction, asked: Vec<R>) -> Result<Vec<JsValue>, Error> {
    if transaction.commit()?.await?.is_committed() {
        asked.iter().map(Request::result).collect()
    } else {
        Err(Error::TransactionCommitError(JsValue::UNDEFINED))
    }
}

/// The answers to requests of a transaction that goes on. All are listened to before the first is waited for: an answer that came
/// while nobody listened would be lost.
pub async fn each<R>(asked: Vec<R>) -> Result<Vec<<R::Event as StoreEvent>::Output>, Error>
where
    R: Request + IntoFuture<Output = Result<<R::Event as StoreEvent>::Output, Error>>,
    R::Event: StoreEvent,
{
    let listening: Vec<R::IntoFuture> = asked.into_iter().map(IntoFuture::into_future).collect();
    let mut answers = Vec::with_capacity(listening.len());
    for answer in listening {
        answers.push(answer.await?);
    }
    Ok(answers)
}

fn lay_out(event: &VersionChangeEvent) -> Result<(), Error> {
    let database = event.database()?;
    let mut params = ObjectStoreParams::new();
    params.key_path(Some(KeyPath::new_array(["portal", "id"])));
    let directory = database.create_object_store(DIRECTORY, params)?;
    let mut several = IndexParams::new();
    several.multi_entry(true);
    directory.create_index(BY_BUCKET, KeyPath::new_single("buckets"), Some(several))?;
    directory.create_index(BY_MIRROR, KeyPath::new_array(["portal", "mirror"]), None)?;
    database.create_object_store(COPIES, ObjectStoreParams::new())?;
    Ok(())
}
