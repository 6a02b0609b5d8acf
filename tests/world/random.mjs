/** Repeatable randomness: the same seed gives the same world, on every machine. */

/** A 32-bit hash of a text (FNV-1a), used to seed by name. */
export function hash(text) {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 0x01000193) >>> 0;
  return value;
}

/**
 * @param {number|string} seed
 * @returns {{ below(n: number): number, pick<T>(list: T[]): T, digits(n: number): string, hex(n: number): string }}
 */
export function random(seed) {
  let state = typeof seed === "number" ? seed >>> 0 : hash(seed);
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (n) => Math.floor((next() / 2 ** 32) * n);
  const many = (alphabet, n) => Array.from({ length: n }, () => alphabet[below(alphabet.length)]).join("");
  return { below, pick: (list) => list[below(list.length)], digits: (n) => many("0123456789", n), hex: (n) => many("0123456789ABCDEF", n) };
}
