/**
 * How often a rule misses a person, and how often it takes two for one, estimated inside a round from tokens.
 *
 * Missed: the two rows of a planted twin (one invented person, written down by two partners as they write real ones) or of a known
 * duplicate (two case files that a partner has found to be of one person) have no token of the rule in common.
 * False: two rows of one partner that are not a known duplicate are of two persons; they have a token in common. What two rows of
 * different partners have by chance is estimated by that, as if both partners assisted the same kind of people.
 */
import { decidedBy } from "../keys/rules.ts"
import { linkPersons, type Member } from "../link/linkPersons.ts"
import type { PartnerRows, PersonRow, RuleToken } from "../link/PersonRow.ts"
import { tokenRule } from "../link/ruleTokens.ts"
import { type Rate, rareRate, shareOf } from "./Rate.ts"

/** Two rows of one person: of two partners for a planted twin, of one partner for a known duplicate. */
export type KnownPair = readonly [Member, Member]

export interface ErrorRates {
  /** Share of pairs of rows of one person that are not found. */
  readonly missed: Rate
  /** Share of pairs of rows of two persons that are mistaken for one. */
  readonly falsePerPair: Rate
}

export interface LinkageErrors {
  /** Each rule alone. */
  readonly rules: ReadonlyArray<ErrorRates & { readonly rule: string }>
  /** All rules together. */
  readonly all: ErrorRates
}

/**
 * `partners`: all rows of the round, with twins and known duplicates. A twin counts as missed also where a conflict left it apart.
 *
 * @example
 * ```ts
 * import { estimateErrors } from "@corridor/linkage"
 *
 * const row = (token: string) => ({ tokens: [{ rule: "names", token }], stratum: {} })
 * const partners = [
 *   { partner: "hotline", type: "ngo", rows: [row("t1"), row("t2")] },
 *   { partner: "shelter", type: "ngo", rows: [row("t1"), row("t3")] }
 * ]
 * // Two planted twins: the first rows of both partners, and the second ones, whose tokens differ.
 * const twins = [0, 1].map((i) => [{ partner: 0, row: i }, { partner: 1, row: i }] as const)
 * console.log(estimateErrors(partners, twins, ["names"]).all.missed.share) // 0.5
 * ```
 */
export const estimateErrors = (
  partners: ReadonlyArray<PartnerRows>,
  known: ReadonlyArray<KnownPair>,
  rules: ReadonlyArray<string>
): LinkageErrors => {
  const rowOf = ({ partner, row }: Member): RowTokens => partners[partner]?.rows[row]?.tokens ?? []
  const groups = groupsOf(partners, rules)
  const isLinked = ([a, b]: KnownPair) =>
    a.partner === b.partner ? isFound(rowOf(a), rowOf(b), rules) : groups.get(nameOf(a)) === groups.get(nameOf(b))
  const isFoundBy =
    (rule: string) =>
    ([a, b]: KnownPair) =>
      isFound(rowOf(a), rowOf(b), [rule])
  const tried = withoutCommonRows(known)
  const ratesOf = (chosen: ReadonlyArray<string>, isHit: (pair: KnownPair) => boolean): ErrorRates => ({
    missed: shareOf(tried.filter((pair) => !isHit(pair)).length, tried.length),
    falsePerPair: falseLinks(partners, known, chosen)
  })
  return {
    rules: rules.map((rule) => ({ rule, ...ratesOf([rule], isFoundBy(rule)) })),
    all: ratesOf(rules, isLinked)
  }
}

/** Returns pairs of which no two have a row in common, because a row with an error is missed in all its pairs: these are independent trials. */
const withoutCommonRows = (pairs: ReadonlyArray<KnownPair>): ReadonlyArray<KnownPair> => {
  const used = new Set<string>()
  return pairs.filter((pair) => {
    const isFree = pair.every((member) => !used.has(nameOf(member)))
    if (isFree) for (const member of pair) used.add(nameOf(member))
    return isFree
  })
}

type RowTokens = ReadonlyArray<RuleToken>

const nameOf = ({ partner, row }: Member) => `${partner} ${row}`

const groupsOf = (partners: ReadonlyArray<PartnerRows>, rules: ReadonlyArray<string>): ReadonlyMap<string, number> =>
  new Map(linkPersons(partners, rules).persons.flatMap((members, i) => members.map((each) => [nameOf(each), i])))

const tokensOf = (row: RowTokens, rule: string | undefined) =>
  rule === undefined ? [] : row.filter((each) => each.rule === tokenRule(rule))

const isFound = (a: RowTokens, b: RowTokens, rules: ReadonlyArray<string>): boolean =>
  rules.some((rule) => share(a, b, rule) && !isDecided(a, b, rule))

const share = (a: RowTokens, b: RowTokens, rule: string | undefined): boolean => {
  const others = new Set(tokensOf(b, rule).map(({ token }) => token))
  return tokensOf(a, rule).some(({ token }) => others.has(token))
}

/** All is known of both, and the rule that decides does not join them. */
const isDecided = (a: RowTokens, b: RowTokens, rule: string): boolean => {
  const decider = decidedBy.get(rule)
  return tokensOf(a, decider).length > 0 && tokensOf(b, decider).length > 0 && !share(a, b, decider)
}

/** Above as many pairs of a partner, they are counted by rule and token, and so some of them several times: the rate is too high, never too low. */
const maxPairs = 1_000_000

/** Pairs of rows of one partner that the rules find and that are not `known` to be of one person, among all its pairs. */
export const falseLinks = (
  partners: ReadonlyArray<PartnerRows>,
  known: ReadonlyArray<KnownPair>,
  rules: ReadonlyArray<string>
): Rate => {
  const duplicates = new Set(known.flatMap(([a, b]) => [`${nameOf(a)} ${nameOf(b)}`, `${nameOf(b)} ${nameOf(a)}`]))
  let [pairs, events, adjacent] = [0, 0, 0]
  for (const [partner, { rows }] of partners.entries()) {
    pairs += pairsOf(rows.length)
    const sharing = rules.flatMap((rule) => sharingRows(rows, rule).map((sharers) => ({ rule, sharers })))
    const degrees = new Map<number, number>()
    const add = (row: number, count: number) => degrees.set(row, (degrees.get(row) ?? 0) + count)
    if (sharing.reduce((sum, { sharers }) => sum + pairsOf(sharers.length), 0) > maxPairs)
      for (const { sharers } of sharing) {
        events += pairsOf(sharers.length)
        for (const row of sharers) add(row, sharers.length - 1)
      }
    else
      for (const [i, j] of foundPairs(rows, sharing)) {
        if (duplicates.has(`${partner} ${i} ${partner} ${j}`)) continue
        events++
        add(i, 1)
        add(j, 1)
      }
    for (const degree of degrees.values()) adjacent += degree * (degree - 1)
  }
  // Pairs with a person in common are not independent: each two of them add to the variance of the count.
  return rareRate(events, pairs, events === 0 ? 1 : 1 + adjacent / events)
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2

/** Returns rows that have the same token of a rule, of tokens that several have. */
const sharingRows = (rows: ReadonlyArray<PersonRow>, rule: string): ReadonlyArray<ReadonlyArray<number>> => {
  const sharers = new Map<string, Array<number>>()
  for (const [i, { tokens }] of rows.entries())
    for (const { token } of tokensOf(tokens, rule)) {
      const known = sharers.get(token)
      if (known === undefined) sharers.set(token, [i])
      else if (known.at(-1) !== i) known.push(i)
    }
  return [...sharers.values()].filter(({ length }) => length > 1)
}

const foundPairs = (
  rows: ReadonlyArray<PersonRow>,
  sharing: ReadonlyArray<{ readonly rule: string; readonly sharers: ReadonlyArray<number> }>
): ReadonlyArray<readonly [number, number]> => {
  const found = new Map<string, readonly [number, number]>()
  for (const { rule, sharers } of sharing)
    for (const [at, i] of sharers.entries())
      for (const j of sharers.slice(at + 1))
        if (!isDecided(rows[i]?.tokens ?? [], rows[j]?.tokens ?? [], rule)) found.set(`${i} ${j}`, [i, j])
  return [...found.values()]
}
