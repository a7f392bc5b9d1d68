/** What a party of linkage rounds keeps between its calls: keys, connections, and one state per round, each JSON by name. */
export interface PartyStore {
  /** Undefined if there is none. */
  readonly read: <A>(name: string) => A | undefined
  readonly write: (name: string, value: unknown) => void
  /** Reads, or writes what `make` returns. */
  readonly readOrMake: <A>(name: string, make: () => A) => A
}
