/**
 * Which rows of several partners are one person. Rules apply in order, strict first; the result does not depend on the order of
 * partners, rows or tokens.
 *
 * A rule connects the groups found so far that share a token of it. Where a partner has persons in more than one of the connected
 * groups, that partner's are ambiguous: its groups stay as they are and count as conflicts. The others are joined as far as they
 * are still connected. So a group never has two persons of one partner.
 *
 * A rule for persons of whom a part is unknown (`decidedBy`) does not connect two persons without unknown parts: if they were one, the rule that
 * decides would have joined them. Both persons, and those that connect them, stay unchanged.
 */
import { decidedBy } from "../keys/rules.ts"
import { DisjointSets } from "./DisjointSets.ts"
import type { PartnerRows } from "./PersonRow.ts"
import { rowsByToken, rowsWith, sharingRows } from "./ruleTokens.ts"

/** What one rule did. */
export interface RuleCount {
  readonly rule: string
  /** Persons at partners that have a token of the rule. */
  readonly persons: number
  /** How many fewer persons there are by this rule. */
  readonly links: number
  /** Groups that the rule connected and that were left apart, because a partner had several of them. */
  readonly conflicts: number
}

/** A row by the positions of its partner and of the row within it. */
export interface Member {
  readonly partner: number
  readonly row: number
}

export interface LinkedPersons {
  /** Each person once, as the rows that are one. */
  readonly persons: ReadonlyArray<ReadonlyArray<Member>>
  readonly rules: ReadonlyArray<RuleCount>
}

/** Links persons by `rules` in order. Of other rules only tokens of a rule that decides for one of them are used. */
export const linkPersons = (
  partners: ReadonlyArray<PartnerRows>,
  rules: ReadonlyArray<string>,
  deciders: ReadonlyMap<string, string> = decidedBy
): LinkedPersons => {
  const members = partners.flatMap(({ rows }, partner) => rows.map((_, row): Member => ({ partner, row })))
  const groups = new DisjointSets(members.length)
  const counts = rules.map((rule): RuleCount => {
    const tokens = rowsByToken(partners, rule)
    const { joins, conflicts } = joinsOf(members, groups, sharingRows(tokens), rowsWith(partners, deciders.get(rule)))
    for (const [a, b] of joins) groups.join(a, b)
    return { rule, persons: new Set([...tokens.values()].flat()).size, links: joins.length, conflicts }
  })
  return { persons: groupMembers(members, groups), rules: counts }
}

/** What a rule would do with the groups that there are. */
export interface RuleJoins {
  /** Rows whose groups it joins. Each pair makes two groups one. */
  readonly joins: ReadonlyArray<readonly [number, number]>
  readonly conflicts: number
}

/** `buckets`: rows with the same token; `decided`: rows of which as much is known as the rule's decider needs. */
export const joinsOf = (
  members: ReadonlyArray<Member>,
  groups: DisjointSets,
  buckets: ReadonlyArray<ReadonlyArray<number>>,
  decided: ReadonlySet<number>
): RuleJoins => {
  const ambiguous = ambiguousGroups(members, groups, buckets, decided)
  const joined = new DisjointSets(members.length)
  const joins: Array<readonly [number, number]> = []
  for (const bucket of buckets) {
    const [first, ...others] = bucket.filter((position) => !ambiguous.has(groups.find(position)))
    for (const position of others)
      if (joined.join(groups.find(first as number), groups.find(position))) joins.push([first as number, position])
  }
  return { joins, conflicts: ambiguous.size }
}
/** Groups that a rule connects with another group which has a person of the same partner, or of whom as much is known. */
const ambiguousGroups = (
  members: ReadonlyArray<Member>,
  groups: DisjointSets,
  buckets: ReadonlyArray<ReadonlyArray<number>>,
  decided: ReadonlySet<number>
): ReadonlySet<number> => {
  const connected = new DisjointSets(members.length)
  const touched = new Set<number>()
  for (const bucket of buckets)
    for (const position of bucket) {
      const group = groups.find(position)
      touched.add(group)
      connected.join(groups.find(bucket[0] as number), group)
    }
  const held = new Map<string, number>()
  const ambiguous = new Set<number>()
  for (const [position, { partner }] of members.entries()) {
    const group = groups.find(position)
    if (!touched.has(group)) continue
    for (const holder of decided.has(position) ? [partner, "decided"] : [partner]) {
      const place = `${connected.find(group)} ${holder}`
      const other = held.get(place)
      if (other === undefined) held.set(place, group)
      else if (other !== group) ambiguous.add(other).add(group)
    }
  }
  return ambiguous
}

const groupMembers = (members: ReadonlyArray<Member>, groups: DisjointSets): ReadonlyArray<ReadonlyArray<Member>> => {
  const persons = new Map<number, Array<Member>>()
  for (const [position, member] of members.entries()) {
    const group = groups.find(position)
    const person = persons.get(group)
    if (person === undefined) persons.set(group, [member])
    else person.push(member)
  }
  return [...persons.values()]
}
