/**
 * Which rules a round can rely on. How often two persons have a token in common by chance depends on who is in the round: ten
 * thousand persons of one country, written down by two hundred names, are not distinguished by what distinguishes a few hundred of
 * many. Rows of one partner are of different persons, unless they agree by an exact rule, so their common tokens show it.
 */
import { decidedBy, exactRules, looseRules } from "../keys/rules.ts"
import { DisjointSets } from "./DisjointSets.ts"
import { joinsOf, type Member } from "./linkPersons.ts"
import type { PartnerRows } from "./PersonRow.ts"
import { rowsByToken, rowsWith, sharingRows } from "./ruleTokens.ts"

/** A rule that a round does not use. */
export interface RuleLeftOut {
  readonly rule: string
  /** What it would have joined. */
  readonly links: number
  /** How many of these are expected to be false, rounded. */
  readonly falseLinks: number
}

export interface ReliableRules {
  /** In the order in which they were given. */
  readonly rules: ReadonlyArray<string>
  readonly leftOut: ReadonlyArray<RuleLeftOut>
}

/** A rule is left out if more than this share of its links is expected to be false. */
const mostFalse = 0.1

/** Leaves out of `rules` the loose ones that would often be false. */
export const reliableRules = (partners: ReadonlyArray<PartnerRows>, rules: ReadonlyArray<string>): ReliableRules => {
  const members = partners.flatMap(({ rows }, partner) => rows.map((_, row): Member => ({ partner, row })))
  const groups = new DisjointSets(members.length)
  const alone = new Set(members.keys())
  const persons = ownPersons(partners, members)
  const leftOut: Array<RuleLeftOut> = []
  for (const rule of rules) {
    const buckets = sharingRows(rowsByToken(partners, rule))
    const decided = rowsWith(partners, decidedBy.get(rule))
    const { joins } = joinsOf(members, groups, buckets, decided)
    if (looseRules.has(rule)) {
      const withToken = [...rowsWith(partners, rule)].filter((position) => alone.has(position))
      const falseLinks =
        pairsByChance(sameInPartner(members, persons, alone, buckets, decided)) * pairRatio(members, withToken)
      if (falseLinks > mostFalse * joins.length) {
        leftOut.push({ rule, links: joins.length, falseLinks: Math.round(falseLinks) })
        continue
      }
    }
    for (const [a, b] of joins) {
      groups.join(a, b)
      alone.delete(a)
      alone.delete(b)
    }
  }
  const left = new Set(leftOut.map(({ rule }) => rule))
  return { rules: rules.filter((rule) => !left.has(rule)), leftOut }
}

/** Rows of one partner that agree by an exact rule are of one person: a partner may have several files of one person. */
const ownPersons = (partners: ReadonlyArray<PartnerRows>, members: ReadonlyArray<Member>): DisjointSets => {
  const persons = new DisjointSets(members.length)
  for (const rule of exactRules)
    for (const bucket of sharingRows(rowsByToken(partners, rule))) {
      const first = new Map<number, number>()
      for (const position of bucket) {
        const { partner } = members[position] as Member
        const other = first.get(partner)
        if (other === undefined) first.set(partner, position)
        else persons.join(other, position)
      }
    }
  return persons
}

const pairs = (count: number): number => (count * (count - 1)) / 2

/** Pairs of persons of one partner that have a token in common and that the rule would join; only those that are still alone. */
const sameInPartner = (
  members: ReadonlyArray<Member>,
  persons: DisjointSets,
  alone: ReadonlySet<number>,
  buckets: ReadonlyArray<ReadonlyArray<number>>,
  decided: ReadonlySet<number>
): number => {
  let found = 0
  for (const bucket of buckets) {
    const byPartner = new Map<number, Map<number, boolean>>()
    for (const position of bucket) {
      if (!alone.has(position)) continue
      const { partner } = members[position] as Member
      const own = byPartner.get(partner) ?? new Map<number, boolean>()
      byPartner.set(partner, own.set(persons.find(position), decided.has(position)))
    }
    for (const own of byPartner.values())
      found += pairs(own.size) - pairs([...own.values()].filter((isDecided) => isDecided).length)
  }
  return found
}

/** Returns a count less its standard error: a rule is left out by what is evident, not by one pair. */
const pairsByChance = (count: number): number => count - Math.sqrt(count)

/** Returns how many pairs of rows of two partners there are for one of a partner. */
const pairRatio = (members: ReadonlyArray<Member>, positions: ReadonlyArray<number>): number => {
  const counts = new Map<number, number>()
  for (const position of positions) {
    const { partner } = members[position] as Member
    counts.set(partner, (counts.get(partner) ?? 0) + 1)
  }
  const within = [...counts.values()].reduce((sum, count) => sum + pairs(count), 0)
  return within === 0 ? 0 : pairs(positions.length) / within - 1
}
