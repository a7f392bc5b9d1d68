/**
 * What partners cost: UNODC's corridors split over twelve partners, protected with and without what each has, each in a process of its own.
 * `node test/bench/disclosure/partners.ts [local] [size …]`; without sizes all.
 */
import { spawnSync } from "node:child_process"
import { availableParallelism } from "node:os"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import { cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import { attackFunctions, loadSolver } from "@corridor/disclosure/solver/Solver"
import { lossByValue } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppressUntilSafe } from "@corridor/disclosure/suppress/suppressUntilSafe"
import { toSystem } from "@corridor/disclosure/tables/toSystem"
import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
import { type LeafCount, tableOf } from "../../../packages/disclosure/test/fixtures/tableOf.ts"
import { persons } from "./methodsData.ts"

const names = ["origin", "destination", "year", "sex", "age", "form"] as const
type Name = (typeof names)[number]

/** The first year, and the dimensions. */
const sizes: Readonly<Record<string, { readonly from: number; readonly by: ReadonlyArray<Name> }>> = {
  "1k": { from: 2016, by: ["origin", "destination"] },
  "2k": { from: 2016, by: ["origin", "destination", "year"] },
  "4k": { from: 2014, by: ["origin", "destination", "year"] },
  "6k": { from: 2012, by: ["origin", "destination", "year"] },
  "9k": { from: 2009, by: ["origin", "destination", "year"] },
  "12k": { from: 2014, by: ["origin", "destination", "sex", "age"] },
  "16k": { from: 0, by: ["origin", "destination", "sex", "age"] },
  "24k": { from: 0, by: ["origin", "destination", "year", "sex"] },
  "33k": { from: 2014, by: ["origin", "destination", "year", "sex", "age"] },
  "50k": { from: 2010, by: ["origin", "destination", "year", "sex", "age"] }
}

/** With `local`, the persons of a destination belong to three of the twelve partners; otherwise each to any. */
const isLocal = process.argv.includes("local")

const localPartner = (destination: string, partner: string): string => {
  const first = [...destination].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 12
  return String((first + (Number(partner) % 3)) % 12)
}

const tableFor = (name: string, withPartners: boolean) => {
  const { from, by } = sizes[name] as (typeof sizes)[string]
  const columns = by.map((one) => names.indexOf(one))
  const found = new Map<string, { at: ReadonlyArray<string>; count: number; by: Map<string, number> }>()
  for (const { at, count } of persons(1)) {
    if (Number(at[2]) < from) continue
    const own = columns.map((c) => at[c] as string)
    const one = found.get(own.join("|")) ?? { at: own, count: 0, by: new Map<string, number>() }
    found.set(own.join("|"), one)
    one.count += count
    const partner = isLocal ? localPartner(at[1] as string, at[6] as string) : (at[6] as string)
    one.by.set(partner, (one.by.get(partner) ?? 0) + count)
  }
  const leaves: ReadonlyArray<LeafCount> = [...found.values()].map(({ at, count, by: of }) =>
    withPartners ? { at, count, by: of } : { at, count }
  )
  return tableOf(
    "corridors",
    by,
    leaves,
    by.map(() => () => ["Total"])
  )
}

const one = async (name: string, withPartners: boolean) => {
  const tables = [tableFor(name, withPartners)]
  const linked = toSystem(tables, [], { total: "Total" })
  const { system } = linked
  const facts = cellFacts(tables, linked)
  const { primary, need } = primaryCells(system, defaultProfile, facts)
  const problem = { system, primary, need, known: publicKnowledge(system, true), cost: lossByValue(system) }
  const second = availableParallelism() > 1 ? new WorkerThread({ preload: [attackFunctions] }) : undefined
  await second?.started()
  const solver = await loadSolver(second)
  const before = process.cpuUsage()
  const began = performance.now()
  const { hidden, failing, rounds, insiders } = suppressUntilSafe(solver, problem, contributionsOf(facts))
  const spent = process.cpuUsage(before)
  await second?.stop()
  const all = system.value.reduce((sum, v) => sum + v, 0)
  const count = (mark: number) => hidden.reduce((sum, own) => sum + (own === mark ? 1 : 0), 0)
  const share = (mark: number) =>
    hidden.reduce((sum, own, cell) => sum + (own === mark ? (system.value[cell] as number) : 0), 0) / all
  return {
    size: name,
    partners: withPartners,
    cells: system.cells,
    primary: count(1),
    secondary: count(2),
    primaryValue: Number(share(1).toFixed(4)),
    secondaryValue: Number(share(2).toFixed(4)),
    failing: failing.length,
    rounds,
    attacks: insiders?.attacks,
    cpuSeconds: Number(((spent.user + spent.system) / 1e6).toFixed(1)),
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
  }
}

const words = process.argv.slice(2)
if (words[0] === "--one") console.log(JSON.stringify(await one(words[1] as string, words[2] === "with")))
else
  for (const name of words.some((word) => word in sizes) ? words.filter((word) => word in sizes) : Object.keys(sizes))
    for (const partners of ["without", "with"]) {
      const run = spawnSync(
        process.execPath,
        [import.meta.filename, "--one", name, partners, ...(isLocal ? ["local"] : [])],
        { encoding: "utf8" }
      )
      console.log(run.status === 0 ? run.stdout.trimEnd() : `${name} ${partners}: ${run.stderr.slice(-300)}`)
    }
