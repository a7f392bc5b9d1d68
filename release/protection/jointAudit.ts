import { attack } from "@corridor/disclosure/attack/attack"
import { type Contributions, insiders, partnerPairs, strongestKnowledge } from "@corridor/disclosure/attack/insiders"
import { cellsToProtect, type JointReleases, judgeWithoutLost } from "@corridor/disclosure/protect/JointReleases"
import { tiesFrom } from "@corridor/disclosure/protect/knownChanges"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { attackKnownChanges } from "./attackKnownChanges.ts"
import { jointContributions, joinVintages } from "./joinVintages.ts"
import { changesOf } from "./knownChanges.ts"
import { withoutRows } from "./newRows.ts"
import { type PartOfVintages, partAround, wholeOf } from "./partOfVintages.ts"
import type { JointView, VintageView } from "./VintageView.ts"

/** What is assumed of change apart from known changes: which counts are the same, and that all others only grew. */
const assumptions = ["unchanged", "grows"] as const

/**
 * Marks as lost what everything disclosed so far gives away to readers: releases from before an attack was known. Nothing published now can
 * repair it, so it is not a reason to refuse something else. Figures with noise give nothing away for certain.
 *
 * @param newRows what only the requested tables show
 */
export const markLost = (solver: LoadedSolver, all: ReadonlyArray<VintageView>, newRows: ReadonlySet<string>): void => {
  const views = all.map((view) => ({ ...view, linked: withoutRows(view.linked, newRows), known: view.certain }))
  if (views.length === 0) return
  const isLost = views.flatMap(({ linked }) => [...new Uint8Array(linked.system.cells)])
  const ties = tiesFrom(changesOf(views, "unchanged"))
  for (const assumed of assumptions) {
    const { system, hidden, known, need, judge } = joinVintages(views, assumed, ties)
    const verdict = attack(solver, system, hidden, known, need, { judge })
    if (assumed === "grows" && verdict.contradictions > 0) continue
    if (verdict.narrow.length === 0) continue
    // What follows from the assumed relations alone, without any publication, was not disclosed.
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
  for (const { lost, given } of all) {
    given.set(isLost.slice(at, at + lost.length))
    for (const [cell, mark] of given.entries()) if (mark === 1) lost[cell] = 1
    at += lost.length
  }
}

/** Cells that coalitions prove without a release, by assumption and coalition, and by their numbers in the system without it. */
export type ProvedBefore = Map<string, Set<number>>

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly one: A } | undefined
  return () => {
    made ??= { one: make() }
    return made.one
  }
}

/** Returns, for each cell of a joint system, the same cell or difference in another system in which fewer counts are known. */
const sameIn = (from: JointReleases, to: JointReleases): ((cell: number) => number) => {
  const nameOf = ({ now, earlier }: JointReleases["differences"][number]) => `${now} ${earlier}`
  const cellOf = new Map(to.differences.map((one) => [nameOf(one), one.cell]))
  const same = new Map(from.differences.map((one) => [one.cell, cellOf.get(nameOf(one)) as number]))
  return (cell) => same.get(cell) ?? cell
}

type Coalition = ReadonlyArray<number>

const reader: Coalition = []

/** Returns which of some cells of a part fail in attacks of these coalitions, each alone, by their numbers. */
const failingFor = (
  solver: LoadedSolver,
  { linked: { system }, cells, placeOf, hidden, known, need, contributions }: PartOfVintages,
  coalitions: ReadonlyArray<Coalition>,
  judged: ReadonlyArray<number>
) => {
  const judge = new Uint8Array(system.cells)
  for (const cell of judged) judge[placeOf.get(cell) as number] = 1
  const leaks =
    contributions === undefined
      ? [{ coalition: reader, ...attack(solver, system, hidden, known, need, { judge }) }]
      : insiders(solver, system, hidden, known, need, contributions, { judge, coalitions }).leaks
  const numbersOf = (places: Uint32Array) => Array.from(places, (place) => cells[place] as number)
  return leaks.map(({ coalition, narrow, undecided }) => ({
    coalition,
    narrow: numbersOf(narrow),
    failing: [...numbersOf(narrow), ...numbersOf(undecided)]
  }))
}

/** This release and earlier ones joined under an assumption, and what attackers prove without this release. */
interface Assumed {
  readonly solver: LoadedSolver
  readonly joint: JointReleases
  /** The same without this release. */
  readonly without: () => { readonly whole: PartOfVintages; readonly same: (cell: number) => number }
  /** Returns what a coalition is known to prove without it; more is added. */
  readonly provedBy: (coalition: Coalition) => Set<number>
  /** Cells of this release, which come first. */
  readonly ownCells: number
  /** Cells of this release that disclose a value; more is added. */
  readonly found: Set<number>
}

/** Reports what each coalition learns. Returns what some coalitions prove without this release. */
const report = (
  { solver, joint, without, provedBy, ownCells, found }: Assumed,
  leaks: ReturnType<typeof failingFor>
): ReadonlyArray<number> => {
  const all = leaks.flatMap(({ failing }) => failing)
  if (all.length === 0) return []
  const { whole, same } = without()
  const near = partAround(whole, [], all.map(same))
  const given = new Set<number>()
  for (const { coalition, failing } of leaks) {
    const proved = provedBy(coalition)
    const open = failing.map(same).filter((cell) => !proved.has(cell))
    for (const { narrow } of open.length === 0 ? [] : failingFor(solver, near, [coalition], open))
      for (const cell of narrow) proved.add(cell)
    const learned = failing.filter((cell) => !proved.has(same(cell)))
    for (const cell of cellsToProtect(joint, learned, ownCells)) found.add(cell)
    for (const cell of failing) if (proved.has(same(cell))) given.add(cell)
  }
  return [...given]
}

/** Attacks as each coalition, except for what it is known to prove without this release. Returns what some coalitions prove in this way. */
const reportAll = (
  one: Assumed,
  near: PartOfVintages,
  coalitions: ReadonlyArray<Coalition>,
  cells: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const { same } = one.without()
  const isGivenTo = (coalition: Coalition) => (cell: number) => one.provedBy(coalition).has(same(cell))
  const given = new Set<number>()
  for (const some of Map.groupBy(coalitions, (coalition) => cells.filter(isGivenTo(coalition)).join()).values()) {
    const isGiven = isGivenTo(some[0] ?? reader)
    const open = cells.filter((cell) => !isGiven(cell))
    for (const cell of cells) if (isGiven(cell)) given.add(cell)
    if (open.length > 0) for (const cell of report(one, failingFor(one.solver, near, some, open))) given.add(cell)
  }
  return [...given]
}

/** Attacks as partners and pairs. First as one attacker who knows of each cell the most that any pair knows: what is safe from this one is safe from all. */
const attackAsPartners = (one: Assumed, contributions: Contributions, judge: Uint8Array): void => {
  const { system, hidden, known, need } = one.joint
  const pairs = partnerPairs(contributions.partners)
  const strongest = attack(one.solver, system, hidden, strongestKnowledge(known, contributions, pairs), need, { judge })
  const left = [...strongest.narrow, ...strongest.undecided]
  if (left.length === 0) return
  const near = partAround(wholeOf(one.joint, contributions), [], left)
  const given = reportAll(one, near, pairs, left)
  // What two attackers prove without this release, one of them alone may not.
  const alone = Array.from({ length: contributions.partners }, (_, who) => [who])
  if (given.length > 0) reportAll(one, near, alone, given)
}

/**
 * Attacks this release together with everything disclosed from other vintages, as a reader and as each partner and pair of partners, under each assumption
 * about change. Returns the cells of this release that disclose a value when combined with earlier releases. What an attacker proves without this
 * release is not a finding, because no decision about it can prevent that.
 *
 * @param viewsBefore all vintages without this release, this one first
 * @param provedBefore what earlier calls found that differ in what `now` hides only; more is added
 */
export const jointAudit = (
  solver: LoadedSolver,
  now: JointView,
  viewsBefore: ReadonlyArray<JointView>,
  earlier: ReadonlyArray<VintageView>,
  provedBefore: ProvedBefore = new Map()
): ReadonlyArray<number> => {
  const found = new Set<number>()
  if (earlier.length === 0) return []
  const views = [now, ...earlier]
  const ownCells = now.linked.system.cells
  const ties = tiesFrom(changesOf(views, "unchanged"))
  for (const assumed of assumptions) {
    const joint = joinVintages(views, assumed, ties)
    const judge = judgeWithoutLost(joint, ownCells, earlier)
    // Two published counts that are too close to each other.
    for (const cell of joint.open) found.add(cell)
    const { system, hidden, known, need } = joint
    const { narrow, undecided, contradictions } = attack(solver, system, hidden, known, need, { judge })
    // A contradiction means that counts have fallen somewhere, so this assumption is not an attack.
    if (assumed === "grows" && contradictions > 0) continue
    const without = once(() => {
      const one = joinVintages(viewsBefore, assumed, ties)
      const whole = wholeOf(one, jointContributions(one, viewsBefore, assumed === "grows"))
      return { whole, same: sameIn(joint, one) }
    })
    const provedBy = (coalition: Coalition): Set<number> => {
      const name = `${assumed} ${coalition.join()}`
      const proved = provedBefore.get(name) ?? new Set()
      provedBefore.set(name, proved)
      return proved
    }
    const one: Assumed = { solver, joint, without, provedBy, ownCells, found }
    // What readers know without this release, partners know too.
    const failing = [...narrow, ...undecided]
    for (const cell of report(one, [{ coalition: reader, narrow: [...narrow], failing }])) judge[cell] = 0
    const contributions = jointContributions(joint, views, assumed === "grows")
    if (found.size === 0 && contributions !== undefined) attackAsPartners(one, contributions, judge)
  }
  for (const cell of attackKnownChanges(solver, now, viewsBefore, earlier, found.size === 0)) found.add(cell)
  return [...found].sort((a, b) => a - b)
}
