import { groupsAlong } from "./CellSums.ts"
import { type Hierarchy, isBetween } from "./Hierarchy.ts"
import type { LinkedTables } from "./toSystem.ts"

/** Two groups of one dimension that share members of which the tables have no row: what lies between them is nowhere. */
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

  /** All that is in the group, members of members too. */
  below(code: string): ReadonlySet<string> {
    const known = this.#below.get(code)
    if (known !== undefined) return known
    const found = new Set((this.#children.get(code) ?? []).flatMap((child) => [child, ...this.below(child)]))
    this.#below.set(code, found)
    return found
  }

  /** Do they share members, neither being part of the other? */
  overlap(a: string, b: string): boolean {
    const [ofA, ofB] = [this.below(a), this.below(b)]
    if (ofA.has(b) || ofB.has(a)) return false
    return [...ofA].some((code) => ofB.has(code))
  }
}

/** Does any code stand in several groups, of which neither need hold the other? */
export const hasOverlaps = (hierarchy: Hierarchy): boolean => {
  const parents = Map.groupBy(hierarchy, ({ dimension, child }) => JSON.stringify([dimension, child]))
  return [...parents.values()].some((own) => new Set(own.map(({ parent }) => parent)).size > 1)
}

/** Memberships at each date of the dimension that dates them; one of all where none does. */
const membersByDate = (own: Hierarchy, codesOf: (dimension: string) => ReadonlyArray<string>) => {
  const [along, ...others] = new Set(own.flatMap(({ dated }) => (dated === undefined ? [] : [dated.along])))
  // Dated by two dimensions: whoever was ever a member is one.
  if (along === undefined || others.length > 0) return { along: undefined, at: new Map([["", new Members(own)]]) }
  const holds = (date: string) =>
    own.filter(({ dated }) => dated === undefined || isBetween(date, dated.from, dated.to))
  const dates = codesOf(along).slice(1)
  return { along, at: new Map(dates.map((date) => [date, new Members(holds(date))])) }
}

/** Do sums, one after another, make a group's cell of cells of its members? Each answer is kept: parts are finer, so that it ends. */
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
 * Groups that overlap and stand in tables without any of their members: EU15 beside EU27. The difference of both is a count of persons that
 * anybody can take, and that no sum of the system has; so such tables can be neither protected nor proved safe. Rows of members tie them.
 * Told are pairs that have no member in any table, and else those that have none where all other labels are alike, unless sums along
 * other dimensions make both of members: EU15 and EU27 of both sexes, with rows of countries for each sex.
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
    // A member without a row may still be one that rows of finer cells make up: then it ties its groups.
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
    const { start, order } = groupsAlong(cells, d)
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
