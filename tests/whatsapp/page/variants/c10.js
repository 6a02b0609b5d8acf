/** C10: after a sign-out somebody else signs in: own ids differ, and every second chat is gone. */
export default {
  nextWorld: (world) => ({
    ...world,
    self: { digits: "5521987650000", lid: "205550000000888", name: "Paulo Siqueira" },
    chats: world.chats.filter((_, index) => index % 2 === 0),
  }),
};
