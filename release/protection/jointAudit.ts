import { attack } from "@corridor/disclosure/attack/attack"
import { type Contributions, insiders } from "@corridor/disclosure/attack/insiders"
import {
  type Comparison,
  cellsToProtect,
  type JointReleases,
  jointReleases
} from "@corridor/disclosure/protect/JointReleases"
import { type Assumption, assumptions } from "@corridor/disclosure/protect/knownChanges"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { type JointSystem, sameKeys } from "./JointSystem.ts"
import { tiesOf } from "./knownChanges.ts"
import type { JointView, VintageView } from "./VintageView.ts"

/** Returns the partners' contributions to all cells of all releases, and to the differences if counts only grow. */
const jointContributions = (
  joint: JointReleases,
  now: JointView,
  earlier: ReadonlyArray<VintageView>,
  grows: boolean
): Contributions | undefined => {
  const number = new Map<string, number>()
  const lists: Array<ReadonlyArray<readonly [number, number]>> = []
  for (const view of [now, ...earlier]) {
    const of = view.contributions
    for (let cell = 0; cell < view.linked.system.cells; cell++) {
      const list: Array<readonly [number, number]> = []
      for (let at = of?.start[cell] ?? 0; of !== undefined && at < (of.start[cell + 1] as number); at++) {
        const name = view.partners[of.partner[at] as number] as string
        if (!number.has(name)) number.set(name, number.size)
        list.push([number.get(name) as number, of.count[at] as number])
      }
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
  return { partners: number.size, start, partner: Uint32Array.from(partner), count: Float64Array.from(count) }
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

/** Returns all vintages as one system, by what is assumed of change. */
const joining = (now: JointView, earlier: ReadonlyArray<JointView>) => {
  const views = [now, ...earlier]
  const needs = views.map(({ need }) => need)
  return (assumed: Assumption) => {
    const grows = assumed === "grows"
    const comparisons = assumed === "known changes" ? [] : comparisonsOf(views, grows)
    return jointReleases(now, earlier, needs, {
      threshold: now.need.small,
      grows,
      comparisons,
      ties: tiesOf(views, assumed)
    })
  }
}

/**
 * Marks as lost what everything disclosed so far gives away to readers: releases from before an attack was known. Nothing published now can
 * repair it, so it is no reason to refuse something else. Figures with noise give nothing away for certain.
 */
export const markLost = (solver: LoadedSolver, views: ReadonlyArray<VintageView>): void => {
  const [now, ...earlier] = views.map((view) => ({ ...view, known: view.certain }))
  if (now === undefined) return
  const join = joining(now, earlier)
  const isLost = views.flatMap(({ linked }) => [...new Uint8Array(linked.system.cells)])
  for (const assumed of ["unchanged", "grows"] as const) {
    const { system, hidden, known, need, judge } = join(assumed)
    const verdict = attack(solver, system, hidden, known, need, { judge })
    if (assumed === "grows" && verdict.contradictions > 0) continue
    if (verdict.narrow.length === 0) continue
    // What the assumed relations alone tell, without any publication, was not given away.
    const isPublished = (cell: number) => system.unshown[cell] === 0 && (system.value[cell] as number) > 0
    const nothing = {
      hidden: hidden.map((mark, cell) => (isPublished(cell) ? 1 : mark)),
      known: { low: known.low.map((low, cell) => (isPublished(cell) ? 0 : low)), high: known.high }
    }
    const narrow = new Uint8Array(system.cells)
    for (const cell of verdict.narrow) narrow[cell] = 1
    const before = attack(solver, system, nothing.hidden, nothing.known, need, { judge: narrow })
    for (const cell of before.narrow) narrow[cell] = 0
    for (const cell of isLost.keys()) if (narrow[cell] === 1) isLost[cell] = 1
  }
  let at = 0
  for (const { lost, given } of views) {
    given.set(isLost.slice(at, at + lost.length))
    for (const [cell, mark] of given.entries()) if (mark === 1) lost[cell] = 1
    at += lost.length
  }
}

/** Marks cells of the joint system. */
const marksOf = ({ system }: JointReleases, some: Iterable<number>): Uint8Array => {
  const marks = new Uint8Array(system.cells)
  for (const cell of some) marks[cell] = 1
  return marks
}

/**
 * Attacks this release together with everything disclosed from other vintages, as a reader and as each pair of partners, under each assumption about
 * change. Returns the cells of this release that disclose a value when combined with earlier releases. What follows without this release is no
 * finding, because no decision about it can prevent that.
 *
 * @param before the same vintage without this release
 */
export const jointAudit = (
  solver: LoadedSolver,
  now: JointView,
  before: JointView,
  earlier: ReadonlyArray<VintageView>
): ReadonlyArray<number> => {
  const found = new Set<number>()
  if (earlier.length === 0) return []
  const [join, joinBefore] = [joining(now, earlier), joining(before, earlier)]
  for (const assumed of assumptions) {
    const joint = join(assumed)
    const judge = cellsToJudge(joint, now, earlier)
    const report = (cells: Iterable<number>) => {
      for (const cell of cellsToProtect(joint, cells, now.linked.system.cells)) found.add(cell)
    }
    const attackAs = (one: JointReleases, some: Uint8Array) =>
      attack(solver, one.system, one.hidden, one.known, one.need, { judge: some })
    const insidersOf = (one: JointReleases, of: Contributions, some: Uint8Array) =>
      insiders(solver, one.system, one.hidden, one.known, one.need, of, { judge: some }).leaks.flatMap((leak) => [
        ...leak.narrow,
        ...leak.undecided
      ])
    // Two published counts that are too close to each other.
    for (const cell of joint.open) found.add(cell)
    const verdict = attackAs(joint, judge)
    // A contradiction means that counts have fallen somewhere, so this assumption is no attack.
    if (assumed === "grows" && verdict.contradictions > 0) continue
    const failing = [...verdict.narrow, ...verdict.undecided]
    // What readers know without this release partners know too.
    const given = failing.length === 0 ? [] : attackAs(joinBefore(assumed), marksOf(joint, failing)).narrow
    for (const cell of given) judge[cell] = 0
    report(failing.filter((cell) => judge[cell] === 1))
    const contributions = jointContributions(joint, now, earlier, assumed === "grows")
    if (found.size > 0 || contributions === undefined) continue
    const leaking = insidersOf(joint, contributions, judge)
    // Known changes are assumed of all partners at once, and some prove counts by them alone.
    const alone =
      assumed === "known changes" && leaking.length > 0
        ? new Set(insidersOf(joinBefore(assumed), contributions, marksOf(joint, leaking)))
        : new Set<number>()
    report(leaking.filter((cell) => !alone.has(cell)))
  }
  return [...found].sort((a, b) => a - b)
}

/** Excludes cells that earlier releases already disclosed: they are no reason to refuse this one. */
const cellsToJudge = (joint: JointReleases, now: JointView, earlier: ReadonlyArray<VintageView>): Uint8Array => {
  const judge = joint.judge.slice()
  let at = now.linked.system.cells
  for (const { lost } of earlier) {
    lost.forEach((mark, cell) => {
      if (mark === 1) judge[at + cell] = 0
    })
    at += lost.length
  }
  return judge
}
