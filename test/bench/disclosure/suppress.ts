/** What suppression loses and how long it takes on UNODC's corridors. `node test/bench/disclosure/suppress.ts [od odh ody pairs odyh]` */
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { lossByValue } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppress } from "@corridor/disclosure/suppress/suppress"
import { byThreshold } from "../../../packages/disclosure/test/fixtures/byThreshold.ts"
import { corridors, countryLevels, cube, flat } from "./glotipCube.ts"

const flows = corridors()
const places = countryLevels()
const pairs = flows.map(({ at, count }) => ({ at: at.slice(0, 2), count }))
const sets = {
  od: () => cube(pairs, [flat, flat]),
  odh: () => cube(pairs, [places, places]),
  ody: () => cube(flows, [flat, flat, flat]),
  pairs: () => cube(flows, [places, places, flat], ([o, d, y]) => y === 1 || o === 3 || d === 3),
  odyh: () => cube(flows, [places, places, flat])
}
const solver = await loadSolver()
const asked = process.argv.slice(2).filter((name): name is keyof typeof sets => name in sets)
for (const name of asked.length > 0 ? asked : (["od", "odh"] as const)) {
  const system = sets[name]()
  const table = byThreshold(system)
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const { hidden, unprotected } = suppress(solver, { system, ...table, cost: lossByValue(system) })
  const seconds = (performance.now() - began) / 1000
  const share = (mark: number) =>
    hidden.reduce((sum, one, cell) => sum + (one === mark ? (system.value[cell] as number) : 0), 0) /
    system.value.reduce((sum, v) => sum + v, 0)
  const count = (mark: number) => hidden.reduce((sum, one) => sum + (one === mark ? 1 : 0), 0)
  console.log(
    JSON.stringify({
      name,
      cells: system.cells,
      primary: count(1),
      secondary: count(2),
      ratio: count(2) / count(1),
      primaryValue: share(1),
      secondaryValue: share(2),
      unprotected: unprotected.length,
      seconds,
      cpuSeconds: process.cpuUsage(cpu).user / 1e6
    })
  )
}
