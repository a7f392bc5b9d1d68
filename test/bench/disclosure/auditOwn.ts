/**
 * The audit of large tables as an outsider has them: what suppression leaves of UNODC's corridors, which must come out clean, and the same with
 * unsafe cells hidden and nothing else, which must not. `node test/bench/disclosure/auditOwn.ts [first year] [sex] [age] [form]`;
 * `2010 sex age` has 52,487 cells.
 */
import { availableParallelism } from "node:os"
import { attack } from "@corridor/disclosure/attack/attack"
import { attackFunctions, loadSolver } from "@corridor/disclosure/solver/Solver"
import { lossByValue } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppress } from "@corridor/disclosure/suppress/suppress"
import type { Hidden } from "@corridor/disclosure/system/LinkedSystem"
import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
import { byThreshold } from "../../../packages/disclosure/test/fixtures/byThreshold.ts"
import { corridors, cube, flat, withPersons } from "./glotipCube.ts"

const words = process.argv.slice(2)
const from = Number(words.find((word) => /^\d+$/.test(word)) ?? 0)
const shares = { sex: [0.72, 0.28], age: [0.7, 0.3], form: [0.6, 0.4] }
const by = (["sex", "age", "form"] as const).filter((name) => words.includes(name)).map((name) => shares[name])
const leaves = corridors().filter(({ at }) => Number(at[2]) >= from)
const system = cube(by.length === 0 ? leaves : withPersons(leaves, by), [flat, flat, flat, ...by.map(() => flat)])
const { primary, known, need } = byThreshold(system)

const second = availableParallelism() > 1 ? new WorkerThread({ preload: [attackFunctions] }) : undefined
await second?.started()
const solver = await loadSolver(second)

const timed = <A>(work: () => A) => {
  const [began, before] = [performance.now(), process.cpuUsage()]
  const made = work()
  const spent = process.cpuUsage(before)
  return { made, seconds: (performance.now() - began) / 1000, cpuSeconds: (spent.user + spent.system) / 1e6 }
}
const say = (row: unknown) => console.log(JSON.stringify(row))
const count = (hidden: Hidden) => hidden.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0)

const suppressed = timed(() => suppress(solver, { system, primary, known, need, cost: lossByValue(system) }))
const { made, ...spent } = suppressed
say({
  step: "suppress",
  cells: system.cells,
  hidden: count(made.hidden),
  unprotected: made.unprotected.length,
  ...spent
})
for (const [step, hidden] of [
  ["audit of the protected table", made.hidden],
  ["audit of unsafe cells hidden alone", primary]
] as const) {
  const published = { ...system, value: system.value.map((v, cell) => (hidden[cell] === 0 ? v : Number.NaN)) }
  // An auditor does not know which cells were unsafe: none has to reach beyond its own value.
  const own = { ...need, reach: new Float64Array(system.cells) }
  const { made: verdict, ...took } = timed(() => attack(solver, published, hidden, known, own))
  say({
    step,
    hidden: count(hidden),
    narrow: verdict.narrow.length,
    undecided: verdict.undecided.length,
    contradictions: verdict.contradictions,
    ...took,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
  })
}
await second?.stop()
