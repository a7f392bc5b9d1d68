/** One code of a dimension, its parent and its number of persons. */
export interface CodeCount {
  readonly code: string
  readonly parent: string
  readonly persons: number
}

/**
 * Chooses codes to publish together as "Other in …" because each has fewer than `least` persons. A pool that would be
 * too small, or have one member only, takes its smallest sibling too, so that it cannot be computed as parent minus
 * siblings. If a parent has nothing else, all its codes form one pool. Returns the published code of each code. Ties
 * are broken by code, so the order of the input discloses nothing.
 */
export const poolSmallCodes = (
  codes: ReadonlyArray<CodeCount>,
  least: number,
  nameOf: (parent: string) => string = (parent) => `Other in ${parent}`
): ReadonlyMap<string, string> => {
  const byParent = new Map<string, Array<CodeCount>>()
  for (const one of codes) {
    const siblings = byParent.get(one.parent)
    if (siblings === undefined) byParent.set(one.parent, [one])
    else siblings.push(one)
  }
  const published = new Map<string, string>()
  for (const [parent, siblings] of byParent) {
    const ordered = [...siblings].sort((a, b) => a.persons - b.persons || (a.code < b.code ? -1 : 1))
    let pooled = 0
    let persons = 0
    for (const one of ordered) {
      const wanted = one.persons < least || (pooled > 0 && (pooled < 2 || persons < least))
      if (!wanted) break
      pooled += 1
      persons += one.persons
    }
    ordered.forEach((one, k) => {
      published.set(one.code, k < pooled && ordered.length > 1 ? nameOf(parent) : one.code)
    })
  }
  return published
}
