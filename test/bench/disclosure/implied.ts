/**
 * What it takes to protect UNODC's corridors as three tables, origin x destination, origin x year and destination x year, and to attack them as
 * margins of the one that is not there. `node test/bench/disclosure/implied.ts [countries, 30 80 200 …]`
 */

import { attackImplied } from "@corridor/disclosure/implied/attackImplied"
import { extendWithImplied } from "@corridor/disclosure/implied/extendWithImplied"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import { protectTables } from "@corridor/disclosure/protect/protectTables"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import { cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import { loadSolver, Solver } from "@corridor/disclosure/solver/Solver"
import { Effect, Logger } from "effect"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { marginOf } from "../../../packages/disclosure/test/fixtures/marginsOf.ts"
import { corridors, type Leaf } from "./glotipCube.ts"

const solver = await loadSolver()
const dimensions = ["origin", "destination", "year"]
const seconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** The corridors among so many countries with the most persons, at each end, with twelve partners where asked. */
const largest = (countries: number, partners: number) => {
  const all = corridors().filter(({ count }) => count > 0)
  const draw = mulberry32(9)
  const kept = [0, 1].map((d) => {
    const persons = new Map<string, number>()
    for (const { at, count } of all) persons.set(at[d] as string, (persons.get(at[d] as string) ?? 0) + count)
    return new Set(
      [...persons]
        .sort((a, b) => b[1] - a[1])
        .slice(0, countries)
        .map(([code]) => code)
    )
  })
  const leaves = all.filter(({ at }) => kept.every((codes, d) => codes.has(at[d] as string)))
  if (partners === 0) return leaves
  return leaves.map((leaf: Leaf) => {
    const by = new Map<string, number>()
    for (let k = 0; k < leaf.count; k++) {
      const name = `p${Math.floor(draw() * partners)}`
      by.set(name, (by.get(name) ?? 0) + 1)
    }
    return { ...leaf, by }
  })
}

for (const [countries, partners] of process.argv.slice(2).map((arg) => arg.split("/").map(Number))) {
  const leaves = largest(countries as number, partners ?? 0)
  const tables = [
    ["origin", "destination"],
    ["origin", "year"],
    ["destination", "year"]
  ].map((by) => marginOf({ dimensions, leaves }, by))
  let from = seconds()
  const report = (what: string) => {
    console.log(`  ${what}, ${(seconds() - from).toFixed(1)} s`)
    from = seconds()
  }
  console.log(`${countries} countries, ${partners ?? 0} partners`)
  const { linked, hidden, finer } = await Effect.runPromise(
    protectTables(tables, { total: "Total", profile: defaultProfile, hierarchy: [] }).pipe(
      Effect.provideService(Solver, solver),
      Effect.provide(Logger.layer([]))
    )
  )
  const { system } = linked
  const marks = hidden.map((mark) => (mark === 0 ? 0 : 1))
  report(`${system.cells} cells protected, ${marks.reduce((a, b) => a + b, 0)} hidden, ${finer[0]?.reach}`)
  const cells = extendWithImplied(system, hidden, linked.finer.tables, 1_000_000)?.finer.length
  report(`${cells} finer cells`)
  const facts = cellFacts(tables, linked)
  const { need } = primaryCells(system, defaultProfile, facts)
  const target = { system, hidden, known: publicKnowledge(system, true), need, judge: marks }
  for (const limits of [
    { programmes: 0, pairs: 0, bounds: 1_000_000, onePairUpTo: 100 },
    { programmes: 1_000_000, pairs: 1_000_000, bounds: 1_000_000, onePairUpTo: 100 }
  ])
    for (const contributions of partners === undefined ? [undefined] : [undefined, contributionsOf(facts)]) {
      const { reach, failing } = attackImplied(solver, linked.finer.tables, target, contributions, { limits })
      report(
        `attacked, ${reach}, ${contributions === undefined ? "as a reader" : "as pairs too"}: ${failing.length} fail`
      )
    }
}
