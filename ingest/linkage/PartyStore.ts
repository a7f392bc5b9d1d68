/** What a party of linkage rounds keeps between its calls: keys, connections, and one state per round, each JSON by name. */
export interface PartyStore {
  /** Undefined if there is none. */
  readonly read: <A>(name: string) => A | undefined
  readonly write: (name: string, value: unknown) => void
}

/** Reads a value, or writes and returns what `make` returns if there is none. */
export const readOrMake = <A>(store: PartyStore, name: string, make: () => A): A => {
  const known = store.read<A>(name)
  if (known !== undefined) return known
  const made = make()
  store.write(name, made)
  return made
}
