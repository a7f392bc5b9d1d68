import type { Hierarchy, Membership } from "./Hierarchy.ts"

/** One way in which a code of a dimension is the sum of others. */
export interface CodeSum {
  readonly parent: number
  readonly children: ReadonlyArray<number>
  /** The dates of each child's membership. Undefined if none is dated. */
  readonly dated: ReadonlyArray<Membership["dated"]> | undefined
}

/** All sums of one dimension over its codes. Code 0 is the label of margins. */
export interface DimensionSums {
  readonly dimension: string
  readonly sums: ReadonlyArray<CodeSum>
  /** Sums in which each code is a child. */
  readonly above: ReadonlyArray<ReadonlyArray<number>>
  /** Sums of which each code is the parent. */
  readonly below: ReadonlyArray<ReadonlyArray<number>>
}

/**
 * Returns the codes that add up to the whole dimension: those in no group or, if groups overlap, the group that
 * contains all others, or else the coarsest members that do not overlap. `within` gives the codes of each group.
 */
const cover = (codes: number, within: ReadonlyMap<number, ReadonlyArray<number>>): ReadonlyArray<number> => {
  const hasParent = new Set([...within.values()].flat())
  const leavesOf = new Map<number, ReadonlySet<number>>()
  const leaves = (code: number): ReadonlySet<number> => {
    const known = leavesOf.get(code)
    if (known !== undefined) return known
    const children = within.get(code)
    const found = new Set(children === undefined ? [code] : children.flatMap((child) => [...leaves(child)]))
    leavesOf.set(code, found)
    return found
  }
  const tops: Array<number> = []
  for (let code = 1; code < codes; code++) if (!hasParent.has(code)) tops.push(code)
  const topOf = new Map<number, number>()
  const joined = new Map(tops.map((top) => [top, top]))
  const root = (top: number): number => {
    let at = top
    while (joined.get(at) !== at) at = joined.get(at) as number
    return at
  }
  for (const top of tops)
    for (const leaf of leaves(top)) {
      const other = topOf.get(leaf)
      if (other === undefined) topOf.set(leaf, top)
      else joined.set(root(top), root(other))
    }
  const parts = new Map<number, Array<number>>()
  for (const top of tops) parts.set(root(top), [...(parts.get(root(top)) ?? []), top])
  return [...parts.values()].flatMap((together) => {
    const union = new Set(together.flatMap((top) => [...leaves(top)]))
    const whole = together.find((top) => leaves(top).size === union.size)
    return whole === undefined ? apart(together, within, leaves) : [whole]
  })
}

/** Replaces codes that overlap by their parts until none do: periods of two lengths by years, and not by months. */
const apart = (
  codes: ReadonlyArray<number>,
  within: ReadonlyMap<number, ReadonlyArray<number>>,
  leaves: (code: number) => ReadonlySet<number>
): ReadonlyArray<number> => {
  const times = new Map<number, number>()
  for (const code of codes) for (const leaf of leaves(code)) times.set(leaf, (times.get(leaf) ?? 0) + 1)
  const overlaps = (code: number) => [...leaves(code)].some((leaf) => (times.get(leaf) as number) > 1)
  if (!codes.some(overlaps)) return codes
  const parts = codes.flatMap((code) => (overlaps(code) ? (within.get(code) ?? [code]) : [code]))
  return apart([...new Set(parts)], within, leaves)
}

/**
 * Returns the sums of a dimension: those of its hierarchy, and the label of margins as the sum of the rest unless the
 * hierarchy defines it. `codes[0]` is that label; the hierarchy's codes must be among `codes`.
 */
export const dimensionSums = (dimension: string, codes: ReadonlyArray<string>, hierarchy: Hierarchy): DimensionSums => {
  const number = new Map(codes.map((code, i) => [code, i]))
  const grouped = new Map<string, Array<Membership>>()
  for (const one of hierarchy) {
    if (one.dimension !== dimension || !number.has(one.child) || !number.has(one.parent)) continue
    const key = JSON.stringify([one.parent, one.grouping])
    grouped.set(key, [...(grouped.get(key) ?? []), one])
  }
  const sums: Array<CodeSum> = []
  const within = new Map<number, ReadonlyArray<number>>()
  for (const members of grouped.values()) {
    const parent = number.get((members[0] as Membership).parent) as number
    const children = members.map((one) => number.get(one.child) as number)
    const isDated = members.some((one) => one.dated !== undefined)
    sums.push({ parent, children, dated: isDated ? members.map((one) => one.dated) : undefined })
    if (!isDated) within.set(parent, [...(within.get(parent) ?? []), ...children])
  }
  const datedOnly = new Set(
    sums.filter((sum) => sum.dated !== undefined && !within.has(sum.parent)).map((s) => s.parent)
  )
  if (!sums.some((sum) => sum.parent === 0)) {
    const children = cover(codes.length, within).filter((code) => !datedOnly.has(code))
    if (children.length > 0) sums.push({ parent: 0, children, dated: undefined })
  }
  const above: Array<Array<number>> = codes.map(() => [])
  const below: Array<Array<number>> = codes.map(() => [])
  sums.forEach((sum, s) => {
    below[sum.parent]?.push(s)
    for (const child of sum.children) above[child]?.push(s)
  })
  return { dimension, sums, above, below }
}
