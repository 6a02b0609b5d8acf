/** A, as older builds had it: `#main` stays, a switch replaces what is in it. */
import classic from "./a.js";

export default { ...classic, inPlace: true };
