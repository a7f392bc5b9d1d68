/** Sets of unique ids, combined. */
export type Ids = ReadonlySet<string>

/** Returns the ids that are in any of the sets, in the order of the sets. */
export const unite = (...sets: ReadonlyArray<Ids>): Ids => new Set(sets.flatMap((set) => [...set]))

/** Returns the ids of the first set that are in the other too. */
export const intersect = (one: Ids, other: Ids): Ids => new Set([...one].filter((id) => other.has(id)))

/** Returns the ids of the first set that are not in the other. */
export const subtract = (one: Ids, other: Ids): Ids => new Set([...one].filter((id) => !other.has(id)))
