//! Names of regions in a language, from the browser's own tables.

use js_sys::Intl::{Collator, DisplayNames};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::phone::Region;

/// All regions that can be dialled with their names in a language (BCP 47), in that language's order. A region without a name there is
/// called by its two letters.
pub fn named_regions(language: &str) -> Vec<(Region, String)> {
    let languages = Array::of1(&JsValue::from_str(language));
    let options = Object::new();
    let _ = Reflect::set(&options, &"type".into(), &"region".into());
    let names = DisplayNames::new(&languages, &options);
    let mut named: Vec<(Region, String)> = Region::all().map(|region| (region, name_in(&names, region))).collect();
    let compare = Collator::new(&languages, &Object::new()).compare();
    named.sort_by(|(_, one), (_, other)| order(&compare, one, other));
    named
}

fn name_in(names: &DisplayNames, region: Region) -> String {
    let letters = region.to_string();
    names.of(&letters).map_or(letters, String::from)
}

fn order(compare: &Function, one: &str, other: &str) -> std::cmp::Ordering {
    let answer = compare.call2(&JsValue::UNDEFINED, &one.into(), &other.into());
    let answer = answer.ok().and_then(|answer| answer.as_f64()).unwrap_or_default();
    answer.total_cmp(&0.0)
}
