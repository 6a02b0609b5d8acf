/**
 * Variant B with small changes, as `world.drift` lists them, so that a drill can rename, remove and reorder whatever other software
 * reads, one at a time. A change is one of:
 * - `{ attribute, value?, becomes, value_becomes? }`: an attribute (of this value only) gets another name (null: is gone) or another value
 * - `{ tag, becomes }`: elements of this name have another
 * - `{ order }`: children of this place ("main", "head", "title", "columns", "rows") stand the other way round
 * - `{ store, becomes }`: a store has another name (null: is gone); `{ empty }`: a store is there and has no rows
 * - `{ row, of, becomes: null }`: one row of a store is not there
 * - `{ index, of }`: an index of a store is gone
 * - `{ field, of, becomes }`: a field of a store's rows has another name (null: is gone), or another type ("number", "object", "list")
 * - `{ keys }`: message keys are written in another order, e.g. "chat stanza fromMe"
 * - `{ kept, becomes }`: an entry of local storage has another name (null: is gone)
 */

let changes = [];
const of = (kind) => changes.filter((one) => kind in one);

const RETYPED = {
  number: (value) => Number(String(value).replace(/\D/g, "").slice(-12)),
  object: (value) => ({ value }),
  list: (value) => [value],
};

function field(row, name, becomes) {
  if (!(name in row)) return row;
  const { [name]: value, ...rest } = row;
  if (becomes in RETYPED) return { ...rest, [name]: RETYPED[becomes](value) };
  return becomes ? { ...rest, [becomes]: value } : rest;
}

/** The key path of a store, which is a field that a change may rename. */
function schema(stores) {
  const kept = {};
  for (const [name, { key, indexes }] of Object.entries(stores)) {
    const gone = of("index").filter((one) => one.of === name).map((one) => one.index);
    const path = of("field").find((one) => one.of === name && one.field === key && one.becomes);
    const store = of("store").find((one) => one.store === name);
    if (store && !store.becomes) continue;
    kept[store?.becomes ?? name] = { key: path && !(path.becomes in RETYPED) ? path.becomes : key, indexes: indexes.filter(([index]) => !gone.includes(index)) };
  }
  return kept;
}

function stored(name, row) {
  if (of("empty").some((one) => one.empty === name) || of("row").some((one) => one.of === name && one.row === row.id)) return null;
  let next = row;
  for (const one of of("field")) if (one.of === name) next = field(next, one.field, one.becomes);
  for (const { keys } of of("keys")) {
    if (name !== "message") continue;
    const [fromMe, chat, stanza, ...end] = next.id.split("_");
    const parts = { fromMe, chat, stanza, end: end.join("_") };
    next = { ...next, id: keys.split(" ").map((part) => parts[part]).filter(Boolean).join("_") };
  }
  const store = of("store").find((one) => one.store === name);
  return [store?.becomes ?? name, next];
}

export default {
  world: (world) => {
    changes = world.drift;
    return world;
  },
  schema,
  stored,
  kept: (name, value) => {
    const change = of("kept").find((one) => one.kept === name);
    if (!change) return [name, value];
    return change.becomes ? [change.becomes, value] : null;
  },
  tag: (tag) => of("tag").find((one) => one.tag === tag)?.becomes ?? tag,
  attribute: (name, value) => {
    const change = of("attribute").find((one) => one.attribute === name && (one.value === undefined || one.value === value));
    if (!change) return [name, value];
    if (change.value_becomes) return [name, change.value_becomes];
    return change.becomes ? [change.becomes, value] : null;
  },
  order: (place, nodes) => (of("order").some((one) => one.order === place) ? [...nodes].reverse() : nodes),
};
