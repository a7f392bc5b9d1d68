/** Submissions that look as if records were planted: what an operator looks at before a round is closed. */
import { linkPersons } from "./linkPersons.ts"
import type { PartnerRows, PersonRow } from "./PersonRow.ts"

/**
 * `duplicates`: many rows share a token with another row of the partner. `known-elsewhere`: far more than at the others. `changed`: far more or
 * fewer persons than in the round before. `keys-of-many`: a row has keys of several persons, and would keep these apart at all other partners.
 */
export const oddities = ["duplicates", "known-elsewhere", "changed", "keys-of-many"] as const

export type Oddity = (typeof oddities)[number]

export interface OddSubmission {
  readonly partner: string
  readonly reason: Oddity
}

/** Share of rows above which a partner's own duplicates are odd. */
const maxDuplicates = 0.2

/** Keys of one rule that a row may have. Several files of a person whose names have several readings and parts have a few dozen. */
const maxKeys = 48

/** The share of its persons in the previous round by which a partner's number may change, and the number by which it may always change. */
const maxChange = { share: 0.25, persons: 10 }

/** Persons of each partner in the round before. */
export type PersonsBefore = ReadonlyArray<{ readonly partner: string; readonly persons: number }>

/** How far, in shares of rows, a partner's persons known elsewhere may lie above twice the median of all partners. */
const marginElsewhere = 0.25

/**
 * Partners whose submission is odd, by reason. No share is given: it would say how many of the persons are known elsewhere. `noise` is added to the number
 * of them: a partner that submits one person, or exactly as many known ones as are not odd yet, would learn from the reason whether one more is known.
 *
 * @example
 * ```ts
 * import { oddSubmissions } from "@corridor/linkage"
 *
 * const row = { tokens: [{ rule: "names", token: "t1" }], stratum: { year: "2024" } }
 * console.log(oddSubmissions([{ partner: "shelter", type: "ngo", rows: [row, row] }], ["names"]))
 * // [{ partner: "shelter", reason: "duplicates" }]
 * ```
 */
export const oddSubmissions = (
  partners: ReadonlyArray<PartnerRows>,
  rules: ReadonlyArray<string>,
  before: PersonsBefore = [],
  noise: () => number = () => 0
): ReadonlyArray<OddSubmission> => {
  const hasChanged = (partner: string, persons: number) => {
    const earlier = before.find((one) => one.partner === partner)?.persons ?? persons
    return Math.abs(persons - earlier) > Math.max(maxChange.persons, maxChange.share * earlier)
  }
  const elsewhere = sharesElsewhere(partners, rules)
  const bound = 2 * median(elsewhere) + marginElsewhere
  return partners.flatMap(
    ({ partner, rows }, i): ReadonlyArray<OddSubmission> => [
      ...(shareOfDuplicates(rows, rules[0] ?? "") > maxDuplicates ? [{ partner, reason: "duplicates" } as const] : []),
      ...((elsewhere[i] as number) + noise() / Math.max(1, rows.length) > bound
        ? [{ partner, reason: "known-elsewhere" } as const]
        : []),
      ...(rows.some(hasKeysOfMany) ? [{ partner, reason: "keys-of-many" } as const] : []),
      ...(hasChanged(partner, rows.length) ? [{ partner, reason: "changed" } as const] : [])
    ]
  )
}

const hasKeysOfMany = ({ tokens }: PersonRow): boolean =>
  tokens.length > maxKeys &&
  [...Map.groupBy(tokens, ({ rule }) => rule).values()].some(
    (own) => new Set(own.map(({ token }) => token)).size > maxKeys
  )

const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length === 0 ? 0 : ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

const sharesElsewhere = (partners: ReadonlyArray<PartnerRows>, rules: ReadonlyArray<string>): ReadonlyArray<number> => {
  const known = partners.map(() => 0)
  for (const person of linkPersons(partners, rules).persons)
    if (person.length > 1) for (const { partner } of person) known[partner] = (known[partner] ?? 0) + 1
  return partners.map(({ rows }, i) => (rows.length === 0 ? 0 : (known[i] ?? 0) / rows.length))
}

const shareOfDuplicates = (rows: PartnerRows["rows"], rule: string): number => {
  const holders = new Map<string, Array<number>>()
  for (const [i, { tokens }] of rows.entries())
    for (const each of tokens) {
      if (each.rule !== rule) continue
      const known = holders.get(each.token)
      if (known === undefined) holders.set(each.token, [i])
      else if (known.at(-1) !== i) known.push(i)
    }
  const duplicated = new Set([...holders.values()].filter(({ length }) => length > 1).flat())
  return rows.length === 0 ? 0 : duplicated.size / rows.length
}
