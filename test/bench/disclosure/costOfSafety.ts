/**
 * What safety costs, and what others publish at which risk: the same tables by every method, and how many counts below 11 a reader and the
 * strongest pair of partners learn from each. `node test/bench/disclosure/costOfSafety.ts [demonstration | glotip] [years]`; without words all.
 */

import { type AttackOptions, attack } from "@corridor/disclosure/attack/attack"
import { type Contributions, partnerPairs, strongestKnowledge } from "@corridor/disclosure/attack/insiders"
import { unknownCells } from "@corridor/disclosure/methods/auditCells"
import type { MethodInput, ProtectedCells } from "@corridor/disclosure/methods/ProtectionMethod"
import { protectionMethods } from "@corridor/disclosure/methods/protectionMethods"
import { roundedCells } from "@corridor/disclosure/methods/roundingMethods"
import { exactCells } from "@corridor/disclosure/methods/suppressionMethod"
import { nearest } from "@corridor/disclosure/perturb/Rounding"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import { cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { minProtectionWidth, primaryCells } from "@corridor/disclosure/rules/primaryCells"
import { loadSolver, Solver } from "@corridor/disclosure/solver/Solver"
import type { Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import { toSystem } from "@corridor/disclosure/tables/toSystem"
import { Effect, Redacted } from "effect"
import { tableOf } from "../../../packages/disclosure/test/fixtures/tableOf.ts"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { demonstrationLeaves } from "./demonstrationLeaves.ts"
import { generalised, generalisedCells } from "./generalised.ts"
import { countsBy, type Persons, persons } from "./methodsData.ts"

const threshold = 11
const solver = await loadSolver()

/** Persons by origin, destination and year; the partner is the seventh column. */
const sources: Readonly<Record<string, () => ReadonlyArray<Persons>>> = {
  demonstration: () =>
    (demonstrationLeaves().get("routes")?.get("") ?? []).map(({ values, partner, persons: count }) => ({
      at: [values[0] as string, values[1] as string, values[3] as string, "", "", "", partner],
      count
    })),
  glotip: () => persons(1)
}

/** Counts above zero and below 11 are judged: they must not be known to be so, and their intervals must be 5 wide. */
const needOf = (value: Float64Array): { readonly need: Need; readonly judge: Uint8Array } => {
  const judge = Uint8Array.from(value, (count) => (count > 0 && count < threshold ? 1 : 0))
  return {
    judge,
    need: {
      width: Float64Array.from(judge, (mark) => mark * minProtectionWidth),
      reach: Float64Array.from(judge, (mark) => mark * threshold),
      small: threshold
    }
  }
}

/** Tables that are attacked only to see how they fail get sums and bounds, and so many programmes. */
const byProgrammes = { maxProgrammes: 300 }

/** Sums and bounds alone, for each pair of partners and for large tables. What they find is a lower bound. */
const bySums = { maxProgrammes: 0, ellipsoid: false }

const run = async (source: string, withYears: boolean) => {
  const records = countsBy((sources[source] as () => ReadonlyArray<Persons>)(), withYears ? [0, 1, 2] : [0, 1])
  const table = tableOf("corridors", ["origin", "destination", "year"].slice(0, withYears ? 3 : 2), records)
  const linked = toSystem([table], [], { total: "Total" })
  const { system } = linked
  const facts = cellFacts([table], linked)
  const contributions = contributionsOf(facts) as Contributions
  const { need, judge } = needOf(system.value)
  const isLarge = system.cells > 5_000
  const inputOf = (name: string, withPartners: boolean): MethodInput => {
    const profile = profiles.get(name) as Profile
    const own = withPartners ? facts : { contributors: undefined, contributions: undefined }
    return {
      linked,
      profile,
      primary: primaryCells(system, profile, own),
      known: publicKnowledge(system),
      contributions: withPartners ? contributions : undefined,
      key: Redacted.make("a secret of this comparison")
    }
  }
  /** How many small counts an attacker with this knowledge learns. What is undecided counts as not learned. */
  const learned = (cells: ProtectedCells, known: Knowledge, how: AttackOptions) => {
    const shown = unknownCells(system, cells)
    // A small count that is shown as it is needs no attack.
    const read = judge.reduce((sum, mark, cell) => sum + (mark === 1 && shown[cell] === 0 ? 1 : 0), 0)
    const verdict = attack(solver, system, shown, known, need, {
      judge: judge.map((mark, cell) => (shown[cell] === 0 ? 0 : mark)),
      ...how
    })
    return { learned: read + verdict.narrow.length, undecided: verdict.undecided.length }
  }
  const strongestPair = (cells: ProtectedCells) => {
    const pairs = partnerPairs(contributions.partners)
    const all = learned(cells, strongestKnowledge(cells.known, contributions, pairs), isLarge ? bySums : byProgrammes)
    if (all.learned + all.undecided === 0) return all
    const known = (pair: ReadonlyArray<number>): Knowledge => strongestKnowledge(cells.known, contributions, [pair])
    const each = pairs.map((pair) => ({ pair, ...learned(cells, known(pair), bySums) }))
    const best = each.reduce((a, b) => (b.learned > a.learned ? b : a))
    return isLarge ? { ...best, undecided: 0 } : learned(cells, known(best.pair), byProgrammes)
  }
  const corridors = Array.from({ length: system.cells }, (_, cell) => cell).filter(
    (cell) =>
      (system.value[cell] as number) > 0 &&
      linked.joined.dimensions.every((_, d) => linked.joined.cells.at(cell, d) !== 0)
  )
  const report = (method: string, cells: ProtectedCells, cpu: NodeJS.CpuUsage) => {
    const shown = corridors.filter((cell) => !Number.isNaN(cells.shown[cell] as number))
    const figures = Array.from({ length: system.cells }, (_, cell) => cell).filter(
      (cell) => (system.value[cell] as number) > 0 && !Number.isNaN(cells.shown[cell] as number)
    )
    const sum = (list: ReadonlyArray<number>, of: (cell: number) => number) =>
      list.reduce((total, cell) => total + of(cell), 0)
    const value = (cell: number) => system.value[cell] as number
    const figure = (cell: number) => cells.shown[cell] as number
    const reader = learned(cells, cells.known, byProgrammes)
    const pair = strongestPair(cells)
    console.log(
      `| ${[
        method,
        shown.length,
        `${((100 * sum(shown, (cell) => Math.min(value(cell), figure(cell)))) / sum(corridors, value)).toFixed(1)} %`,
        figures.length,
        (sum(figures, (cell) => Math.abs(value(cell) - figure(cell))) / figures.length).toFixed(2),
        reader.learned + (reader.undecided > 0 ? ` (${reader.undecided} undecided)` : ""),
        pair.learned + (pair.undecided > 0 ? ` (${pair.undecided} undecided)` : ""),
        (process.cpuUsage(cpu).user / 1e6).toFixed(0)
      ].join(" | ")} |`
    )
  }
  const small = judge.reduce((sum, mark) => sum + mark, 0)
  console.log(
    `\n${source}, ${withYears ? "origin x destination x year" : "origin x destination"}: ${system.cells} cells, ${small} of 1 to 10; ${corridors.length} corridors, ${corridors.filter((cell) => (system.value[cell] as number) >= threshold).length} of 11 and more, ${corridors.filter((cell) => (system.value[cell] as number) >= 8).length} of 8 and more; ${contributions.partners} partners`
  )
  console.log("| method | corridors | their persons | cells | mean error | reader learns | pair learns | CPU s |")
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- |")
  for (const [profile, withPartners, names] of [
    ["ctdc-11", true, ["suppression", "rounding", "cell-key"]],
    ["ctdc-11", false, ["suppression", "rounding", "cell-key"]],
    ["opensafely-7-5", false, ["suppression", "rounding", "cell-key"]]
  ] as const)
    for (const name of names) {
      // Showing cells of a pattern again around rounded figures takes an hour there.
      if (isLarge && name !== "suppression") continue
      const input = inputOf(profile, withPartners)
      const cpu = process.cpuUsage()
      const cells = await Effect.runPromise(
        protectionMethods
          .get(name)
          ?.protect(input)
          .pipe(
            Effect.provideService(Solver, solver),
            Effect.catchTag("MethodRefused", ({ message }) => Effect.sync(() => console.log(`${name}: ${message}`)))
          ) as Effect.Effect<ProtectedCells | undefined>
      )
      if (cells !== undefined) report(`${profile}${withPartners ? " with partners" : ""}, ${name}`, cells, cpu)
    }
  const bare = inputOf("ctdc-11", false)
  const openSafely = inputOf("opensafely-7-5", false)
  report(
    "opensafely-7-5 as published",
    roundedCells(openSafely, nearest(5), openSafely.primary.primary),
    process.cpuUsage()
  )
  report("only counts below 11 hidden", exactCells(system, bare.primary.primary, bare.known), process.cpuUsage())
  const groups = generalised(records, threshold)
  const dropped = records.reduce((sum, { count }) => sum + count, 0) - groups.reduce((sum, { count }) => sum + count, 0)
  report("k-anonymous records, k = 11", generalisedCells(linked, groups, dropped), process.cpuUsage())
}

const { positionals: words } = scriptArguments(import.meta.filename, { allowPositionals: true })
const named = words.filter((word) => word in sources)
for (const source of named.length > 0 ? named : Object.keys(sources))
  for (const withYears of words.includes("years") ? [true] : [false, true]) await run(source, withYears)
