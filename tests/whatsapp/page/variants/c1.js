/** C1: the conversation has another id; its test id is as it was. */
export default { attribute: (name, value) => (name === "id" && value === "main" ? [name, "main2"] : [name, value]) };
