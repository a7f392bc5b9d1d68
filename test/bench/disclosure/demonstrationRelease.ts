/**
 * What the demonstration's release publishes, all cubes as one system and each cube alone, over six keys:
 * `node test/bench/disclosure/demonstrationRelease.ts`. Without risk groups, which the generated records do not state.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { Effect, Logger, Redacted } from "effect"
import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import type { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { cubeNameOf } from "../../../release/history/Disclosure.ts"
import { protectSystem } from "../../../release/protection/protectSystem.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import { choiceOf, leavesIn } from "../../releases/releaseSeries.ts"
import { demonstrationLeaves } from "./demonstrationLeaves.ts"

const keys = ["a", "b", "c", "d", "e", "f"]
const solver = await loadSolver()
const leavesOf = leavesIn([demonstrationLeaves()])
const all = [...releaseTables.values()].flatMap(({ name, demonstration }) =>
  demonstration === undefined || name === "risk_groups" ? [] : [choiceOf({ table: name, ...demonstration })]
)

interface Shown {
  readonly table: string
  readonly cells: number
  readonly published: number
  readonly persons: number
}

const release = async (choices: ReadonlyArray<TableChoice>, key: string): Promise<ReadonlyArray<Shown>> => {
  const asked = { choices, vintage: 1, disclosures: [], profile: defaultProfile, leavesOf }
  const problem = releaseProblem(solver, asked)
  const { shown } = await Effect.runPromise(
    protectSystem({ solver, profile: defaultProfile, id: 1, patternKey: Redacted.make(key), ...problem }).pipe(
      Effect.provide(Logger.layer([]))
    )
  )
  return problem.own.wanted.map((list, c) => {
    const states = list.flatMap(({ cell }) => shown[cell] ?? [])
    const published = states.flatMap((one) => (one.state === "published" ? [one.victims] : []))
    return {
      table: (choices[c] as TableChoice).table,
      cells: states.length,
      published: published.length,
      persons: published.reduce((sum, victims) => sum + victims, 0)
    }
  })
}

for (const [how, sets] of [
  ["one system", [all]],
  ["each cube alone", [...Map.groupBy(all, cubeNameOf).values()]]
] as const) {
  const runs: Array<Shown> = []
  for (const key of keys) for (const choices of sets) runs.push(...(await release(choices, key)))
  const mean = (some: ReadonlyArray<Shown>, of: "cells" | "published" | "persons") =>
    (some.reduce((sum, one) => sum + one[of], 0) / keys.length).toFixed(1)
  console.log(`\n${how}: cells published, of, persons in them; mean of ${keys.length} keys`)
  for (const [table, some] of [...Map.groupBy(runs, ({ table }) => table), ["all", runs] as const])
    console.log(table.padEnd(26), mean(some, "published"), mean(some, "cells"), mean(some, "persons"))
}
