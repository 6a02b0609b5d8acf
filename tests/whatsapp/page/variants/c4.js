/** C4: contact rows are packed: a number for a key, and bytes. */
const keys = new Map();

function packed(row) {
  if (!keys.has(row.id)) keys.set(row.id, keys.size + 1);
  return { id: keys.get(row.id), p: new TextEncoder().encode(JSON.stringify(row)) };
}

export default { stored: (name, row) => [name, name === "contact" ? packed(row) : row] };
