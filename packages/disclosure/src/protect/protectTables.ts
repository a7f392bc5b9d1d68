import { Effect } from "effect"
import { impliedScope } from "../implied/attackImplied.ts"
import { impliedReport } from "../implied/ImpliedReport.ts"
import { impliedRefusal } from "../implied/impliedGuard.ts"
import { lineRuleMethod } from "../methods/lineRuleMethod.ts"
import { suppressionMethod } from "../methods/suppressionMethod.ts"
import { Solver } from "../solver/Solver.ts"
import { randomKey } from "../suppress/randomKey.ts"
import { lossByValue, type SuppressionProblem } from "../suppress/SuppressionProblem.ts"
import { suppressByLines } from "../suppress/suppressByLines.ts"
import type { CountTable } from "../tables/CountTable.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { toSystem } from "../tables/toSystem.ts"
import { type AprioriCells, aprioriCells, noDecisions, rowsOf } from "./aprioriCells.ts"
import type { Protection } from "./Protection.ts"
import type { ProtectOptions } from "./ProtectOptions.ts"
import { protectByMethod } from "./protectByMethod.ts"
import { additivityRefusal, labelsRefusal, unlinkedRefusal } from "./requireAdditive.ts"
import { rulesNotApplied } from "./rulesNotApplied.ts"
import { suppressTables } from "./suppressTables.ts"
import { tablesProblem } from "./TablesProblem.ts"
import { WouldDisclose } from "./WouldDisclose.ts"

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

const onlySuppression = (what: string) => new TableRefused({ message: `${what}. Nothing was written`, problems: [] })

/** Joins the tables. Fails with `TableRefused` if they do not add up, or if the options do not fit them or each other. */
const requireProtectable = Effect.fnUntraced(function* (tables: ReadonlyArray<CountTable>, options: ProtectOptions) {
  const { total, hierarchy, earlier = [], method = suppressionMethod, apriori, sensitive = [] } = options
  const plain = toSystem(tables, hierarchy, { total })
  const refusal =
    labelsRefusal(tables, plain, { hierarchy, total, earlier }) ??
    additivityRefusal(tables, plain) ??
    unlinkedRefusal(plain, tables, { hierarchy, total, earlier })
  if (refusal !== undefined) return yield* refusal
  const decided: AprioriCells | TableRefused = apriori === undefined ? noDecisions : aprioriCells(plain, apriori)
  if (decided instanceof TableRefused) return yield* decided
  if (method === suppressionMethod) return { plain, decided }
  if (apriori !== undefined)
    return yield* onlySuppression("An a-priori file can be used with the method 'suppression' only")
  if (sensitive.length > 0) return yield* onlySuppression("Only the method 'suppression' protects sensitive dimensions")
  return { plain, decided }
})

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
  options: ProtectOptions
) {
  const { method = suppressionMethod, key } = options
  const joined = yield* requireProtectable(tables, options)
  const problem = tablesProblem(yield* Solver, tables, joined, options)
  const { linked, profile, primary, need, known, contributions, decided, disclosing } = problem
  const { system } = linked
  if (disclosing.size > 0)
    return yield* new WouldDisclose({
      message: `With the earlier tables, publishing a cell would disclose few persons: ${rowsOf(decided, disclosing)}. Nothing was written`,
      narrow: disclosing.size,
      undecided: 0
    })
  if (method === lineRuleMethod) return yield* byLines({ system, primary, known, need, cost: lossByValue(system) })
  const names = tables.map(({ name }) => name)
  const unattacked = impliedRefusal(linked, primary, names)
  if (unattacked !== undefined) return yield* unattacked
  if (method === suppressionMethod) return yield* suppressTables(problem, options)
  const input = { linked, profile, primary: { primary, need }, known, contributions, key: key ?? randomKey() }
  const done = yield* protectByMethod(method, input, { earlier: problem.before.length, key })
  return {
    linked,
    ...done,
    notApplied: rulesNotApplied(tables, profile),
    finer: impliedReport(linked.finer, impliedScope(system, primary, linked.finer.tables, contributions)),
    rounds: 0
  } satisfies Protection
})
