/** C6: the client upgrades its database shortly after each chat is opened, while others may still hold a handle. */
export default { opened: (_chatId, { bump }) => setTimeout(bump, 300) };
