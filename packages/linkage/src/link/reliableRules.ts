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
const maxFalse = 0.1

/** Of all links, those that may be false: precision is to be 0.995. */
const maxFalseOfAll = 0.004

/** What a loose rule would join, and pairs of one partner's persons that it would join, each of which stands for `ratio` pairs of two partners. */
interface Assessed {
  readonly rule: string
  readonly links: number
  readonly chance: number
  readonly ratio: number
}

/** Returns how many false links are expected, less the standard error: a rule is left out by what is evident, not by one pair. */
const falseLinksOf = ({ chance, ratio }: Assessed): number => (chance - Math.sqrt(chance)) * ratio

/** Returns how many false links are expected of several rules, less those of one pair. */
const falseLinksOfAll = (rules: ReadonlyArray<Assessed>): number =>
  rules.reduce((sum, { chance, ratio }) => sum + chance * ratio, 0) -
  rules.reduce((most, { chance, ratio }) => (chance > 0 ? Math.max(most, ratio) : most), 0)

const falseShare = (rule: Assessed): number => falseLinksOf(rule) / Math.max(1, rule.links)

/** Leaves out of `rules` the loose ones that would often be false, and those that are false most often until all are seldom so. */
export const reliableRules = (partners: ReadonlyArray<PartnerRows>, rules: ReadonlyArray<string>): ReliableRules => {
  const { assessed, links, coincidences } = assess(partners, rules)
  const used = assessed
    .filter((rule) => falseShare(rule) <= maxFalse)
    .sort((a, b) => falseShare(a) - falseShare(b) || a.chance - b.chance)
  const linksOf = (kept: ReadonlyArray<Assessed>) => kept.reduce((sum, rule) => sum + rule.links, links)
  while (falseLinksOfAll(used) > Math.max(0, maxFalseOfAll * linksOf(used) - coincidences)) used.pop()
  const isUsed = new Set(used.map(({ rule }) => rule))
  const left = assessed.filter(({ rule }) => !isUsed.has(rule))
  const isLeft = new Set(left.map(({ rule }) => rule))
  return {
    rules: rules.filter((rule) => !isLeft.has(rule)),
    leftOut: left.map((each) => ({ rule: each.rule, links: each.links, falseLinks: Math.round(falseLinksOf(each)) }))
  }
}

/**
 * Returns how many pairs of two partners' rows are expected to agree by names and date although they are of two persons: of pairs with equal names and
 * year, which a partner's own persons show, one in 365 has the same birthday. No exact rule shows it itself, because a partner may have several files of a person.
 */
const coincidencesOf = (
  partners: ReadonlyArray<PartnerRows>,
  members: ReadonlyArray<Member>,
  persons: DisjointSets
) => {
  let pairs = 0
  for (const bucket of sharingRows(rowsByToken(partners, "names-year"))) {
    const byPartner = Map.groupBy(bucket, (position) => (members[position] as Member).partner)
    for (const own of byPartner.values()) {
      const different = new Set(own.map((position) => persons.find(position))).size
      pairs += (different * (different - 1)) / 2
    }
  }
  const rows = [...rowsWith(partners, "names-year")]
  return (pairs * pairRatio(members, new DisjointSets(members.length), rows, new Set())) / 365
}

/** Estimates each loose rule with the links of the rules before it. `links`: those of exact rules. */
const assess = (partners: ReadonlyArray<PartnerRows>, rules: ReadonlyArray<string>) => {
  const members = partners.flatMap(({ rows }, partner) => rows.map((_, row): Member => ({ partner, row })))
  const groups = new DisjointSets(members.length)
  const persons = ownPersons(partners, members)
  const assessed: Array<Assessed> = []
  let links = 0
  for (const rule of rules) {
    const buckets = sharingRows(rowsByToken(partners, rule))
    const decided = rowsWith(partners, decidedBy.get(rule))
    const { joins } = joinsOf(members, groups, buckets, decided)
    if (looseRules.has(rule)) {
      const rows = [...rowsWith(partners, rule)]
      const chance = pairsInPartner(members, { persons, groups }, buckets, decided)
      const one = { rule, links: joins.length, chance, ratio: pairRatio(members, groups, rows, decided) }
      assessed.push(one)
      if (falseShare(one) > maxFalse) continue
    } else links += joins.length
    for (const [a, b] of joins) groups.join(a, b)
  }
  const coincidences = rules.includes("names-date") ? coincidencesOf(partners, members, persons) : 0
  return { assessed, links, coincidences }
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

/**
 * Pairs of persons of one partner that alone have a token in common, and that the rule would join if another partner had one of them. With three of them,
 * or with two groups of which as much is known as the decider needs, it would see a conflict.
 */
const pairsInPartner = (
  members: ReadonlyArray<Member>,
  { persons, groups }: { readonly persons: DisjointSets; readonly groups: DisjointSets },
  buckets: ReadonlyArray<ReadonlyArray<number>>,
  decided: ReadonlySet<number>
): number => {
  const found = new Set<string>()
  for (const bucket of buckets) {
    const known = bucket.filter((position) => decided.has(position)).map((position) => groups.find(position))
    if (new Set(known).size > 1) continue
    const byPartner = new Map<number, Map<number, boolean>>()
    for (const position of bucket) {
      const { partner } = members[position] as Member
      const own = byPartner.get(partner) ?? new Map<number, boolean>()
      byPartner.set(partner, own.set(persons.find(position), decided.has(position)))
    }
    for (const own of byPartner.values())
      if (own.size === 2 && [...own.values()].includes(false)) found.add([...own.keys()].sort().join())
  }
  return found.size
}

/** Returns how many pairs of rows of two partners a rule could join for one pair of rows of a partner. */
const pairRatio = (
  members: ReadonlyArray<Member>,
  groups: DisjointSets,
  rows: ReadonlyArray<number>,
  decided: ReadonlySet<number>
): number => {
  const [all, known] = [rows, rows.filter((position) => decided.has(position))].map((positions) =>
    countPairs(members, groups, positions)
  )
  const within = (all?.within ?? 0) - (known?.within ?? 0)
  return within === 0 ? 0 : ((all?.across ?? 0) - (known?.across ?? 0)) / within
}

/** Counts the pairs of rows of one partner, and those of two of which neither's group has a row of the other's partner. */
const countPairs = (members: ReadonlyArray<Member>, groups: DisjointSets, positions: ReadonlyArray<number>) => {
  const partnerOf = (position: number) => (members[position] as Member).partner
  const counts = new Map<number, number>()
  const linked = new Map<string, number>()
  for (const same of Map.groupBy(positions, (position) => groups.find(position)).values())
    for (const one of same) {
      counts.set(partnerOf(one), (counts.get(partnerOf(one)) ?? 0) + 1)
      for (const other of same) {
        const place = `${partnerOf(one)} ${partnerOf(other)}`
        if (one !== other) linked.set(place, (linked.get(place) ?? 0) + 1)
      }
    }
  const free = (one: number, other: number) => (counts.get(one) ?? 0) - (linked.get(`${one} ${other}`) ?? 0)
  const partners = [...counts.keys()]
  const within = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
  // Many partners with one row each: nothing to compare with.
  if (within === 0) return { within, across: 0 }
  const across = partners.reduce(
    (sum, one, i) => partners.slice(i + 1).reduce((part, other) => part + free(one, other) * free(other, one), sum),
    0
  )
  return { within, across }
}
