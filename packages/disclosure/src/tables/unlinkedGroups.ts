import { groupsAlong } from "./CellSums.ts"
import { type Hierarchy, isBetween } from "./Hierarchy.ts"
import type { LinkedTables } from "./toSystem.ts"

/** Two groups of one dimension that share members without rows in the tables. */
export interface UnlinkedGroups {
  readonly dimension: string
  readonly groups: readonly [string, string]
  /** Labels of the other dimensions, as `dimension=label`. */
  readonly where: ReadonlyArray<string>
}

/** Members of groups at one date, from the hierarchy. */
class Members {
  readonly #children: ReadonlyMap<string, ReadonlyArray<string>>
  readonly #below = new Map<string, ReadonlySet<string>>()

  constructor(memberships: Hierarchy) {
    this.#children = new Map(
      [...Map.groupBy(memberships, ({ parent }) => parent)].map(([parent, own]) => [
        parent,
        own.map(({ child }) => child)
      ])
    )
  }

  isGroup(code: string): boolean {
    return this.#children.has(code)
  }

  /** Returns all codes in the group, including members of members. */
  below(code: string): ReadonlySet<string> {
    const known = this.#below.get(code)
    if (known !== undefined) return known
    const found = new Set((this.#children.get(code) ?? []).flatMap((child) => [child, ...this.below(child)]))
    this.#below.set(code, found)
    return found
  }

  /** Returns whether two groups overlap without one containing the other. */
  overlap(a: string, b: string): boolean {
    const [ofA, ofB] = [this.below(a), this.below(b)]
    if (ofA.has(b) || ofB.has(a)) return false
    return [...ofA].some((code) => ofB.has(code))
  }
}

/** Returns whether any code is in several groups of which neither need contain the other. */
export const hasOverlaps = (hierarchy: Hierarchy): boolean => {
  const parents = Map.groupBy(hierarchy, ({ dimension, child }) => JSON.stringify([dimension, child]))
  return [...parents.values()].some((own) => new Set(own.map(({ parent }) => parent)).size > 1)
}

/** Returns the memberships at each date of the dating dimension; a single set if there is none. */
const membersByDate = (own: Hierarchy, codesOf: (dimension: string) => ReadonlyArray<string>) => {
  const [along, ...others] = new Set(own.flatMap(({ dated }) => (dated === undefined ? [] : [dated.along])))
  // With two dating dimensions, everyone who was ever a member counts.
  if (along === undefined || others.length > 0) return { along: undefined, at: new Map([["", new Members(own)]]) }
  const holds = (date: string) =>
    own.filter(({ dated }) => dated === undefined || isBetween(date, dated.from, dated.to))
  const dates = codesOf(along).slice(1)
  return { along, at: new Map(dates.map((date) => [date, new Members(holds(date))])) }
}

/**
 * Returns whether sums connect a group's cell to cells of its members. Results are cached; parts are finer, so the search
 * ends.
 */
const madeOfMembers = ({ system }: LinkedTables, isGroupAt: (cell: number) => boolean) => {
  const { relations } = system
  const sumsOf = Map.groupBy(Array(relations.count).keys(), (r) => relations.total[r] as number)
  const known = new Map<number, boolean>()
  const made = (cell: number): boolean => {
    if (!isGroupAt(cell)) return true
    const before = known.get(cell)
    if (before !== undefined) return before
    const answer = (sumsOf.get(cell) ?? []).some((r) =>
      relations.part.subarray(relations.start[r] as number, relations.start[r + 1] as number).every(made)
    )
    known.set(cell, answer)
    return answer
  }
  return made
}

/**
 * Returns overlapping groups in the tables without rows of their members, such as EU15 and EU27. Their difference is
 * a count of persons that anyone can compute and that is in no sum of the system, so such tables can be neither
 * protected nor proved safe. Rows of members connect them. Pairs are reported that have no member in any table, or
 * none where all other labels are equal, unless sums along other dimensions connect both: EU15 and EU27 of both
 * sexes, with rows of countries for each sex.
 */
export const unlinkedGroups = (linked: LinkedTables, hierarchy: Hierarchy): ReadonlyArray<UnlinkedGroups> => {
  const { joined, system } = linked
  const { cells, codes, dimensions } = joined
  const codesOf = (name: string) => codes[dimensions.indexOf(name)] ?? []
  const label = (cell: number, d: number) => codes[d]?.[cells.at(cell, d)] as string
  const isThere = (cell: number) => system.unshown[cell] === 0 && system.value[cell] !== 0
  return dimensions.flatMap((dimension, d) => {
    const own = hierarchy.filter((one) => one.dimension === dimension)
    if (!hasOverlaps(own)) return []
    const { along, at } = membersByDate(own, codesOf)
    const ever = new Members(own)
    const isMade = madeOfMembers(linked, (cell) => ever.isGroup(label(cell, d)))
    // A member without a row may be the sum of finer rows. Then it connects its groups.
    const pairs = (line: ReadonlyArray<number>, dates: ReadonlyArray<Members>) => {
      const made = new Set(line.map((cell) => label(cell, d)))
      const open = new Set(line.filter((cell) => !isMade(cell)).map((cell) => label(cell, d)))
      const bare = [...new Set(line.filter(isThere).map((cell) => label(cell, d)))].filter(
        (code) => ever.isGroup(code) && [...ever.below(code)].every((one) => !made.has(one))
      )
      bare.sort()
      return bare.flatMap((a, i) =>
        bare
          .slice(i + 1)
          .filter((b) => (open.has(a) || open.has(b)) && dates.some((members) => members.overlap(a, b)))
          .map((b) => [a, b] as const)
      )
    }
    const nowhere = pairs([...Array(cells.size).keys()], [...at.values()])
    if (nowhere.length > 0) return nowhere.map((groups) => ({ dimension, groups, where: [] }))
    const { start, member: order } = groupsAlong(cells, d)
    return Array.from({ length: start.length - 1 }, (_, g) => g).flatMap((g) => {
      const line = [...order.subarray(start[g], start[g + 1])]
      const [first] = line
      if (first === undefined || line.length < 2) return []
      const date = along === undefined ? undefined : at.get(label(first, dimensions.indexOf(along)))
      const where = dimensions.flatMap((name, e) => (e === d ? [] : [`${name}=${label(first, e)}`]))
      return pairs(line, date === undefined ? [...at.values()] : [date]).map((groups) => ({ dimension, groups, where }))
    })
  })
}
