/** C7: no contact row carries a number any more. */
function bare({ phoneNumber: _number, phoneNumberCreatedAt: _at, ...row }) {
  return row;
}

export default { stored: (name, row) => [name, name === "contact" ? bare(row) : row] };
