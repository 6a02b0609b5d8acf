/** C3: rows carry no ids. */
export default { attribute: (name, value) => (name === "data-id" ? null : [name, value]) };
