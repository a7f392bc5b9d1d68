import { Effect } from "effect"
import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import { Effort } from "../attack/Effort.ts"
import { attackImplied, type ImpliedAttack } from "../implied/attackImplied.ts"
import { type ImpliedReport, impliedReport } from "../implied/ImpliedReport.ts"
import type { ImpliedTarget } from "../implied/impliedRun.ts"
import { minProtectionWidth } from "../rules/primaryCells.ts"
import { withSensitiveRows } from "../rules/withSensitiveRows.ts"
import { type LoadedSolver, Solver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { CountTable } from "../tables/CountTable.ts"
import { cellName } from "../tables/cellName.ts"
import { counted } from "../tables/counted.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import type { ImpliedJointTable } from "../tables/impliedJointTables.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { type BrokenSum, type LinkedTables, toSystem } from "../tables/toSystem.ts"
import type { UnlinkedGroups } from "../tables/unlinkedGroups.ts"
import {
  comparedReleases,
  comparisonsOf,
  type EarlierRelease,
  earlierRelease,
  publishedView,
  tiesOf
} from "./attackDifferences.ts"
import { type Change, isKnownBefore, tellingChanges } from "./changesSince.ts"
import { type GroupFindings, groupFindings } from "./groupFindings.ts"
import { type Difference, jointReleases } from "./JointReleases.ts"
import { insiderCounts, withImpliedVerdict, withSamePopulation } from "./mergeVerdicts.ts"
import { notCompared } from "./notCompared.ts"
import { hiddenZeros, withoutLows } from "./publicKnowledge.ts"
import { clashProblems, labelsRefusal, unlinkedGroupsOf } from "./requireAdditive.ts"
import { samePopulationReport, samePopulations } from "./samePopulationAttack.ts"

export interface AuditOptions {
  /** The label of margins. */
  readonly total: string
  readonly hierarchy: Hierarchy
  /** Earlier releases, each with its tables as published. */
  readonly earlier?: ReadonlyArray<ReadonlyArray<CountTable>>
  /** An interval within 1 to threshold - 1 is a disclosure; 0 turns this off. */
  readonly threshold: number
  /** Minimum width of an interval. */
  readonly width?: number
  /** The attacker's own persons by cell, as a table. */
  readonly insider?: CountTable | undefined
  /** The attacker's own persons when each earlier release was published, in the same order. */
  readonly earlierInsider?: ReadonlyArray<CountTable>
  /** Up to this many hidden cells, both ends of every interval are proved; above, only the verdict. */
  readonly exactUpTo?: number
  /** Limit of work. What is open once it is spent is undecided. */
  readonly maxWork?: number
  /** Dimensions whose values may harm a person: no group may be known to have one value. */
  readonly sensitive?: ReadonlyArray<string>
  /** Groups that are known to exist, of which zeros are hidden. */
  readonly knownGroups?: ReadonlyArray<KnownGroup>
}

/**
 * Limit of work for one audit by number of cells: about 180 seconds of one processor for 100,000 cells, shared by
 * two.
 */
const workOf = (cells: number): number => 200_000 * Math.max(100_000, cells)

export interface Audit {
  readonly linked: LinkedTables
  /** Overlapping groups without rows of their members. Their differences were not attacked. */
  readonly untied: ReadonlyArray<UnlinkedGroups>
  readonly hidden: Hidden
  readonly verdict: Verdict
  /** Reports of attacks on implied joint tables. */
  readonly finer: ReadonlyArray<ImpliedReport>
  /** Names of earlier tables that were not attacked as margins of one joint table with these, because their counts differ. */
  readonly changed: ReadonlyArray<string>
  /** Whether both ends of every interval are exact, or only known to be possible. */
  readonly exact: boolean
  /** Rows of the insider about cells that no table has. They are not in the attack. */
  readonly elsewhere: number
  /** Earlier releases of which it is not known what the insider had in them. */
  readonly insiderUnknown: number
  /** What earlier tables have and these do not, in words: it was not compared. */
  readonly notCompared: ReadonlyArray<string>
  /** Sums of earlier tables that do not add up and were left out. */
  readonly earlierBroken: ReadonlyArray<{ readonly table: string; readonly broken: BrokenSum }>
  /** Whether the limit of work was reached before every cell was decided. */
  readonly isUnfinished: boolean
  /** Published cells of 1 to threshold - 1 persons. */
  readonly small: ReadonlyArray<number>
  /** Changes since earlier releases that disclose few persons. */
  readonly changes: ReadonlyArray<Change>
  /** Cells of earlier releases that are too narrow or undecided together with these tables. */
  readonly earlierFailing: number
  /** Groups of which everyone is known to have one value. */
  readonly groups: GroupFindings
}

/**
 * Returns the insider's persons by cell of the tables, or why they are refused: what is ignored would be missing from the attack. Cells that no
 * table has are counted.
 */
const insiderPersons = (
  { joined, system }: LinkedTables,
  insider: CountTable
): { readonly low: Float64Array; readonly elsewhere: number } | TableRefused => {
  const unknown = insider.dimensions.filter((name) => !joined.dimensions.includes(name))
  if (unknown.length > 0)
    return new TableRefused({
      message: `${insider.name}: not a dimension of the published tables: ${unknown.join(", ")}. Add its rows up, and leave it out`,
      problems: []
    })
  const low = new Float64Array(system.cells)
  let elsewhere = 0
  const vector = new Uint32Array(joined.dimensions.length)
  for (let row = 0; row < insider.rows; row++) {
    vector.fill(0)
    const known = insider.dimensions.every((name, d) => {
      const place = joined.dimensions.indexOf(name)
      const label = insider.codes[d]?.[insider.key[row * insider.dimensions.length + d] as number] as string
      const code = joined.codes[place]?.indexOf(label) ?? -1
      if (code < 0) return false
      vector[place] = code
      return true
    })
    const cell = known ? joined.cells.find(vector) : -1
    const count = insider.count[row] as number
    if (!(count > 0)) continue
    if (cell < 0) elsewhere += 1
    else low[cell] = count
  }
  return { low, elsewhere }
}

/** Returns what the tables state about hidden counts, by cell. */
const publishedOf = (tables: ReadonlyArray<CountTable>, { joined, system }: LinkedTables): Float64Array => {
  const most = new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
  tables.forEach((table, t) => {
    table.atMost?.forEach((bound, row) => {
      const cell = joined.cellOf[t]?.[row] as number
      if (cell >= 0) most[cell] = Math.min(most[cell] as number, bound)
    })
  })
  return most
}

/** The input of one attack. */
interface Target {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
  readonly judge?: Uint8Array
}

interface HowFar {
  readonly exact: boolean
  readonly effort: Effort
}

/**
 * Attacks with the most knowledge that is consistent. It assumes less if nothing would satisfy the assumptions: zeros
 * are hidden, or counts have decreased.
 */
const attackWith = <A extends Target>(solver: LoadedSolver, targets: ReadonlyArray<A>, { exact, effort }: HowFar) => {
  let best: { readonly verdict: Verdict; readonly target: A } | undefined
  for (const target of targets) {
    const { system, hidden, known, need, judge } = target
    const how: AttackOptions = {
      aim: exact ? "intervals" : "verdict",
      everyCell: true,
      effort,
      ...(judge === undefined ? {} : { judge })
    }
    const verdict = attack(solver, system, hidden, known, need, how)
    if (best === undefined || verdict.contradictions < best.verdict.contradictions) best = { verdict, target }
    if (verdict.contradictions === 0) break
  }
  return best as { readonly verdict: Verdict; readonly target: A }
}

/** Attacks implied joint tables, with less knowledge if no joint table would satisfy it. */
const attackFinerWith = (
  solver: LoadedSolver,
  tables: ReadonlyArray<ImpliedJointTable>,
  targets: ReadonlyArray<ImpliedTarget>,
  { exact, effort }: HowFar
): ImpliedAttack | undefined => {
  let found: ImpliedAttack | undefined
  for (const target of targets) {
    found = attackImplied(solver, tables, target, undefined, { aim: exact ? "intervals" : "verdict", effort })
    if (found.reach !== "impossible") break
  }
  return found
}

/** Fails with `TableRefused` where an insider's table cannot be read as counts of these tables. */
const requireInsider = (linked: LinkedTables, insider: CountTable | undefined) => {
  const found = insider === undefined ? undefined : insiderPersons(linked, insider)
  return found instanceof TableRefused ? Effect.fail(found) : Effect.succeed(found)
}

/** Joins the tables. Fails with `TableRefused` if margins have another label than `total`, or if two tables have different counts for one cell. */
const requireConsistent = Effect.fnUntraced(function* (tables: ReadonlyArray<CountTable>, options: AuditOptions) {
  const linked = toSystem(tables, options.hierarchy, options)
  const unclear = labelsRefusal(tables, linked, options)
  if (unclear !== undefined) return yield* unclear
  const clashes = clashProblems(tables, linked)
  if (clashes.length > 0)
    return yield* new TableRefused({ message: "The published tables contradict each other", problems: clashes })
  return linked
})

/** Returns what is known together with the attacker's own persons. */
const withOwn = (known: Knowledge, own: Float64Array | undefined): Knowledge => ({
  ...known,
  low: known.low.map((low, cell) => Math.max(low, own?.[cell] ?? 0))
})

/** The tables as attackers see them, and the attacks to try, the one that assumes most first. */
const attacksOn = (
  solver: LoadedSolver,
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables,
  own: Float64Array | undefined,
  before: ReadonlyArray<EarlierRelease>,
  options: AuditOptions
) => {
  const { threshold, width = minProtectionWidth } = options
  const { system } = linked
  const view = publishedView(linked, threshold, hiddenZeros(linked, options), width)
  const atMost = publishedOf(tables, linked)
  const knownWhere = (known: Knowledge): Knowledge => ({ ...withOwn(known, own), high: atMost })
  const now = { ...view, known: knownWhere(view.known) }
  const doubting = { ...view, known: knownWhere(withoutLows(view.known)) }
  // Counts that could have stayed the same are assumed to be the same.
  const compared = comparedReleases(solver, linked, before)
  const joint = (one: typeof now, grows: boolean): Target & { readonly differences: ReadonlyArray<Difference> } =>
    before.length === 0
      ? { ...one, system, differences: [] }
      : jointReleases(one, compared, [one.need, ...compared.map(({ need }) => need)], {
          threshold,
          grows,
          comparisons: comparisonsOf(one, compared),
          ties: tiesOf(one, compared, "unchanged", threshold)
        })
  const targets =
    before.length === 0
      ? [joint(now, true), joint(doubting, true)]
      : [joint(now, true), joint(now, false), joint(doubting, false)]
  return { now, compared, targets }
}

/**
 * Attacks published tables: rebuilds every sum among them and computes what can be proved about each suppressed cell,
 * with earlier releases also from the changes. Sums that do not add up are left out and listed in `linked.broken`.
 * Fails with `TableRefused` if two tables have different counts for one cell.
 *
 * @example
 * ```ts
 * import { auditReport, auditTables, type CountTable, Solver } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const narrowCells = (published: CountTable) =>
 *   auditTables([published], { total: "Total", hierarchy: [], threshold: 11 }).pipe(
 *     Effect.map((audit) => auditReport(audit).narrow),
 *     Effect.provide(Solver.layer),
 *     Effect.runPromise
 *   )
 * ```
 */
export const auditTables = Effect.fn("auditTables")(function* (
  published: ReadonlyArray<CountTable>,
  options: AuditOptions
) {
  const { threshold, earlier = [], sensitive = [] } = options
  const tables = published.map((table) => withSensitiveRows(table, sensitive, options.hierarchy, options.total))
  const linked = yield* requireConsistent(tables, options)
  const inside = yield* requireInsider(linked, options.insider)
  const solver = yield* Solver
  const { system } = linked
  const own = inside?.low
  const before = earlier.map((release) => earlierRelease(solver, release, options))
  const insideBefore = yield* Effect.forEach(before, (view, k) =>
    requireInsider(view.linked, options.earlierInsider?.[k])
  )
  const asInsider = before.map((view, k) => ({ ...view, known: withOwn(view.known, insideBefore[k]?.low) }))
  const { now, compared, targets } = attacksOn(solver, tables, linked, own, asInsider, options)
  const { hidden } = now
  const count = hidden.reduce((sum, mark) => sum + mark, 0)
  const exact = count <= (options.exactUpTo ?? 5000)
  yield* Effect.logInfo(
    `${counted(system.cells, "cell")}, ${counted(system.relations.count, "sum")}, ${count} suppressed; attacking`
  )
  const how = { exact, effort: new Effort(options.maxWork ?? workOf(system.cells)) }
  const { verdict: attacked, target } = attackWith(solver, targets, how)
  const found = {
    ...attacked,
    narrow: attacked.narrow.filter((cell) => !isKnownBefore(compared, attacked, cell, threshold))
  }
  const persons = own === undefined ? undefined : insiderCounts(linked, own)
  // If an assumption contradicts the tables, it contradicts finer ones too.
  const consistent = targets.slice(targets.indexOf(target))
  const finerTargets = consistent.map((one) => ({ ...one, judge: one.judge ?? hidden, own: persons }))
  const finer =
    linked.finer.tables.length === 0 || found.contradictions > 0
      ? undefined
      : attackFinerWith(solver, linked.finer.tables, finerTargets, how)
  const releases = before.map((view, k) => ({ tables: earlier[k] as ReadonlyArray<CountTable>, view }))
  const populations = samePopulations(solver, tables, now, releases, options)
  const attacks = populations?.attacks ?? []
  const alone = finer === undefined ? found : withImpliedVerdict(found, finer)
  const verdict = attacks.reduce(withSamePopulation, alone)
  const isEarlier = (cell: number) => cell >= system.cells && target.system.unshown[cell] === 0
  const failingThen = attacks.flatMap(({ population, failing }) => {
    const places = new Set(population.now)
    return failing.flatMap((cell) => (places.has(cell) ? [] : [cellName(population.linked, cell)]))
  })
  const failingEarlier = [...verdict.narrow, ...verdict.undecided].filter(isEarlier).length + new Set(failingThen).size
  return {
    linked,
    untied: unlinkedGroupsOf(linked, tables, options),
    hidden,
    verdict,
    finer: [
      ...impliedReport(linked.finer, finer?.reach),
      ...(populations === undefined ? [] : samePopulationReport(populations))
    ],
    changed: populations?.changed ?? [],
    exact,
    elsewhere: [inside, ...insideBefore].reduce((sum, one) => sum + (one?.elsewhere ?? 0), 0),
    insiderUnknown: inside === undefined ? 0 : insideBefore.filter((one) => one === undefined).length,
    notCompared: notCompared(published, earlier.flat()),
    earlierBroken: before.flatMap((view, k) =>
      view.linked.broken.map((broken) => ({ table: (earlier[k] ?? []).map(({ name }) => name).join(", "), broken }))
    ),
    isUnfinished: how.effort.isSpent && verdict.undecided.length > 0,
    earlierFailing: failingEarlier,
    small: smallCells(linked, threshold),
    groups: groupFindings(solver, linked, { ...now, verdict }, sensitive, how.effort),
    changes: tellingChanges(linked, before, target.differences, verdict, threshold)
  } satisfies Audit
})

/** Returns the published cells of few persons. */
const smallCells = ({ joined, system }: LinkedTables, threshold: number): ReadonlyArray<number> =>
  Array.from(joined.shown.keys()).filter((cell) => {
    const value = system.value[cell] as number
    return joined.shown[cell] === 1 && value > 0 && value < threshold
  })
