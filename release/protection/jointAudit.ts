import { attack } from "@corridor/disclosure/attack/attack"
import { insiders, partnerPairs, strongestKnowledge } from "@corridor/disclosure/attack/insiders"
import { cellsToProtect, type JointReleases } from "@corridor/disclosure/protect/JointReleases"
import { tiesFrom } from "@corridor/disclosure/protect/knownChanges"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { attackKnownChanges } from "./attackKnownChanges.ts"
import { cellsToJudge, jointContributions, joinVintages, marksOf } from "./joinVintages.ts"
import { changesOf } from "./knownChanges.ts"
import { type PartOfVintages, partAround, wholeOf } from "./partOfVintages.ts"
import type { JointView, VintageView } from "./VintageView.ts"

/** What is assumed of change apart from known changes: which counts are the same, and that all others only grew. */
const assumptions = ["unchanged", "grows"] as const

/**
 * Marks as lost what everything disclosed so far gives away to readers: releases from before an attack was known. Nothing published now can
 * repair it, so it is no reason to refuse something else. Figures with noise give nothing away for certain.
 */
export const markLost = (solver: LoadedSolver, all: ReadonlyArray<VintageView>): void => {
  const views = all.map((view) => ({ ...view, known: view.certain }))
  if (views.length === 0) return
  const isLost = views.flatMap(({ linked }) => [...new Uint8Array(linked.system.cells)])
  const ties = tiesFrom(changesOf(views, "unchanged"))
  for (const assumed of assumptions) {
    const { system, hidden, known, need, judge } = joinVintages(views, assumed, ties)
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
  for (const { lost, given } of all) {
    given.set(isLost.slice(at, at + lost.length))
    for (const [cell, mark] of given.entries()) if (mark === 1) lost[cell] = 1
    at += lost.length
  }
}

/** Returns for each cell of a joint system the same cell or difference of another one, in which fewer counts are known. */
const sameIn = (from: JointReleases, to: JointReleases): ((cell: number) => number) => {
  const nameOf = ({ now, earlier }: JointReleases["differences"][number]) => `${now} ${earlier}`
  const cellOf = new Map(to.differences.map((one) => [nameOf(one), one.cell]))
  const same = new Map(from.differences.map((one) => [one.cell, cellOf.get(nameOf(one)) as number]))
  return (cell) => same.get(cell) ?? cell
}

/** Returns what pairs of partners learn of some cells of a part, by their numbers. */
const leaksIn = (solver: LoadedSolver, part: PartOfVintages, judge: ReadonlyArray<number>) => {
  const marks = new Uint8Array(part.cells.length)
  for (const cell of judge) marks[part.placeOf.get(cell) as number] = 1
  const { hidden, known, need, contributions } = part
  if (contributions === undefined) return []
  const { leaks } = insiders(solver, part.linked.system, hidden, known, need, contributions, { judge: marks })
  return leaks.map(({ coalition, narrow, undecided }) => ({
    coalition,
    failing: [...narrow, ...undecided].map((place) => part.cells[place] as number)
  }))
}

/**
 * Attacks this release together with everything disclosed from other vintages, as a reader and as each partner and pair of partners, under each assumption
 * about change. Returns the cells of this release that disclose a value when combined with earlier releases. What an attacker proves without this
 * release is no finding for him, because no decision about it can prevent that.
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
  const [views, viewsBefore] = [
    [now, ...earlier],
    [before, ...earlier]
  ]
  const ties = tiesFrom(changesOf(views, "unchanged"))
  for (const assumed of assumptions) {
    const joinAs = (all: ReadonlyArray<JointView>) => {
      const joint = joinVintages(all, assumed, ties)
      return { joint, contributions: jointContributions(joint, all, assumed === "grows") }
    }
    const { joint, contributions } = joinAs(views)
    const judge = cellsToJudge(joint, now, earlier)
    const attackAs = (
      { joint: { system, hidden, known, need }, contributions }: ReturnType<typeof joinAs>,
      coalitions: ReadonlyArray<ReadonlyArray<number>>,
      judge: Uint8Array
    ) => {
      const own = contributions === undefined ? known : strongestKnowledge(known, contributions, coalitions)
      return attack(solver, system, hidden, own, need, { judge })
    }
    // Two published counts that are too close to each other.
    for (const cell of joint.open) found.add(cell)
    const verdict = attackAs({ joint, contributions }, [[]], judge)
    // A contradiction means that counts have fallen somewhere, so this assumption is no attack.
    if (assumed === "grows" && verdict.contradictions > 0) continue
    let made: (ReturnType<typeof joinAs> & { readonly same: (cell: number) => number }) | undefined
    /** Reports what a coalition learns. Returns what it proves without this release. */
    const report = (cells: ReadonlyArray<number>, coalition: ReadonlyArray<number>): ReadonlyArray<number> => {
      if (cells.length === 0) return []
      if (made === undefined) {
        const one = joinAs(viewsBefore)
        made = { ...one, same: sameIn(joint, one.joint) }
      }
      const { same } = made
      const proved = new Set(attackAs(made, [coalition], marksOf(made.joint, cells.map(same))).narrow)
      const isGiven = (cell: number) => proved.has(same(cell))
      const learned = cells.filter((cell) => !isGiven(cell))
      for (const cell of cellsToProtect(joint, learned, now.linked.system.cells)) found.add(cell)
      return cells.filter(isGiven)
    }
    // What readers know without this release partners know too.
    for (const cell of report([...verdict.narrow, ...verdict.undecided], [])) judge[cell] = 0
    if (found.size > 0 || contributions === undefined) continue
    const all = partnerPairs(contributions.partners)
    const strongest = attackAs({ joint, contributions }, all, judge)
    const left = [...strongest.narrow, ...strongest.undecided]
    if (left.length === 0) continue
    const given = new Set<number>()
    const near = partAround(wholeOf(joint, contributions), [], left)
    for (const { coalition, failing } of leaksIn(solver, near, left))
      for (const cell of report(failing, coalition)) given.add(cell)
    // What two know without it one of them may not.
    for (let member = 0; member < contributions.partners && given.size > 0; member++) {
      const { narrow, undecided } = attackAs({ joint, contributions }, [[member]], marksOf(joint, given))
      report([...narrow, ...undecided], [member])
    }
  }
  for (const cell of attackKnownChanges(solver, now, before, earlier, found.size === 0)) found.add(cell)
  return [...found].sort((a, b) => a - b)
}
