/** One code of a dimension: what it belongs to and how many persons it stands for. */
export interface CodeCount {
  readonly code: string
  readonly parent: string
  readonly persons: number
}

/**
 * 'Other in subregion': which codes are published together because each alone stands for fewer than `least` persons. A pool that
 * would still be too small, or would have one member only and so pool nothing, takes in its smallest sibling as well, so that it
 * can't be told from parent minus siblings; where a parent has nothing else, all its codes are one pool. Answers the published
 * code of each code. Ties go by code, so that the order of the input says nothing.
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
