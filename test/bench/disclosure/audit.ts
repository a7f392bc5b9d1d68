/** How long an audit takes: origin x destination x year with hierarchies, growing. `node test/bench/disclosure/audit.ts [leaves …]` */

import { attack } from "@corridor/disclosure/attack/attack"
import { components } from "@corridor/disclosure/attack/components"
import { equationsOf } from "@corridor/disclosure/attack/equationsOf"
import { reduce } from "@corridor/disclosure/attack/reduce"
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import {
  dimension,
  hideByCapacity,
  linkedTable,
  skewed
} from "../../../packages/disclosure/test/fixtures/linkedTable.ts"

const sizes = process.argv.slice(2).map(Number)
const solver = await loadSolver()
for (const size of sizes.length > 0 ? sizes : [12, 24]) {
  const draw = mulberry32(size)
  const groups = (n: number) => Array.from({ length: Math.ceil(n / 6) }, () => 6)
  const system = linkedTable(
    [dimension(groups(size)), dimension(groups(size)), dimension([10])],
    () => skewed(draw, 0.75) * 4
  )
  const hidden = hideByCapacity(system, 11, 30)
  const known = {
    low: Float64Array.from(hidden, (mark) => (mark === 0 ? 0 : 1)),
    high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
  }
  const need = {
    width: new Float64Array(system.cells).fill(5),
    reach: Float64Array.from(system.value, (v, c) => (hidden[c] === 1 ? Math.max(11, v + 5) : 0)),
    small: 11
  }
  const began = performance.now()
  const cells = equationsOf(system, hidden, known)
  const reduced = reduce(cells.equations)
  const parts = components(reduced.equations)
  const plain = performance.now()
  const before = process.cpuUsage()
  const verdict = attack(solver, system, hidden, known, need, { seconds: 20 })
  const seconds = (performance.now() - plain) / 1000
  console.log(
    JSON.stringify({
      cells: system.cells,
      hidden: hidden.filter((m) => m !== 0).length,
      classes: reduced.equations.unknowns,
      largest: Math.max(...parts.map((p) => p.members.length)),
      reduceSeconds: (plain - began) / 1000,
      seconds,
      cpuSeconds: process.cpuUsage(before).user / 1e6,
      narrow: verdict.narrow.length,
      undecided: verdict.undecided.length,
      pinned: verdict.pinned,
      programmes: verdict.programmes,
      megabytes: Math.round(process.memoryUsage().rss / 1e6)
    })
  )
}
