import { attack } from "@corridor/disclosure/attack/attack"
import { type Contributions, insiders } from "@corridor/disclosure/attack/insiders"
import { type JointReleases, jointReleases, type ReleaseView } from "@corridor/disclosure/protect/JointReleases"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Need } from "@corridor/disclosure/system/LinkedSystem"
import { type JointSystem, sameKeys } from "./JointSystem.ts"
import type { VintageView } from "./VintageView.ts"

/** This release as an attacker sees it, with the partners' contributions. */
export interface CurrentView extends ReleaseView {
  readonly linked: JointSystem
  readonly need: Need
  readonly contributions: Contributions | undefined
  readonly partners: ReadonlyArray<string>
}

/** Returns the partners' contributions to all cells of all releases, and to the differences if counts only grow. */
const jointContributions = (
  joint: JointReleases,
  now: CurrentView,
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
          ? growth(lists[difference.earlier], lists[difference.now])
          : []
    for (const [who, persons] of own) {
      partner.push(who)
      count.push(persons)
    }
    start[cell + 1] = partner.length
  }
  return { partners: number.size, start, partner: Uint32Array.from(partner), count: Float64Array.from(count) }
}

const growth = (
  before: ReadonlyArray<readonly [number, number]> = [],
  now: ReadonlyArray<readonly [number, number]> = []
): ReadonlyArray<readonly [number, number]> => {
  const was = new Map(before)
  return now.flatMap(([who, persons]) => {
    const more = persons - (was.get(who) ?? 0)
    return more > 0 ? [[who, more] as const] : []
  })
}

/**
 * Attacks this release together with everything disclosed from other vintages, as a reader and as each pair of partners, once assuming that
 * counts only grow and once not. Returns the cells of this release that disclose a value when combined with earlier releases.
 */
export const jointAudit = (
  solver: LoadedSolver,
  now: CurrentView,
  earlier: ReadonlyArray<VintageView>
): ReadonlyArray<number> => {
  const found = new Set<number>()
  if (earlier.length === 0) return []
  for (const grows of [false, true]) {
    const joint = jointReleases(now, earlier, [now.need, ...earlier.map(({ need }) => need)], {
      threshold: now.need.small,
      grows,
      sameAs: ({ linked }) => sameKeys(linked, now.linked)
    })
    const judge = cellsToJudge(joint, now, earlier)
    const report = (cells: Iterable<number>) => {
      const nowOf = new Map(
        joint.differences.flatMap((one) => [[one.cell, one.now] as const, [one.earlier, one.now] as const])
      )
      for (const cell of cells) {
        const here = cell < now.linked.system.cells ? cell : nowOf.get(cell)
        if (here !== undefined) found.add(here)
      }
    }
    // Two published counts that are too close to each other.
    for (const cell of joint.open) found.add(cell)
    const verdict = attack(solver, joint.system, joint.hidden, joint.known, joint.need, { judge })
    // A contradiction means that counts have fallen somewhere, so this assumption is no attack.
    if (grows && verdict.contradictions > 0) continue
    report([...verdict.narrow, ...verdict.undecided])
    const contributions = jointContributions(joint, now, earlier, grows)
    if (found.size > 0 || contributions === undefined) continue
    const within = insiders(solver, joint.system, joint.hidden, joint.known, joint.need, contributions, { judge })
    for (const leak of within.leaks) report([...leak.narrow, ...leak.undecided])
  }
  return [...found].sort((a, b) => a - b)
}

/** Excludes cells that earlier releases already disclosed: they are no reason to refuse this one. */
const cellsToJudge = (joint: JointReleases, now: CurrentView, earlier: ReadonlyArray<VintageView>): Uint8Array => {
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
