//! The second copy over a real IndexedDB.

use linked_contacts::browser::database::Database;
use linked_contacts::browser::second_copy::SecondCopy;
use wasm_bindgen_test::wasm_bindgen_test;

fn fresh(name: &str) -> SecondCopy {
    SecondCopy::new(Database::named(name))
}

#[wasm_bindgen_test]
async fn f_25_what_was_copied_is_there_and_the_last_text_counts() {
    let copies = fresh("copies-read");
    let written =
        [("1/n1-2125550101/link/000000000001", "a"), ("1/n1-2125550101/tally", "b"), ("1/n1-2125550101/tally", "c")];
    assert!(copies.put(written.into_iter()).await.expect("put"));
    let asked = ["1/n1-2125550101/tally", "1/n1-2125550101/link/000000000002"].map(str::to_owned);
    let read = copies.get(&asked).await.expect("read");
    assert_eq!(read.into_iter().collect::<Vec<_>>(), [("1/n1-2125550101/tally".to_owned(), "c".to_owned())]);
}

#[wasm_bindgen_test]
async fn f_25_a_scope_is_read_whole_and_alone() {
    let copies = fresh("copies-scope");
    let keys = ["1/n1-2125550101/link/000000000001", "1/n1-2125550101/person/n1-2125550102", "1/n1-2125550101/tally"];
    let others = ["1/n1-2125550109/tally", "10/n1-2125550101/tally", "1/n1-212555010/tally", "tally"];
    assert!(copies.put(keys.iter().chain(&others).map(|key| (*key, "text"))).await.expect("put"));
    let read = copies.under("1/n1-2125550101/").await.expect("read");
    assert_eq!(read.into_keys().collect::<Vec<_>>(), keys);
}

#[wasm_bindgen_test]
async fn f_23_what_was_copied_is_there_for_the_next_worker() {
    assert!(fresh("copies-kept").put([("1/n1-2125550101/tally", "kept")].into_iter()).await.expect("put"));
    let read = fresh("copies-kept").get(&["1/n1-2125550101/tally".to_owned()]).await.expect("read");
    assert_eq!(read.into_values().collect::<Vec<_>>(), ["kept"]);
}
