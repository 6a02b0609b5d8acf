/**
 * What the page looks and stores like. What stands here is variant B (LID era, mid-2026), the default; every other variant is a small
 * file in `variants/` that replaces some of it. The rest of the page asks here and knows no variant by name. Nothing is imported, so that
 * every other file can import this one.
 */

const B = {
  /** Prepares the world at the start; what comes back is a copy already. */
  world: (world) => world,
  /** What a sign-in after a sign-out finds, where nothing else is given. */
  nextWorld: (world) => world,
  /** The chat id that has become of one of B's, or null where the chat does not exist here. */
  chat: (jid) => jid,
  /** The same for people and group members. */
  person: (jid) => jid,

  /** Version of the database: the client's schema number times ten, since it uses a library that multiplies. */
  version: 1670,
  /** Changes the schema: `{ name: { key, indexes } }`. */
  schema: (stores) => stores,
  /** Where and as what a row is stored; null where it is not. */
  stored: (name, row) => [name, row],
  /** The end of a group message's key. */
  participant: (message, own) => (message.fromMe ? own : message.author),
  /** How this page keeps a value of local storage; null where it does not. */
  kept: (name, value) => [name, value],

  /** The element's own name, e.g. for an older `header`. */
  tag: (tag) => tag,
  /** Name and value of an attribute; null leaves it out. `css` is the logical class of the element where it is being built. */
  attribute: (name, value, css) => [name, value],
  /** Order of the children of a place: "main", "head", "title", "columns", "rows". */
  order: (place, nodes) => nodes,
  /** The id that a message row carries. */
  rowId: (key, stanza) => stanza,
  /** Literal classes of the element inside a row. */
  rowClass: (message) => "",
  /** Unmount the content of far rows. */
  virtualised: true,
  /** The header's buttons are its children, without a box between. */
  flatHead: false,
  /** The title has a `title` attribute, the second line no direction. */
  titled: false,
  /** Ticks are `span[data-icon]` of these names, by state; null = drawings with a title. */
  tickIcons: null,
  /** The list's search field is an editable `div`. */
  editableSearch: false,
  /** Role of the message list. */
  listRole: null,
  /** A switch replaces the children of `#main`, not `#main`. */
  inPlace: false,
  /** Classes of `body` besides `dark`. */
  bodyClass: "",

  /** Called when a chat stands open. */
  opened: () => {},
};

export const variant = { name: "B", ...B };

/** Takes the variant of this name; throws where there is none. */
export async function choose(name) {
  if (name === "B") return;
  const { default: changes } = await import(`./variants/${name.toLowerCase()}.js`);
  Object.assign(variant, { name }, changes);
}
