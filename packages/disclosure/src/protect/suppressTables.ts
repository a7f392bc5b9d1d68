import { Effect } from "effect"
import { impliedGuard } from "../implied/impliedGuard.ts"
import { Solver } from "../solver/Solver.ts"
import { keyedChoice } from "../suppress/keyedChoice.ts"
import { randomKey } from "../suppress/randomKey.ts"
import { suppressWithDecoys } from "../suppress/suppressWithDecoys.ts"
import { cellName } from "../tables/cellName.ts"
import { counted } from "../tables/counted.ts"
import { blamed, rowsOf } from "./aprioriCells.ts"
import { attackDifferences, attackDifferencesInside, comparedReleases, preferHidden } from "./attackDifferences.ts"
import type { Protection } from "./Protection.ts"
import type { ProtectOptions } from "./ProtectOptions.ts"
import { rulesNotApplied } from "./rulesNotApplied.ts"
import { attackPopulation, samePopulationReport, samePopulations } from "./samePopulationAttack.ts"
import type { TablesProblem } from "./TablesProblem.ts"
import { usualRemedies, WouldDisclose } from "./WouldDisclose.ts"

/**
 * Hides cells until no attack succeeds: on the tables alone, by partners, by differences from earlier releases, also by partners, and on all of them as
 * tables of one population. Fails with `WouldDisclose` if no safe pattern is found.
 */
export const suppressTables = Effect.fn("suppressTables")(function* (
  one: TablesProblem,
  { key, total, hierarchy, earlier = [] }: ProtectOptions
) {
  const { linked, primary, need, known, contributions, before, kept } = one
  const { system } = linked
  const solver = yield* Solver
  yield* Effect.logInfo(
    `${counted(system.cells, "cell")}, ${counted(system.relations.count, "sum")}; suppressing and attacking`
  )
  const nameOf = (cell: number) => cellName(linked, cell)
  const { cost, decoys } = keyedChoice(system, nameOf, key ?? randomKey(), one.profile.threshold)
  for (const cell of kept) decoys[cell] = 0
  const compared = comparedReleases(solver, linked, before)
  for (const release of compared) preferHidden(cost, release)
  const releases = earlier.map((tables, k) => ({ tables, view: before[k] as (typeof before)[number] }))
  const allShown = { linked, hidden: new Uint8Array(system.cells), known, need }
  let populations = samePopulations(solver, one.tables, allShown, releases, { hierarchy, total })
  let guard = impliedGuard(solver, { linked, known, need, contributions })
  const problem = { system, primary, known, need, cost, mayHide: one.mayHide }
  const judged = suppressWithDecoys(solver, problem, decoys, contributions, (need) => {
    guard = impliedGuard(solver, { linked, known, need, contributions })
    return (hidden) => {
      const implied = guard.attack(hidden)
      if (implied.length > 0) return implied
      const view = { linked, hidden, known, need }
      const changed = before.length === 0 ? [] : attackDifferences(solver, view, compared, need)
      if (changed.length > 0) return changed
      const { partners } = one
      const inside =
        before.length === 0 || partners === undefined
          ? []
          : attackDifferencesInside(solver, view, compared, need, partners)
      if (inside.length > 0 || populations === undefined) return inside
      const attacks = populations.attacks.map(({ population }) => attackPopulation(solver, population, view, before))
      populations = { ...populations, attacks }
      return [...new Set(attacks.flatMap(({ around }) => around))]
    }
  })
  const isLost = populations?.attacks.some(({ failing }) => failing.length > 0) ?? false
  const unkept = [...kept].filter((cell) => primary[cell] === 0 && judged.hidden[cell] !== 0)
  if (judged.failing.length > 0 || unkept.length > 0 || judged.verdict.contradictions > 0 || isLost) {
    const causes = () => rowsOf(one.decided, blamed(system, kept, [...judged.failing, ...unkept]))
    return yield* new WouldDisclose({
      message: `No safe form of this table was found${kept.size === 0 ? "" : ` that keeps these cells published: ${causes()}`}. ${usualRemedies} Nothing was written`,
      narrow: judged.verdict.narrow.length,
      undecided: judged.verdict.undecided.length
    })
  }
  return {
    linked,
    hidden: judged.hidden,
    verdict: guard.withLeast(judged.verdict),
    finer: [...guard.report(), ...(populations === undefined ? [] : samePopulationReport(populations))],
    insiders: judged.insiders,
    notApplied: rulesNotApplied(one.tables, one.profile),
    decisions: one.decided.apriori.decisions,
    rounds: judged.rounds
  } satisfies Protection
})
