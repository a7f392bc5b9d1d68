/**
 * **High risk.** Partners who know that no other partner reported. Releases say from which month on how many partners report a kind of record, and how many did
 * throughout (`reporting.csv`). So one or two partners may know that they alone reported in a month, or that they alone are not in the constant panel.
 * Then a count of that month, or outside the panel, is exactly their own persons, and not only at least as many.
 *
 * The partners with persons in a month stand for those that reported: a partner that reported no persons adds nothing to a count, and the others would know less if it were included.
 */
import { insiders, partnerPairs, strongestKnowledge } from "@corridor/disclosure/attack/insiders"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { SuppressionProblem } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppress } from "@corridor/disclosure/suppress/suppress"
import type { SafeSuppression } from "@corridor/disclosure/suppress/suppressUntilSafe"
import type { Hidden, Knowledge } from "@corridor/disclosure/system/LinkedSystem"
import { panelDimension } from "../catalogue/Cube.ts"
import type { JointSystem } from "./JointSystem.ts"
import type { JointView } from "./VintageView.ts"

/** Most partners of which an attacker consists. */
const maxPartners = 2

/** Cells of one time, kind of record and label of the panel, and the partners that alone have persons in them. */
interface OwnCells {
  readonly partners: ReadonlyArray<string>
  readonly cells: ReadonlyArray<number>
}

/** Returns the cells of a cube that agree in everything, or in what `isCompared` selects. */
const cellsAlike = (
  { cubes, offsets }: JointSystem,
  c: number,
  isCompared: (dimension: string) => boolean
): ReadonlyArray<ReadonlyArray<number>> => {
  const { system, joined } = (cubes[c] as JointSystem["cubes"][number]).linked
  const compared = joined.dimensions.flatMap((name, d) => (isCompared(name) ? [d] : []))
  const own = Array.from({ length: system.cells }, (_, cell) => cell)
  const groups = Map.groupBy(own, (cell) => compared.map((d) => joined.cells.at(cell, d)).join())
  return [...groups.values()].map((cells) => cells.map((cell) => cell + (offsets[c] as number)))
}

/** Returns the cells of all times, kinds of records and labels of the panel of which one or two partners have all persons. */
const ownCells = (joint: JointSystem): ReadonlyArray<OwnCells> =>
  joint.cubes.flatMap(({ cube: { spine } }, c) =>
    cellsAlike(joint, c, (name) => [spine.time, spine.kind, panelDimension].includes(name)).flatMap((cells) => {
      const lists = cells.flatMap((cell) => joint.facts.contributions?.[cell] ?? [])
      const partners = [...new Set(lists.map(([partner]) => partner))]
      return partners.length > 0 && partners.length <= maxPartners ? [{ partners, cells }] : []
    })
  )

/** Returns all counts with their part in the constant panel and the rest, where tables have these. */
const panelFamilies = (joint: JointSystem): ReadonlyArray<ReadonlyArray<number>> =>
  joint.cubes.flatMap(({ linked }, c) =>
    linked.joined.dimensions.includes(panelDimension) ? cellsAlike(joint, c, (name) => name !== panelDimension) : []
  )

/** Coalitions that know of the same cells, in several vintages, that all persons in them are their own. */
interface OwnInVintages {
  readonly coalitions: ReadonlyArray<ReadonlyArray<string>>
  /** What they know of each vintage. */
  readonly views: ReadonlyArray<JointView>
  /** Returns whether a cell of a vintage is unsafe, contains other partners' persons, and is not known to them by subtracting their own persons from a published count. */
  readonly mayJudge: (vintage: number, cell: number) => boolean
}

/** Returns 1 for the cells of a view that these partners know to be their own persons. */
const ownOf = (linked: JointSystem, own: ReadonlyArray<OwnCells>, coalition: ReadonlyArray<string>): Uint8Array => {
  const isOwn = new Uint8Array(linked.system.cells)
  for (const { partners, cells } of own)
    if (partners.every((one) => coalition.includes(one))) for (const cell of cells) isOwn[cell] = 1
  return isOwn
}

/** Returns the partners and pairs that know that they alone reported somewhere, those together that know the same. */
export const ownInVintages = (views: ReadonlyArray<JointView>): ReadonlyArray<OwnInVintages> => {
  const own = views.map(({ linked }) => ownCells(linked))
  if (own.every((some) => some.length === 0)) return []
  const names = [...new Set(views.flatMap(({ partners }) => partners))]
  const knownTo = (coalition: ReadonlyArray<string>) =>
    own.flatMap((some, v) =>
      some.flatMap(({ partners }, o) => (partners.every((one) => coalition.includes(one)) ? [`${v} ${o}`] : []))
    )
  const pairs = partnerPairs(names.length).map((pair) => pair.map((who) => names[who] as string))
  // What two partners prove without a release, one of them alone may not.
  const groups = Map.groupBy([...pairs, ...names.map((one) => [one])], (coalition) => knownTo(coalition).join())
  groups.delete("")
  return [...groups.values()].map((coalitions) => {
    const isOwn = views.map(({ linked }, v) =>
      ownOf(linked, own[v] as ReadonlyArray<OwnCells>, coalitions[0] as ReadonlyArray<string>)
    )
    const isSubtracted = views.map(({ linked, hidden }, v) => subtracted(linked, hidden, isOwn[v] as Uint8Array))
    return {
      coalitions,
      views: views.map((view, v) => ({ ...view, known: withOwn(view, isOwn[v] as Uint8Array) })),
      mayJudge: (v, cell) =>
        isOwn[v]?.[cell] === 0 && isSubtracted[v]?.[cell] === 0 && (views[v]?.need.reach[cell] ?? 0) > 0
    }
  })
}

/** Returns the knowledge of an attacker who also knows the counts of these cells exactly. */
const withOwn = ({ linked, known }: Pick<JointView, "linked" | "known">, isOwn: Uint8Array): Knowledge => {
  const exact = (values: Float64Array) =>
    values.map((one, cell) => (isOwn[cell] === 1 ? (linked.system.value[cell] as number) : one))
  return { low: exact(known.low), high: exact(known.high) }
}

/** Returns 1 for the cells that follow from a published count by subtracting one's own. */
const subtracted = (
  linked: JointSystem,
  hidden: Hidden,
  isOwn: Uint8Array,
  families = panelFamilies(linked)
): Uint8Array => {
  const marks = new Uint8Array(linked.system.cells)
  for (const family of families) {
    if (!family.some((cell) => isOwn[cell] === 1)) continue
    const others = family.filter((cell) => isOwn[cell] === 0)
    if (others.some((cell) => hidden[cell] === 0)) for (const cell of others) marks[cell] = 1
  }
  return marks
}

/** An attack as each partner and pair of partners that know that they alone reported somewhere. */
interface OnlyReporters {
  /**
   * Returns the unsafe hidden cells that they can prove. What is suppressed only to protect others may become known to them. `known`: what all
   * know with this release, if that is more than without it.
   */
  readonly attack: (hidden: Hidden, known?: Knowledge) => ReadonlyArray<number>
  /** Returns what to hide so that they prove less. */
  readonly hide: (hidden: Hidden, problem: Pick<SuppressionProblem, "cost" | "mayHide">) => Hidden
}

/**
 * Returns the attack on the hidden cells of a view. The view itself is what an attacker knows without this release: what follows from that is not a finding. Nor
 * is what they know by subtracting their own persons from a published count.
 *
 * @param judge 1 for the cells that must be protected; of them, the unsafe ones are
 */
export const onlyReporters = (solver: LoadedSolver, view: JointView, judge: Uint8Array): OnlyReporters => {
  const { linked, known, need, contributions, partners, isDisclosed } = view
  const { system } = linked
  const own = contributions === undefined ? [] : ownCells(linked)
  if (contributions === undefined || own.length === 0) return { attack: () => [], hide: (hidden) => hidden }
  const families = panelFamilies(linked)
  const isKnownTo = (coalition: ReadonlyArray<number>) => (one: OwnCells) =>
    one.partners.every((name) => coalition.some((partner) => partners[partner] === name))
  const groups = Map.groupBy(partnerPairs(contributions.partners), (coalition) =>
    own.flatMap((one, o) => (isKnownTo(coalition)(one) ? [o] : [])).join()
  )
  groups.delete("")
  const attackers = [...groups.values()].map((coalitions) => {
    const names = (coalitions[0] as ReadonlyArray<number>).map((partner) => partners[partner] as string)
    const isOwn = ownOf(linked, own, names)
    const theirsOf = (all: Knowledge): Knowledge => withOwn({ linked, known: all }, isOwn)
    const prove = (hidden: Hidden, all: Knowledge, some: Uint8Array): ReadonlyArray<number> =>
      insiders(solver, system, hidden, theirsOf(all), need, contributions, { judge: some, coalitions }).leaks.flatMap(
        ({ narrow, undecided }) => [...narrow, ...undecided]
      )
    const judged = judge.map((mark, cell) => (isOwn[cell] === 1 || need.reach[cell] === 0 ? 0 : mark))
    const judgedIn = (hidden: Hidden): Uint8Array => {
      const isSubtracted = subtracted(linked, hidden, isOwn, families)
      return judged.map((mark, cell) =>
        isSubtracted[cell] === 1 || (hidden[cell] === 0 && system.unshown[cell] === 0) ? 0 : mark
      )
    }
    const proved = (hidden: Hidden, all = known): ReadonlyArray<number> => {
      const found = prove(hidden, all, judgedIn(hidden))
      const marks = new Uint8Array(system.cells)
      for (const cell of found) marks[cell] = 1
      const given = found.length === 0 ? [] : prove(view.hidden, known, marks)
      for (const cell of given) judged[cell] = 0
      return found.filter((cell) => judged[cell] === 1)
    }
    return { coalitions, theirs: theirsOf(known), judgedIn, proved }
  })
  const withKnown = (hidden: Hidden): Hidden => hidden.map((mark, cell) => (isDisclosed[cell] === 1 ? 0 : mark))
  return {
    attack: (all, knownNow) => {
      const hidden = withKnown(all)
      return [...new Set(attackers.flatMap(({ proved }) => proved(hidden, knownNow)))]
    },
    hide: (all, problem) =>
      attackers.reduce((hidden, { coalitions, theirs, judgedIn, proved }) => {
        if (proved(hidden).length === 0) return hidden
        const some = judgedIn(hidden)
        const ofJudged = (values: Float64Array) => values.map((one, cell) => (some[cell] === 1 ? one : 0))
        const strongest = strongestKnowledge(theirs, contributions, coalitions)
        return suppress(solver, {
          ...{ ...problem, system, primary: hidden, known: strongest },
          need: { ...need, width: ofJudged(need.width), reach: ofJudged(need.reach) }
        }).hidden
      }, withKnown(all))
  }
}

/** Limit of rounds in which more is hidden. */
const maxRounds = 10

/** Makes a choice again, with more hidden from the start, until these partners prove nothing. If they still do, what they prove is failing. */
export const chooseUntilSafe = (
  { attack, hide }: OnlyReporters,
  problem: Pick<SuppressionProblem, "primary" | "cost" | "mayHide">,
  choose: (primary: Hidden) => SafeSuppression
): SafeSuppression => {
  let safe = choose(problem.primary)
  for (let round = 0; safe.failing.length === 0; round++) {
    const failing = attack(safe.hidden)
    if (failing.length === 0) return safe
    if (round === maxRounds) return { ...safe, failing }
    const more = hide(safe.hidden, problem)
    safe = choose(problem.primary.map((mark, cell) => mark || (more[cell] as number)))
  }
  return safe
}
