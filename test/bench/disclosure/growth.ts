/**
 * How suppression grows with the table: UNODC's corridors by year, then by sex and age too, hidden and proved by the attacker.
 * `node test/bench/disclosure/growth.ts [size …] [--json FILE]`, each size in a process of its own; sizes: 2k 4k 5k 8k 9k 15k 24k 40k 50k 57k 63k.
 */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { attack } from "@corridor/disclosure/attack/attack"
import { attackFunctions, loadSolver } from "@corridor/disclosure/solver/Solver"
import { lossByValue } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppress } from "@corridor/disclosure/suppress/suppress"
import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
import { byThreshold } from "../../../packages/disclosure/test/fixtures/byThreshold.ts"
import { corridors, cube, flat, withPersons } from "./glotipCube.ts"

const [sex, age] = [
  [0.72, 0.28],
  [0.7, 0.3]
]
/** The first year, and what persons are also distinguished by. */
const sizes: Readonly<Record<string, { readonly from: number; readonly by: ReadonlyArray<ReadonlyArray<number>> }>> = {
  "2k": { from: 2016, by: [] },
  "4k": { from: 2014, by: [] },
  "5k": { from: 2012, by: [] },
  "8k": { from: 2009, by: [] },
  "9k": { from: 0, by: [] },
  "15k": { from: 2012, by: [sex] },
  "24k": { from: 0, by: [sex] },
  "40k": { from: 2012, by: [sex, age] },
  "50k": { from: 2010, by: [sex, age] },
  "57k": { from: 2009, by: [sex, age] },
  "63k": { from: 0, by: [sex, age] }
}

const one = async (name: string) => {
  const { from, by } = sizes[name] as (typeof sizes)[string]
  const leaves = corridors().filter(({ at }) => Number(at[2]) >= from)
  const system = cube(by.length === 0 ? leaves : withPersons(leaves, by), [flat, flat, flat, ...by.map(() => flat)])
  const second = availableParallelism() > 1 ? new WorkerThread({ preload: [attackFunctions] }) : undefined
  await second?.started()
  const solver = await loadSolver(second)
  const table = byThreshold(system)
  const cpu = () => process.cpuUsage().user / 1e6
  const [began, cpuBegan] = [performance.now(), cpu()]
  const { hidden, unprotected } = suppress(solver, { system, ...table, cost: lossByValue(system) })
  const [proved, cpuProved] = [performance.now(), cpu()]
  const verdict = attack(solver, system, hidden, table.known, table.need)
  const count = (mark: number) => hidden.reduce((sum, own) => sum + (own === mark ? 1 : 0), 0)
  const all = system.value.reduce((sum, v) => sum + v, 0)
  const value = hidden.reduce((sum, own, cell) => sum + (own === 2 ? (system.value[cell] as number) : 0), 0)
  await second?.stop()
  return {
    size: name,
    cells: system.cells,
    primary: count(1),
    secondary: count(2),
    ratio: count(2) / count(1),
    secondaryValue: value / all,
    unprotected: unprotected.length,
    seconds: (proved - began) / 1000,
    cpuSeconds: cpuProved - cpuBegan,
    auditSeconds: (performance.now() - proved) / 1000,
    auditCpuSeconds: cpu() - cpuProved,
    narrow: verdict.narrow.length,
    undecided: verdict.undecided.length,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
  }
}

const arguments_ = process.argv.slice(2)
if (arguments_[0] === "--one") console.log(JSON.stringify(await one(arguments_[1] as string)))
else {
  const file = arguments_.includes("--json") ? arguments_[arguments_.indexOf("--json") + 1] : undefined
  const asked = arguments_.filter((name) => name in sizes)
  const rows: Array<unknown> = []
  for (const name of asked.length > 0 ? asked : Object.keys(sizes)) {
    const run = spawnSync(process.execPath, [import.meta.filename, "--one", name], { encoding: "utf8" })
    const row: unknown = run.status === 0 ? JSON.parse(run.stdout) : { size: name, failed: run.stderr.slice(-200) }
    console.log(JSON.stringify(row))
    rows.push(row)
  }
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`)
}
