/**
 * Tables of different vintages as margins of one joint table, and a table of several dimensions after its margins: which combinations it has completes what was
 * disclosed before. The attacker in Python knows the published tables alone, and assumes growth or knows changes.
 */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import type { LeafRow } from "../../../release/catalogue/LeafRow.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { refusalAdvice } from "../../../release/protection/refusalMessage.ts"
import { full, rounds } from "../../fixtures/fullRun.ts"
import { testFolder } from "../../fixtures/testFolder.ts"
import { needsScipy, python } from "../../releases/attackedHistories.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

const solver = await loadSolver()
const folder = testFolder("joint-tables")
const labels = {
  origin: ["UKR", "MDA", "BLR"],
  destination: ["POL", "DEU", "ITA", "ESP"],
  year: ["2004", "2005", "2006"]
}

type Counts = ReadonlyArray<LeafRow>
/** A release: its vintage, and the dimensions of each of its tables. */
type Step = readonly [vintage: number, tables: ReadonlyArray<ReadonlyArray<string>>]

const sharedOut = (origin: string, destination: string, year: string, persons: ReadonlyArray<number>): Counts =>
  persons.flatMap((own, p) =>
    own === 0
      ? []
      : [{ values: [origin, destination, `${origin} > ${destination}`, year], partner: `p${p}`, persons: own }]
  )

/** Persons of six partners by way and year; most combinations have nobody. */
const randomCounts = (seed: number): Counts => {
  const draw = mulberry32(seed)
  return labels.origin.flatMap((origin) =>
    labels.destination.flatMap((destination) =>
      labels.year.flatMap((year) => {
        const count = draw() < 0.55 ? 0 : Math.ceil(draw() ** -1.2 * 8) % 300
        const persons = Array.from({ length: 6 }, () => 0)
        for (let k = 0; k < count; k++) {
          const partner = Math.floor(draw() * 6)
          persons[partner] = (persons[partner] as number) + 1
        }
        return sharedOut(origin, destination, year, persons)
      })
    )
  )
}

/** Adds persons one by one where a partner has many. */
const withMore = (counts: Counts, seed: number, more: number): Counts => {
  const draw = mulberry32(seed * 7 + 3)
  const many = counts.flatMap(({ persons }, i) => (persons >= 8 ? [i] : []))
  const added = Array.from({ length: more }, () => many[Math.floor(draw() * many.length)])
  return counts.map((row, i) => ({ ...row, persons: row.persons + added.filter((one) => one === i).length }))
}

const released = async (vintages: ReadonlyArray<Counts>, steps: ReadonlyArray<Step>, forgets = false) => {
  const before: Array<Disclosure> = []
  for (const [k, [vintage, tables]] of steps.entries()) {
    const choices = tables.map((by) => choiceOf({ table: "flows", by, margins: true }))
    const made = await releaseOf(solver, vintages, vintage, choices, forgets ? [] : before.slice(), k + 1)
    assert.strictEqual(made.findings, 0)
    if (!made.refused) before.push(made.disclosure)
  }
  return before
}

const attack = (vintages: ReadonlyArray<Counts>, releases: ReadonlyArray<Disclosure>) => {
  const world = {
    ...{ dimensions: labels, threshold: defaultProfile.threshold, width: 5 },
    releases: releases.map(({ id, vintage, choices, cells }) => ({
      ...{ id, vintage, cells },
      tables: choices.map(({ by }) => by)
    })),
    counts: vintages.map((rows) => rows.map(({ values: [o, d, , y], persons }) => [o, d, y, persons]))
  }
  const file = join(folder, "world.jsonl")
  writeFileSync(file, `${JSON.stringify(world)}\n`)
  const script = join(import.meta.dirname, "../../releases/vintages_attacker.py")
  const run = spawnSync(python ?? "", [script, file], { encoding: "utf8", maxBuffer: 2 ** 26 })
  assert.strictEqual(run.status, 0, run.stderr)
  return JSON.parse(run.stdout) as {
    findings: ReadonlyArray<{ cell: ReadonlyArray<string>; knows: string }>
    judged: number
  }
}

const cyclic = [
  ["origin", "destination"],
  ["origin", "year"],
  ["destination", "year"]
]

/** 9 persons from Ukraine in 2006, all others of 2006 from elsewhere, and nobody else in 2005. */
const nine = (more: number): Counts =>
  (
    [
      ["UKR", "2005", 84 + more],
      ["UKR", "2006", 9],
      ["MDA", "2006", 300 + more / 2],
      ["BLR", "2006", 200]
    ] as const
  ).flatMap(([origin, year, persons]) =>
    sharedOut(
      origin,
      "POL",
      year,
      Array.from({ length: 6 }, (_, p) => Math.floor(persons / 6) + (p < persons % 6 ? 1 : 0))
    )
  )

describe.skipIf(python === undefined)("tables that complete each other", needsScipy, () => {
  // Of these seeds both proved a count before such tables were attacked.
  const seeds = [1, 21, ...Array.from({ length: rounds(2, 40) }, (_, k) => 100 + k)]

  it.each(seeds)(
    "of two vintages, as margins of one joint table, prove no suppressed count (%i)",
    {
      timeout: 300_000
    },
    async (seed) => {
      const first = randomCounts(seed)
      const vintages = [first, withMore(first, seed, 10)]
      for (const last of full ? [0, 1, 2] : [0]) {
        const steps: ReadonlyArray<Step> = [
          [1, cyclic.filter((_, k) => k !== last)],
          [2, [cyclic[last] as ReadonlyArray<string>]]
        ]
        const releases = await released(vintages, steps)
        const { findings } = attack(vintages, releases)
        assert.deepStrictEqual(findings, [])
      }
    }
  )

  // Of the first, no count of the later vintage was published, and its rows alone proved a count of the earlier one small.
  it.each([1, ...(full ? Array.from({ length: 24 }, (_, k) => 2 + k) : [])])(
    "prove none if counts only grow, and most have grown (%i)",
    { timeout: 300_000 },
    async (seed) => {
      const first = randomCounts(seed)
      const vintages = [first, withMore(first, seed, 200)]
      for (const last of full ? [0, 1, 2] : [0]) {
        const releases = await released(vintages, [
          [1, cyclic.filter((_, k) => k !== last)],
          [2, [cyclic[last] as ReadonlyArray<string>]]
        ])
        // Nobody knows changes as large as these.
        const byGrowth = attack(vintages, releases).findings.filter(({ knows }) => knows === "growth")
        assert.deepStrictEqual(byGrowth, [])
      }
    }
  )

  const margins: Step = [1, [["origin"], ["year"]]]

  it.each([
    ["the same vintage", 1, 0],
    ["a later vintage without a change", 2, 0],
    ["a later vintage with 3 more", 2, 2],
    ["a later vintage with 9 more", 2, 6]
  ] as const)("of %s, a table after its margins, prove no suppressed count", async (_, vintage, more) => {
    const vintages = [nine(0), nine(more)]
    const releases = await released(vintages, [margins, [vintage, [["origin", "year"]]]])
    assert.deepStrictEqual(attack(vintages, releases).findings, [])
  })

  /** A table of two dimensions of a later vintage with 10 persons more, after a table by each of them. */
  const afterMargins = async (seed: number, last: number) => {
    const first = randomCounts(seed)
    const vintages = [first, withMore(first, seed, 10)]
    const both = cyclic[last] as ReadonlyArray<string>
    const releases = await released(vintages, [
      [1, both.map((one) => [one])],
      [2, [both]]
    ])
    return { releases, ...attack(vintages, releases) }
  }

  // A reader or a pair who knows all changes knows totals again that the first release published: no reason to refuse the second.
  it.each([
    [100, 0],
    [104, 1]
  ])("are published of a later vintage, and prove no suppressed count (%i, %i)", async (seed, last) => {
    const { releases, findings, judged } = await afterMargins(seed, last)
    assert.lengthOf(releases, 2)
    assert.isAbove(judged, 0)
    assert.deepStrictEqual(findings, [])
  })

  it.each(full ? Array.from({ length: 20 }, (_, k) => 110 + k) : [])(
    "prove no suppressed count of a later vintage after their margins (%i)",
    { timeout: 300_000 },
    async (seed) => {
      for (const last of [0, 1, 2]) assert.deepStrictEqual((await afterMargins(seed, last)).findings, [])
    }
  )

  // In the first, a count would follow that no vintage published; in the second, a pair's interval for an unsafe one would not reach far enough.
  it.each([
    [129, 1],
    [103, 0]
  ])("and are refused where others follow (%i, %i)", async (seed, last) =>
    assert.lengthOf((await afterMargins(seed, last)).releases, 1)
  )

  it("name the tables that fail and what helps, but no label or count", async () => {
    const counts = nine(0)
    const tables = [["origin"], ["year"], ["origin", "year"]].map((by) =>
      choiceOf({ table: "flows", by, margins: true })
    )
    const first = await releaseOf(solver, [counts], 1, tables.slice(0, 2), [], 1)
    const { refusal = "" } = await releaseOf(solver, [counts], 1, tables.slice(2), [first.disclosure], 2)
    assert.include(refusal, "What fails, by itself or combined with what was disclosed before: flows by origin, year.")
    assert.include(refusal, refusalAdvice)
    assert.notMatch(refusal, /\d/)
    for (const label of Object.values(labels).flat()) assert.notInclude(refusal, label)
  })

  it("are not all refused, and have suppressed counts", async () => {
    const vintages = [randomCounts(1), randomCounts(1)]
    const releases = await released(vintages, [
      [1, cyclic.slice(1)],
      [2, cyclic.slice(0, 1)]
    ])
    assert.isAbove(attack(vintages, releases).judged, 0)
  })

  it("prove one if each is protected as if it were the first: the attack can fail", async () => {
    const vintages = [nine(0), nine(2)]
    const releases = await released(vintages, [margins, [2, [["origin", "year"]]]], true)
    assert.lengthOf(releases, 2)
    assert.isNotEmpty(attack(vintages, releases).findings)
  })
})
