/** C5: the database is not there at first and comes five seconds later (or as late as the world says). */
export default { world: (world) => ({ ...world, options: { databaseDelay: 5000, ...world.options } }) };
