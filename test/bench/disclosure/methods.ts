/**
 * All methods side by side on the same tables: `node test/bench/disclosure/methods.ts [--years | --levels | --apart] [--partners] [--only NAME,NAME]
 * [--seed N] [--json] [--save]`. With `--save` into `test/bench/results`, too.
 */

import { join } from "node:path"
import { auditCells } from "@corridor/disclosure/methods/auditCells"
import type { MethodInput, ProtectedCells, ProtectionMethod } from "@corridor/disclosure/methods/ProtectionMethod"
import { protectionMethods } from "@corridor/disclosure/methods/protectionMethods"
import { roundedCells } from "@corridor/disclosure/methods/roundingMethods"
import { exactCells } from "@corridor/disclosure/methods/suppressionMethod"
import { nearest } from "@corridor/disclosure/perturb/Rounding"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import { cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import { loadSolver, Solver } from "@corridor/disclosure/solver/Solver"
import { labelsOf } from "@corridor/disclosure/tables/CountTable"
import { type LinkedTables, toSystem } from "@corridor/disclosure/tables/toSystem"
import { Effect, Redacted } from "effect"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { publish } from "../Report.ts"
import { comparedTables, kAnonymous, persons } from "./methodsData.ts"
import { type Utility, utilityOf } from "./Utility.ts"
import { utilityTable } from "./utilityTable.ts"

const flag = { type: "boolean", default: false } as const
const { values } = scriptArguments(import.meta.filename, {
  options: {
    ...{ years: flag, levels: flag, apart: flag, partners: flag, json: flag, save: flag },
    only: { type: "string" },
    seed: { type: "string", default: "1" }
  }
})
const only = values.only?.split(",")
const seed = Number(values.seed)
const wanted = (name: string) => only === undefined || only.includes(name)
const { years, levels, apart, partners } = values
const options = { years, levels, apart, partners }

const all = persons(seed)
const { tables, hierarchy } = comparedTables(all, options)
const linked = toSystem(tables, hierarchy, { total: "Total" })
if (linked.broken.length > 0) throw new Error("the tables do not add up")
const { system } = linked
const facts = cellFacts(tables, linked)
const solver = await loadSolver()

const inputOf = (profile: Profile): MethodInput => ({
  linked,
  profile,
  primary: primaryCells(system, profile, facts),
  known: publicKnowledge(system),
  contributions: contributionsOf(facts),
  key: Redacted.make("a secret of this comparison")
})

/** Origin and destination are countries, all else is the margin. */
const corridorCells = ({ joined }: LinkedTables): ReadonlyArray<number> =>
  Array.from({ length: joined.cells.size }, (_, cell) => cell).filter((cell) =>
    joined.dimensions.every((name, d) => {
      const code = joined.cells.at(cell, d)
      if (name !== "origin" && name !== "destination") return code === 0
      return /^[A-Z]{3}$/.test((joined.codes[d] as ReadonlyArray<string>)[code] as string)
    })
  )
const corridors = corridorCells(linked)

const reports: Array<Utility> = []
/** `maxProgrammes`: of what is attacked only to see how it fails. */
const report = (
  method: string,
  cells: ProtectedCells,
  input: MethodInput | undefined,
  start: number,
  maxProgrammes?: number
): void => {
  const seconds = (performance.now() - start) / 1000
  const verdict =
    input === undefined
      ? undefined
      : auditCells(solver, system, cells, input.primary, maxProgrammes === undefined ? {} : { maxProgrammes })
  const one = utilityOf(system, cells, { method, corridors, seconds, ...(verdict === undefined ? {} : { verdict }) })
  reports.push(one)
  console.error(
    `${method}: ${seconds.toFixed(1)} s, audited in ${((performance.now() - start) / 1000 - seconds).toFixed(1)} s`
  )
}

console.error(`${system.cells} cells, ${system.relations.count} sums, ${corridors.length} corridors`)
const ours = inputOf(profiles.get("ctdc-11") as Profile)
const protectedBy = (title: string, method: ProtectionMethod, input: MethodInput) =>
  Effect.runPromise(
    method.protect(input).pipe(
      Effect.provideService(Solver, solver),
      Effect.catchTag("MethodRefused", ({ message }) => Effect.sync(() => console.error(`${title}: ${message}`)))
    )
  )
for (const [name, method] of protectionMethods) {
  if (!wanted(name)) continue
  const start = performance.now()
  const cells = await protectedBy(name, method, ours)
  if (cells !== undefined) report(name, cells, ours, start)
}

/**
 * Our methods under the profiles of others, hidden until nothing is narrow by their own rules: what their thresholds can show at most by a
 * method that stands its attack.
 */
for (const profile of ["opensafely-7-5", "ons-10-5", "acro", "unodc-5"])
  for (const name of ["suppression", "rounding", "cell-key"]) {
    const title = `${profile} by ${name}`
    if (!wanted(title)) continue
    const input = inputOf(profiles.get(profile) as Profile)
    const start = performance.now()
    const method = protectionMethods.get(name) as ProtectionMethod
    const cells = await protectedBy(title, method, input)
    if (cells !== undefined) report(title, cells, input, start)
  }

/** What others do: threshold and rounding, nothing besides. */
for (const name of ["opensafely-7-5", "ons-10-5"]) {
  if (!wanted(name)) continue
  const input = inputOf(profiles.get(name) as Profile)
  const start = performance.now()
  report(name, roundedCells(input, nearest(5), input.primary.primary), input, start, 300)
}
if (wanted("threshold-11")) {
  const start = performance.now()
  report("threshold-11", exactCells(system, ours.primary.primary, ours.known), ours, start, 300)
}
if (wanted("k-anonymous-11")) {
  const start = performance.now()
  const left = comparedTables(kAnonymous(all, 11), options)
  const shown = new Float64Array(system.cells).fill(Number.NaN)
  const cellAt = new Map<string, number>()
  tables.forEach((table, t) => {
    for (let row = 0; row < table.rows; row++)
      cellAt.set(`${t} ${labelsOf(table, row).join("|")}`, linked.joined.cellOf[t]?.[row] as number)
  })
  left.tables.forEach((table, t) => {
    for (let row = 0; row < table.rows; row++)
      shown[cellAt.get(`${t} ${labelsOf(table, row).join("|")}`) as number] = table.count[row] as number
  })
  const none = new Float64Array(system.cells)
  report(
    "k-anonymous-11",
    { hidden: new Uint8Array(system.cells), shown, known: { low: none, high: none }, additive: true },
    undefined,
    start
  )
  const rest = kAnonymous(all, 11).reduce((sum, one) => sum + one.count, 0)
  const before = all.reduce((sum, one) => sum + one.count, 0)
  console.error(`k-anonymous-11 drops ${((100 * (before - rest)) / before).toFixed(1)} % of ${before} records`)
}

const title = () => {
  if (options.levels) return "corridors with subregions and regions on both sides, form"
  if (options.apart)
    return "corridors, subregions and regions of origins and of destinations where all else is the total, form"
  return options.years ? "corridors by year, sex and age, form" : "corridors, sex and age, form"
}
/** Corridors with so many persons or more: what never shows a count below that can show no more corridors. */
const most = [11, 10, 8, 5].map(
  (least) => `${corridors.filter((cell) => (system.value[cell] as number) >= least).length} have ${least} or more`
)
const rows = utilityTable(reports)
  .split("\n")
  .filter((_, line) => line !== 1)
  .map((line) =>
    line
      .slice(2, -2)
      .split("|")
      .map((field) => field.trim())
  )
if (values.save)
  publish(
    {
      name: `disclosure-methods${options.levels ? "-levels" : options.apart ? "-apart" : options.years ? "-years" : ""}`,
      title: `All methods side by side: ${title()}`,
      rows,
      notes: [
        `110,199 persons expanded from UNODC's corridors (seed ${seed}); ours under ctdc-11, rules on partners ${options.partners ? "" : "not "}applied`,
        "opensafely-7-5, ons-10-5 and threshold-11 hide small cells and nothing else, and are attacked with 300 programmes at most: narrow is what that found",
        "'by' a method: ours under that profile, which hides more until nothing is narrow by the profile's own rules",
        `of all corridors ${most.join(", ")} persons: no method that shows none below its threshold can show more`,
        "seconds were taken while the machine did other things"
      ],
      data: { options, seed, reports }
    },
    join(import.meta.dirname, "../results")
  )
console.log(values.json ? JSON.stringify(reports, null, 2) : utilityTable(reports))
