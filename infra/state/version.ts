/** The number of the newest migration of the state store, apart from the migrations: every command reads it. */
export const stateVersion = 5
