import { attack } from "../attack/attack.ts"
import { partnerPairs, strongestKnowledge } from "../attack/insiders.ts"
import { minProtectionWidth } from "../rules/primaryCells.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Need } from "../system/LinkedSystem.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { type LinkedTables, toSystem } from "../tables/toSystem.ts"
import { assumedCounts } from "./assumedCounts.ts"
import { contributionsOf, type PartnersOfCells } from "./contributionsOf.ts"
import {
  type CellOfRelease,
  type Comparison,
  cellsToProtect,
  isSmall,
  type JointReleases,
  jointReleases,
  judgeWithoutLost,
  type ReleaseView,
  sameCells
} from "./JointReleases.ts"
import {
  type Assumption,
  assumptions,
  type ComparedCell,
  changesAmong,
  type KnownChange,
  tiesFrom
} from "./knownChanges.ts"
import { type HiddenZeros, hiddenZeros, publicKnowledge, withoutLows } from "./publicKnowledge.ts"

/** Tables of one release as an attacker sees them. */
export interface TablesView extends ReleaseView {
  readonly linked: LinkedTables
}

/** An earlier release as published, and what it discloses by itself. */
export interface EarlierRelease extends TablesView {
  readonly need: Need
  /** 1 for hidden cells that are too narrow already. Nothing published now can repair them. */
  readonly lost: Uint8Array
}

/**
 * Returns tables as published: suppressed cells that no table shows are hidden and need `width`, and no proof of 1 to
 * threshold - 1.
 */
export const publishedView = (
  linked: LinkedTables,
  threshold: number,
  mayBeZero: Uint8Array,
  least: number = minProtectionWidth
): TablesView & { readonly need: Need } => {
  const { joined, system } = linked
  const hidden = Uint8Array.from({ length: system.cells }, (_, cell) =>
    joined.hidden[cell] === 1 && joined.shown[cell] !== 1 ? 1 : 0
  )
  const width = Float64Array.from(hidden, (mark) => (mark === 0 ? 0 : least))
  const need = { width, reach: new Float64Array(system.cells), small: threshold }
  return { linked, hidden, known: publicKnowledge(system, mayBeZero), need }
}

/** Reads an earlier release as an attacker would. */
export const earlierRelease = (
  solver: LoadedSolver,
  tables: ReadonlyArray<CountTable>,
  options: HiddenZeros & { readonly total: string; readonly hierarchy: Hierarchy; readonly threshold: number }
): EarlierRelease => {
  const linked = toSystem(tables, options.hierarchy, options)
  const viewed = publishedView(linked, options.threshold, hiddenZeros(linked, options))
  const attacked = attack(solver, linked.system, viewed.hidden, viewed.known, viewed.need)
  // Zeros were hidden that were not named.
  const isPossible = attacked.contradictions === 0
  const view = isPossible ? viewed : { ...viewed, known: withoutLows(viewed.known) }
  const verdict = isPossible ? attacked : attack(solver, linked.system, view.hidden, view.known, view.need)
  const lost = new Uint8Array(linked.system.cells)
  for (const cell of [...verdict.narrow, ...verdict.undecided]) lost[cell] = 1
  return { ...view, lost }
}

/**
 * Returns the cells whose count changed by 1 to threshold - 1 since an earlier release. Publishing both would
 * disclose few persons.
 */
export const smallChanges = (
  { joined, system }: LinkedTables,
  earlier: ReadonlyArray<EarlierRelease>,
  threshold: number
): ReadonlyArray<{ readonly now: number; readonly change: number }> => {
  const found: Array<{ readonly now: number; readonly change: number }> = []
  for (const { linked, hidden } of earlier)
    sameCells(linked.joined, joined).forEach((now, before) => {
      if (now < 0 || system.unshown[now] === 1 || linked.system.unshown[before] === 1 || hidden[before] !== 0) return
      const change = (system.value[now] as number) - (linked.system.value[before] as number)
      if (isSmall(change, threshold)) found.push({ now, change })
    })
  return found
}

/** An earlier release, compared with this one. */
export interface ComparedRelease extends EarlierRelease {
  /** The cell of this release that counts the same as each of its cells; -1 if none does. */
  readonly same: Int32Array
}

/** Returns the earlier releases with the counts that an attacker who has this release assumes for them. */
export const comparedReleases = (
  solver: LoadedSolver,
  { joined, system }: LinkedTables,
  earlier: ReadonlyArray<EarlierRelease>
): ReadonlyArray<ComparedRelease> =>
  earlier.map((release) => {
    const same = sameCells(release.linked.joined, joined)
    const value = assumedCounts(solver, release, (cell) => {
      const now = same[cell] as number
      return now < 0 || system.unshown[now] === 1 ? Number.NaN : (system.value[now] as number)
    })
    return { ...release, same, linked: { ...release.linked, system: { ...release.linked.system, value } } }
  })

/** How much less it costs to hide a count again that was hidden before. */
const hiddenAgain = 0.1

/** Makes it cheaper to hide what was hidden before: publishing it would disclose what else was hidden then. */
export const preferHidden = (cost: Float64Array, { same, hidden }: ComparedRelease): void =>
  same.forEach((cell, before) => {
    if (cell >= 0 && hidden[before] !== 0) cost[cell] = (cost[cell] as number) * hiddenAgain
  })

/** Returns the counts of which some attacker knows by how much they differ. `partners`: those of the cells of this release, then of each earlier one. */
const changesOf = (
  { linked: { system } }: Pick<TablesView, "linked">,
  earlier: ReadonlyArray<ComparedRelease>,
  {
    assumed,
    threshold,
    partners
  }: { readonly assumed: Assumption; readonly threshold: number; readonly partners?: ReadonlyArray<PartnersOfCells> }
): ReadonlyArray<KnownChange> => {
  const partnersOf = (release: number, cell: number) =>
    partners === undefined ? {} : { partners: () => new Map(partners[release]?.[cell] ?? []) }
  const counts = new Map<number, Array<ComparedCell>>()
  for (const [k, { linked: before, hidden, same }] of earlier.entries())
    same.forEach((now, cell) => {
      const value = before.system.value[cell] as number
      const count = system.value[now] as number
      if (now < 0 || system.unshown[now] === 1 || before.system.unshown[cell] === 1) return
      if (Number.isNaN(value) || Number.isNaN(count)) return
      const sameCount = counts.get(now) ?? [
        { release: 0, cell: now, value: count, wasPublished: false, ...partnersOf(0, now) }
      ]
      sameCount.push({ release: k + 1, cell, value, wasPublished: hidden[cell] === 0, ...partnersOf(k + 1, cell) })
      counts.set(now, sameCount)
    })
  return [...counts.values()].flatMap((same) => changesAmong(same, assumed, threshold))
}

/** Returns the cells of which a reader knows by how much they differ. */
export const tiesOf = (
  now: Pick<TablesView, "linked">,
  earlier: ReadonlyArray<ComparedRelease>,
  assumed: Assumption,
  threshold: number
): ReadonlyArray<ReadonlyArray<CellOfRelease>> => tiesFrom(changesOf(now, earlier, { assumed, threshold }))

/** Returns which cells to compare where counts changed. */
export const comparisonsOf = (
  { linked }: Pick<TablesView, "linked">,
  earlier: ReadonlyArray<ComparedRelease>
): ReadonlyArray<Comparison> =>
  earlier.map(({ linked: { system }, same }, k) => ({
    now: 0,
    earlier: k + 1,
    same: same.map((cell, before) => (linked.system.value[cell] === system.value[before] ? -1 : cell))
  }))

/** Returns this release as if it published no count above zero. */
const withNothing = (now: TablesView): TablesView => ({
  ...now,
  hidden: now.hidden.map((mark, cell) => (now.linked.system.value[cell] === 0 ? mark : mark || 2))
})

/**
 * Attacks this release together with all earlier ones, under each assumption about change. Returns the cells of this release that disclose something:
 * a hidden count, now or then, too narrowly, or a change of 1 to threshold - 1 persons. What follows without a count of this release is not a finding.
 */
export const attackDifferences = (
  solver: LoadedSolver,
  now: TablesView,
  earlier: ReadonlyArray<ComparedRelease>,
  need: Need
): ReadonlyArray<number> => {
  const found = new Set<number>()
  for (const assumed of assumptions) {
    const grows = assumed === "grows"
    const joining = (now: TablesView) =>
      jointReleases(now, earlier, [need, ...earlier.map((one) => one.need)], {
        threshold: need.small,
        grows,
        comparisons: assumed === "known changes" ? [] : comparisonsOf(now, earlier),
        ties: tiesOf(now, earlier, assumed, need.small)
      })
    const attackWith = ({ system, hidden, known, need }: JointReleases, judge: Uint8Array) =>
      attack(solver, system, hidden, known, need, { judge })
    const joint = joining(now)
    for (const cell of joint.open) found.add(cell)
    const verdict = attackWith(joint, judgeWithoutLost(joint, now.linked.system.cells, earlier))
    // An unsatisfiable assumption is not an attack: counts have decreased somewhere.
    if (grows && verdict.contradictions > 0) continue
    const failing = [...verdict.narrow, ...verdict.undecided]
    if (failing.length === 0) continue
    const isGiven = new Uint8Array(joint.system.cells)
    if (assumed === "known changes") {
      const nothing = joining(withNothing(now))
      const judgeFailing = new Uint8Array(nothing.system.cells)
      for (const cell of failing) judgeFailing[cell] = 1
      for (const cell of attackWith(nothing, judgeFailing).narrow) isGiven[cell] = 1
    }
    const left = failing.filter((cell) => isGiven[cell] === 0)
    for (const cell of cellsToProtect(joint, left, now.linked.system.cells)) found.add(cell)
  }
  return [...found].sort((a, b) => a - b)
}

/**
 * Attacks this release together with all earlier ones as partners and pairs of them: they know their own persons in every release, and changes that are
 * small without these. So a partner who adds records until a count may be published learns what it was before. First attacks as one who knows what all
 * of them know; where this one learns something, they are halved until each is alone. Returns the cells of this release that disclose something.
 *
 * @param partners those of the cells of this release, then of each earlier one
 */
export const attackDifferencesInside = (
  solver: LoadedSolver,
  now: TablesView,
  earlier: ReadonlyArray<ComparedRelease>,
  need: Need,
  partners: ReadonlyArray<PartnersOfCells>
): ReadonlyArray<number> => {
  const threshold = need.small
  const changes = changesOf(now, earlier, { assumed: "known changes", threshold, partners })
  // Cells of known changes follow those of the releases. No partner has persons in them.
  const contributions = contributionsOf({ contributions: [...partners.flat(), ...changes.map(() => undefined)] })
  if (contributions === undefined) return []
  const cellsHere = now.linked.system.cells
  const needs = [need, ...earlier.map((one) => one.need)]
  const joiningFor = (coalitions: ReadonlyArray<ReadonlyArray<number>>) => {
    const names = coalitions.map((own) => own.map((who) => contributions.names[who] as string))
    const isKnown = ({ by }: KnownChange) =>
      by.some((some) => some.length === 0 || names.some((own) => some.every((who) => own.includes(who))))
    const ties = tiesFrom(changes.filter(isKnown))
    return (view: TablesView): JointReleases => {
      const joint = jointReleases(view, earlier, needs, { threshold, grows: false, comparisons: [], ties })
      return { ...joint, known: strongestKnowledge(joint.known, contributions, coalitions) }
    }
  }
  const attackOn = ({ system, hidden, known, need }: JointReleases, cells: ReadonlyArray<number>) => {
    const judge = new Uint8Array(system.cells)
    for (const cell of cells) judge[cell] = 1
    return attack(solver, system, hidden, known, need, { judge })
  }
  const found = new Set<number>()
  const givenToPairs = new Set<number>()
  /** Judges one attacker. What it proves without this release is not a finding. */
  const judgeOne = (coalition: ReadonlyArray<number>, cells: ReadonlyArray<number>) => {
    const joining = joiningFor([coalition])
    const joint = joining(now)
    const judge = judgeWithoutLost(joint, cellsHere, earlier)
    const { narrow, undecided } = attackOn(
      joint,
      cells.filter((cell) => judge[cell] === 1)
    )
    const failing = [...narrow, ...undecided]
    const given = new Set(failing.length === 0 ? [] : attackOn(joining(withNothing(now)), failing).narrow)
    for (const cell of given) givenToPairs.add(cell)
    const left = failing.filter((cell) => !given.has(cell))
    for (const cell of cellsToProtect(joint, left, cellsHere)) found.add(cell)
  }
  const visit = (coalitions: ReadonlyArray<ReadonlyArray<number>>, cells: ReadonlyArray<number>): void => {
    if (coalitions.length === 0 || cells.length === 0) return
    const { narrow, undecided } = attackOn(joiningFor(coalitions)(now), cells)
    const failing = [...narrow, ...undecided]
    if (failing.length === 0) return
    const [first, second] = coalitions
    const middle = coalitions.length >> 1
    if (first !== undefined && second === undefined) judgeOne(first, failing)
    else for (const half of [coalitions.slice(0, middle), coalitions.slice(middle)]) visit(half, failing)
  }
  const all = judgeWithoutLost(joiningFor([])(now), cellsHere, earlier)
  visit(
    partnerPairs(contributions.partners),
    [...all.keys()].filter((cell) => all[cell] === 1)
  )
  // What two prove without this release, one of them alone may not.
  const alone = Array.from({ length: contributions.partners }, (_, who) => [who])
  if (contributions.partners > 1) visit(alone, [...givenToPairs])
  return [...found].sort((a, b) => a - b)
}
