import { Effect, type Redacted } from "effect"
import { impliedScope } from "../implied/attackImplied.ts"
import { impliedReport } from "../implied/ImpliedReport.ts"
import { impliedGuard, impliedRefusal } from "../implied/impliedGuard.ts"
import { lineRuleMethod } from "../methods/lineRuleMethod.ts"
import type { ProtectionMethod } from "../methods/ProtectionMethod.ts"
import { suppressionMethod } from "../methods/suppressionMethod.ts"
import { cellFacts } from "../rules/CellFacts.ts"
import type { Profile } from "../rules/Profile.ts"
import { primaryCells } from "../rules/primaryCells.ts"
import { disclosingGroups, groupProtection, needOthers, sensitiveGroups, withOthers } from "../rules/sensitiveGroups.ts"
import { Solver } from "../solver/Solver.ts"
import { keyedChoice } from "../suppress/keyedChoice.ts"
import { randomKey } from "../suppress/randomKey.ts"
import { lossByValue, type SuppressionProblem } from "../suppress/SuppressionProblem.ts"
import { suppressByLines } from "../suppress/suppressByLines.ts"
import { suppressWithDecoys } from "../suppress/suppressWithDecoys.ts"
import type { Apriori } from "../tables/Apriori.ts"
import { stateCode } from "../tables/CellState.ts"
import type { CountTable } from "../tables/CountTable.ts"
import { cellName } from "../tables/cellName.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { toSystem } from "../tables/toSystem.ts"
import { aprioriCells, blamed, cellsDecided, mayHideOf, noDecisions, rowsOf } from "./aprioriCells.ts"
import { attackDifferences, comparedReleases, earlierRelease, preferHidden, smallChanges } from "./attackDifferences.ts"
import { contributionsOf } from "./contributionsOf.ts"
import type { Protection } from "./Protection.ts"
import { protectByMethod } from "./protectByMethod.ts"
import { cellsOfGroups, hiddenZeros, publicKnowledge } from "./publicKnowledge.ts"
import { additivityRefusal, totalsRefusal, unlinkedRefusal } from "./requireAdditive.ts"
import {
  type SamePopulationAttack,
  samePopulation,
  samePopulationAttack,
  samePopulationReport
} from "./samePopulationAttack.ts"
import { WouldDisclose } from "./WouldDisclose.ts"

export interface ProtectOptions {
  /** The label of margins. */
  readonly total: string
  readonly profile: Profile
  readonly hierarchy: Hierarchy
  /** Earlier releases, each with its tables as published. */
  readonly earlier?: ReadonlyArray<ReadonlyArray<CountTable>>
  /** Suppression if absent. */
  readonly method?: ProtectionMethod
  /**
   * Secret of random methods. With suppression it decides among patterns of about equal loss, so that an attacker who has the code
   * learns nothing from the choice; if absent, a new key is drawn, and a repeated call may hide other cells.
   */
  readonly key?: Redacted.Redacted<string> | undefined
  /**
   * Groups that are known to exist. Their zeros are unsafe under profiles with that rule. The tables must have rows for
   * them.
   */
  readonly knownGroups?: ReadonlyArray<KnownGroup>
  /** What a person has decided about single cells. Only with suppression. */
  readonly apriori?: Apriori | undefined
  /**
   * Dimensions whose values may harm a person. No group may be left in which everyone is known to have one value. The tables must have rows
   * for values that nobody has (`withSensitiveRows`).
   */
  readonly sensitive?: ReadonlyArray<string>
}

/** Describes what the line rule would hide. Nothing of it is proved or written. */
const byLines = (problem: SuppressionProblem): WouldDisclose => {
  const { hidden } = suppressByLines(problem)
  const all = hidden.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0)
  const unsafe = hidden.reduce((sum, mark) => sum + (mark === 1 ? 1 : 0), 0)
  return new WouldDisclose({
    message: `The line rule would hide ${all} of ${hidden.length} cells, ${unsafe} of them as unsafe. It proves nothing: all are undecided. Nothing was written`,
    narrow: 0,
    undecided: all
  })
}

/** Rules of the profile that need columns which no table has. */
const rulesNotApplied = (tables: ReadonlyArray<CountTable>, profile: Profile): ReadonlyArray<string> => {
  const one = tables.some((table) => table.contributions !== undefined)
  const number = one || tables.some((table) => table.contributors !== undefined)
  return [
    ...(profile.contributors > 0 && !number ? [`at least ${profile.contributors} contributing partners`] : []),
    ...(profile.dominance !== undefined && !one ? [`(${profile.dominance.n}, ${profile.dominance.k}) dominance`] : []),
    ...(profile.pPercent !== undefined && !one ? [`p = ${profile.pPercent} %`] : [])
  ]
}

/**
 * Protects tables that are published together, and proves it: hides unsafe cells by the profile, then others to
 * protect them, then attacks as a reader, each partner and each pair of partners and hides more until no attack
 * succeeds. Fails with `TableRefused` if the tables do not add up, and with `WouldDisclose` if no safe result was
 * found. Nothing may be published then.
 *
 * @example
 * ```ts
 * import { defaultProfile, protectTables, publishedTable, Solver, tableFromRows } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const table = tableFromRows("flows", ["origin"], [["BLR", 40], ["MDA", 4], ["UKR", 90], ["Total", 134]])
 * const published = await protectTables([table], { total: "Total", hierarchy: [], profile: defaultProfile }).pipe(
 *   Effect.map((protection) => publishedTable(table, protection)),
 *   Effect.provide(Solver.layer),
 *   Effect.runPromise
 * )
 * console.log(published.state) // 1 for each suppressed row
 * ```
 */
export const protectTables = Effect.fn("protectTables")(function* (
  tables: ReadonlyArray<CountTable>,
  {
    total,
    profile,
    hierarchy,
    earlier = [],
    method = suppressionMethod,
    key,
    knownGroups: named = [],
    apriori,
    sensitive = []
  }: ProtectOptions
) {
  const plain = toSystem(tables, hierarchy, { total })
  const knownGroups = profile.zeros === "known-groups" ? named : []
  const refusal =
    totalsRefusal(tables, plain, { hierarchy, total }) ??
    additivityRefusal(tables, plain) ??
    unlinkedRefusal(plain, tables, { hierarchy, total, earlier })
  if (refusal !== undefined) return yield* refusal
  const decided = apriori === undefined ? noDecisions : aprioriCells(plain, apriori)
  if (decided instanceof TableRefused) return yield* decided
  if (apriori !== undefined && method !== suppressionMethod)
    return yield* new TableRefused({
      message: "An a-priori file can be used with the method 'suppression' only. Nothing was written",
      problems: []
    })
  if (sensitive.length > 0 && method !== suppressionMethod)
    return yield* new TableRefused({
      message: "Only the method 'suppression' protects sensitive dimensions. Nothing was written",
      problems: []
    })
  const solver = yield* Solver
  const homogeneous = disclosingGroups(plain.system, sensitiveGroups(plain, sensitive))
  const linked = { ...plain, system: withOthers(plain.system, homogeneous) }
  const { system } = linked
  const facts = cellFacts(tables, linked)
  const forced = new Uint8Array(system.cells)
  tables.forEach((table, t) => {
    linked.joined.cellOf[t]?.forEach((cell, row) => {
      if (cell >= 0 && table.state[row] === stateCode.suppressed) forced[cell] = 1
    })
  })
  const before = earlier.map((release) =>
    earlierRelease(solver, release, { total, hierarchy, threshold: profile.threshold, knownGroups, sensitive })
  )
  const waived = new Set(cellsDecided(decided, "publish"))
  const kept = new Set(cellsDecided(decided, "publish", "keep"))
  for (const cell of cellsDecided(decided, "suppress")) forced[cell] = 1
  const changed = new Set(smallChanges(linked, before, profile.threshold).map(({ now }) => now))
  for (const cell of changed) forced[cell] = 1
  const disclosing = new Set([...changed].filter((cell) => kept.has(cell)))
  if (disclosing.size > 0)
    return yield* new WouldDisclose({
      message: `With the earlier tables, publishing a cell would disclose few persons: ${rowsOf(decided, disclosing)}. Nothing was written`,
      narrow: disclosing.size,
      undecided: 0
    })
  const inGroups = groupProtection(system, homogeneous)
  inGroups.forced.forEach((mark, cell) => {
    if (mark === 1 && !kept.has(cell)) forced[cell] = 1
  })
  const { primary, need } = primaryCells(system, profile, facts, {
    forced,
    waived,
    knownGroups: cellsOfGroups(linked.joined, knownGroups)
  })
  needOthers(need.reach, plain.system.cells, homogeneous, system.value)
  const known = publicKnowledge(system, hiddenZeros(linked, { knownGroups, sensitive }))
  const contributions = contributionsOf(facts)
  const unattacked = impliedRefusal(
    linked,
    primary,
    tables.map(({ name }) => name)
  )
  if (unattacked !== undefined && method !== lineRuleMethod) return yield* unattacked
  if (method === lineRuleMethod) return yield* byLines({ system, primary, known, need, cost: lossByValue(system) })
  if (method !== suppressionMethod) {
    const input = { linked, profile, primary: { primary, need }, known, contributions, key: key ?? randomKey() }
    const done = yield* protectByMethod(method, input, { earlier: before.length, key })
    return {
      linked,
      ...done,
      notApplied: rulesNotApplied(tables, profile),
      finer: impliedReport(linked.finer, impliedScope(system, primary, linked.finer.tables, contributions)),
      rounds: 0
    } satisfies Protection
  }
  yield* Effect.logInfo(`${system.cells} cells, ${system.relations.count} sums; hiding and attacking`)
  const nameOf = (cell: number) => cellName(linked, cell)
  const { cost, decoys } = keyedChoice(system, nameOf, key ?? randomKey(), profile.threshold)
  for (const cell of kept) decoys[cell] = 0
  const decidedHide = mayHideOf(system.value, decided)
  const mayHide = inGroups.mayHide.map((mark, cell) =>
    kept.has(cell) || (system.value[cell] !== 0 && decidedHide?.[cell] === 0) ? 0 : mark
  )
  const problem = { system, primary, known, need, cost, mayHide }
  const compared = comparedReleases(solver, linked, before)
  for (const one of compared) preferHidden(cost, one)
  let guard = impliedGuard(solver, { linked, known, need, contributions })
  const one = samePopulation(
    tables,
    linked,
    before.map((view, k) => ({ tables: earlier[k] as ReadonlyArray<CountTable>, view })),
    { hierarchy, total }
  )
  let oneTime: SamePopulationAttack | undefined
  const judged = suppressWithDecoys(solver, problem, decoys, contributions, (need) => {
    guard = impliedGuard(solver, { linked, known, need, contributions })
    return (hidden) => {
      const implied = guard.attack(hidden)
      if (implied.length > 0) return implied
      const view = { linked, hidden, known, need }
      const changed = before.length === 0 ? [] : attackDifferences(solver, view, compared, need)
      if (changed.length > 0 || one === undefined) return changed
      oneTime = samePopulationAttack(solver, one, view, before)
      return oneTime?.around ?? []
    }
  })
  const isLost = (oneTime?.failing.length ?? 0) > 0
  const unkept = [...kept].filter((cell) => primary[cell] === 0 && judged.hidden[cell] !== 0)
  if (judged.failing.length > 0 || unkept.length > 0 || judged.verdict.contradictions > 0 || isLost)
    return yield* new WouldDisclose({
      message:
        kept.size === 0
          ? "No safe form of this table was found. Nothing was written"
          : `No safe form of this table was found in which the cells stay published of ${rowsOf(decided, blamed(system, kept, [...judged.failing, ...unkept]))}. Nothing was written`,
      narrow: judged.verdict.narrow.length,
      undecided: judged.verdict.undecided.length
    })
  return {
    linked,
    hidden: judged.hidden,
    verdict: guard.withLeast(judged.verdict),
    finer: [...guard.report(), ...samePopulationReport(one, oneTime)],
    insiders: judged.insiders,
    notApplied: rulesNotApplied(tables, profile),
    decisions: decided.apriori.decisions,
    rounds: judged.rounds
  } satisfies Protection
})
