/** All vintages as one system: cells of this release first, then those of each other vintage, then differences. */
import type { Contributions } from "@corridor/disclosure/attack/insiders"
import {
  type CellOfRelease,
  type Comparison,
  type JointReleases,
  jointReleases
} from "@corridor/disclosure/protect/JointReleases"
import type { Assumption } from "@corridor/disclosure/protect/knownChanges"
import { type JointSystem, sameKeys } from "./JointSystem.ts"
import type { JointView } from "./VintageView.ts"

/** What partners contribute to all cells of all releases. */
interface JointContributions extends Contributions {
  /** Names of the partners, by number. */
  readonly names: ReadonlyArray<string>
}

/** Returns the partners' contributions to all cells of all releases, and to the differences if counts only grow. */
export const jointContributions = (
  joint: JointReleases,
  views: ReadonlyArray<JointView>,
  grows: boolean
): JointContributions | undefined => {
  const number = new Map<string, number>()
  const lists: Array<ReadonlyArray<readonly [number, number]>> = []
  const present = new Map<number, ReadonlyArray<number>>()
  for (const { contributions: of, partners, linked } of views) {
    for (const name of partners) if (!number.has(name)) number.set(name, number.size)
    const numberOf = (partner: number) => number.get(partners[partner] as string) as number
    for (let cell = 0; cell < linked.system.cells; cell++) {
      const there = of?.present?.get(cell)
      if (there !== undefined) present.set(lists.length, there.map(numberOf))
      const list: Array<readonly [number, number]> = []
      for (let at = of?.start[cell] ?? 0; of !== undefined && at < (of.start[cell + 1] as number); at++)
        list.push([numberOf(of.partner[at] as number), of.count[at] as number])
      lists.push(list)
    }
  }
  if (number.size === 0) return undefined
  const start = new Uint32Array(joint.system.cells + 1)
  const partner: Array<number> = []
  const count: Array<number> = []
  const differenceOf = new Map(joint.differences.map((one) => [one.cell, one]))
  for (let cell = 0; cell < joint.system.cells; cell++) {
    const difference = differenceOf.get(cell)
    const own =
      difference === undefined
        ? (lists[cell] ?? [])
        : grows
          ? growth(joint.system.value[cell] as number, lists[difference.earlier], lists[difference.now])
          : []
    for (const [who, persons] of own) {
      partner.push(who)
      count.push(persons)
    }
    start[cell + 1] = partner.length
  }
  return {
    names: [...number.keys()],
    partners: number.size,
    start,
    partner: Uint32Array.from(partner),
    count: Float64Array.from(count),
    present
  }
}

/** Returns by how much each partner's count grew, without the partners whose growth was not all that changed. */
const growth = (
  change: number,
  before: ReadonlyArray<readonly [number, number]> = [],
  now: ReadonlyArray<readonly [number, number]> = []
): ReadonlyArray<readonly [number, number]> => {
  const was = new Map(before)
  const more = now
    .map(([who, persons]) => [who, persons - (was.get(who) ?? 0)] as const)
    .filter(([, persons]) => persons > 0)
    .sort(([, a], [, b]) => a - b)
  // Where others' counts fell, two partners may have grown by more than the whole.
  while (more.length > 0 && (more.at(-1)?.[1] ?? 0) + (more.at(-2)?.[1] ?? 0) > change) more.pop()
  return more
}

/**
 * Returns which vintages to compare where counts changed: this one with every other, and each other with the next. From the latter follows
 * something only if counts only grow.
 */
const comparisonsOf = (views: ReadonlyArray<JointView>, grows: boolean): ReadonlyArray<Comparison> => {
  const order = views.map(({ vintage = 0 }, k) => ({ vintage, k })).sort((a, b) => a.vintage - b.vintage)
  return order.flatMap((later, i) =>
    order.slice(0, i).flatMap((before, j) => {
      if (later.k !== 0 && before.k !== 0 && !(grows && j === i - 1)) return []
      const [from, to] = [views[before.k]?.linked, views[later.k]?.linked] as [JointSystem, JointSystem]
      const isChanged = (one: number, cell: number) => one >= 0 && to.system.value[one] !== from.system.value[cell]
      const same = sameKeys(from, to).map((one, cell) => (isChanged(one, cell) ? one : -1))
      return [{ now: later.k, earlier: before.k, same }]
    })
  )
}

/** Joins all vintages, this one first, by what is assumed of change. */
export const joinVintages = (
  views: ReadonlyArray<JointView>,
  assumed: Assumption,
  ties: ReadonlyArray<ReadonlyArray<CellOfRelease>>
): JointReleases => {
  const [now, ...earlier] = views as [JointView, ...ReadonlyArray<JointView>]
  const needs = views.map(({ need }) => need)
  const grows = assumed === "grows"
  const comparisons = assumed === "known changes" ? [] : comparisonsOf(views, grows)
  return jointReleases(now, earlier, needs, { threshold: now.need.small, grows, comparisons, ties })
}
