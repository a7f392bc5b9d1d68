/** Counts of persons by the partners that know them. No row or token is in the result. */
import { type LinkedPersons, linkPersons, type Member, type RuleCount } from "./linkPersons.ts"
import type { PartnerRows, Stratum } from "./PersonRow.ts"

/** Persons of one stratum that exactly these lists know. */
export interface HistoryCount {
  readonly stratum: Stratum
  /** Names in order. */
  readonly lists: ReadonlyArray<string>
  readonly persons: number
}

/** Persons on both of two lists, whether or not on others. */
export interface Overlap {
  readonly lists: readonly [string, string]
  readonly persons: number
}

export interface LinkageTable {
  readonly persons: number
  /** Persons at each partner: their sum is larger than `persons` by those known to several. */
  readonly partners: ReadonlyArray<{ readonly partner: string; readonly type: string; readonly persons: number }>
  readonly histories: ReadonlyArray<HistoryCount>
  /** Histories with the types of partners as lists. */
  readonly typeHistories: ReadonlyArray<HistoryCount>
  readonly overlaps: ReadonlyArray<Overlap>
  readonly typeOverlaps: ReadonlyArray<Overlap>
  readonly rules: ReadonlyArray<RuleCount>
  /** Persons whose partners gave different values of a dimension. The value of most counts, then the first by name. */
  readonly contradictions: Readonly<Record<string, number>>
}

/**
 * Links the rows of all partners and counts. `dimensions` are those of the strata, in the order of the result.
 *
 * @example
 * ```ts
 * import { groupReady, tabulate } from "@corridor/linkage"
 *
 * await groupReady
 * const row = (token: string) => ({ tokens: [{ rule: "names", token }], stratum: { year: "2024" } })
 * const { persons, overlaps } = tabulate(
 *   [
 *     { partner: "hotline", type: "NGO", rows: [row("t1"), row("t2")] },
 *     { partner: "shelter", type: "NGO", rows: [row("t2"), row("t3")] }
 *   ],
 *   ["names"],
 *   ["year"]
 * )
 * ```
 */
export const tabulate = (
  partners: ReadonlyArray<PartnerRows>,
  rules: ReadonlyArray<string>,
  dimensions: ReadonlyArray<string>
): LinkageTable => {
  const ordered = [...partners].sort((a, b) => compare(a.partner, b.partner))
  const linked = linkPersons(ordered, rules)
  const { strata, contradictions } = agreedStrata(ordered, linked, dimensions)
  const names = (person: ReadonlyArray<Member>) =>
    listNames(person.map(({ partner }) => ordered[partner]?.partner ?? ""))
  const types = (person: ReadonlyArray<Member>) => listNames(person.map(({ partner }) => ordered[partner]?.type ?? ""))
  return {
    persons: linked.persons.length,
    partners: ordered.map(({ partner, type, rows }) => ({ partner, type, persons: rows.length })),
    histories: countHistories(linked.persons.map(names), strata),
    typeHistories: countHistories(linked.persons.map(types), strata),
    overlaps: countOverlaps(linked.persons.map(names)),
    typeOverlaps: countOverlaps(linked.persons.map(types)),
    rules: linked.rules,
    contradictions
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const listNames = (names: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(names)].sort(compare)

/** Returns the value that most rows have; of equally frequent ones the first by name. */
const mostFrequent = (values: ReadonlyArray<string>): string => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]?.[0] ?? ""
}

const agreedStrata = (
  partners: ReadonlyArray<PartnerRows>,
  { persons }: LinkedPersons,
  dimensions: ReadonlyArray<string>
) => {
  const contradictions: Record<string, number> = Object.fromEntries(dimensions.map((each) => [each, 0]))
  const strata = persons.map((person): Stratum => {
    const rows = person.map(({ partner, row }) => partners[partner]?.rows[row]?.stratum ?? {})
    return Object.fromEntries(
      dimensions.map((dimension) => {
        const values = rows.map((stratum) => stratum[dimension] ?? "")
        if (new Set(values).size > 1) contradictions[dimension] = (contradictions[dimension] ?? 0) + 1
        return [dimension, mostFrequent(values)]
      })
    )
  })
  return { strata, contradictions }
}

const countHistories = (
  lists: ReadonlyArray<ReadonlyArray<string>>,
  strata: ReadonlyArray<Stratum>
): ReadonlyArray<HistoryCount> => {
  const counts = new Map<
    string,
    { readonly stratum: Stratum; readonly lists: ReadonlyArray<string>; persons: number }
  >()
  for (const [i, names] of lists.entries()) {
    const stratum = strata[i] as Stratum
    const place = JSON.stringify([Object.values(stratum), names])
    const cell = counts.get(place)
    if (cell === undefined) counts.set(place, { stratum, lists: names, persons: 1 })
    else cell.persons++
  }
  return [...counts].sort((a, b) => compare(a[0], b[0])).map(([, cell]) => cell)
}

const countOverlaps = (lists: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<Overlap> => {
  const counts = new Map<string, { readonly lists: readonly [string, string]; persons: number }>()
  for (const names of lists)
    for (const [i, a] of names.entries())
      for (const b of names.slice(i + 1)) {
        const place = JSON.stringify([a, b])
        const cell = counts.get(place)
        if (cell === undefined) counts.set(place, { lists: [a, b], persons: 1 })
        else cell.persons++
      }
  return [...counts].sort((a, b) => compare(a[0], b[0])).map(([, cell]) => cell)
}
