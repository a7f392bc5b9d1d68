/** Sets of unique ids, combined. */
export type Ids = ReadonlySet<string>

export const unite = (...sets: ReadonlyArray<Ids>): Ids => new Set(sets.flatMap((set) => [...set]))

export const intersect = (one: Ids, other: Ids): Ids => new Set([...one].filter((id) => other.has(id)))

export const subtract = (one: Ids, other: Ids): Ids => new Set([...one].filter((id) => !other.has(id)))
