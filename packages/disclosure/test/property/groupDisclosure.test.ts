/**
 * Group disclosure: the oracle knows the persons by country and form, and nothing of cells, sums or marks of the engine. It solves for
 * the largest number of others that a group may have, for every group and value at every level.
 */
import { Effect, Logger, Redacted } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { full } from "../../../test/fullRun.ts"
import { auditReport } from "../../src/protect/AuditReport.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { publishedTable } from "../../src/protect/publishedTable.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { withSensitiveRows } from "../../src/rules/withSensitiveRows.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { type CountTable, labelsOf } from "../../src/tables/CountTable.ts"
import { tableFromRows } from "../../src/tables/tableFromRows.ts"

const solver = await loadSolver()

/** Two regions of two countries, and two kinds of forms of two forms each. */
const countries = ["BLR", "MDA", "FRA", "ITA"]
const forms = ["street", "private", "field", "house"]
const hierarchy = [
  ...[
    ["BLR", "East"],
    ["MDA", "East"],
    ["FRA", "West"],
    ["ITA", "West"]
  ].map(([child, parent]) => ({
    dimension: "country",
    child: child as string,
    parent: parent as string
  })),
  ...[
    ["street", "sexual"],
    ["private", "sexual"],
    ["field", "labour"],
    ["house", "labour"]
  ].map(([child, parent]) => ({
    dimension: "form",
    child: child as string,
    parent: parent as string
  }))
].map((one) => ({ ...one, grouping: "" }))
const within: Readonly<Record<string, ReadonlyArray<string>>> = {
  East: ["BLR", "MDA"],
  West: ["FRA", "ITA"],
  sexual: ["street", "private"],
  labour: ["field", "house"]
}
const leavesOf = (label: string, all: ReadonlyArray<string>): ReadonlyArray<string> =>
  label === "Total" ? all : (within[label] ?? [label])
const groups = [...countries, "East", "West", "Total"]
const values = [...forms, "sexual", "labour"]

type Counts = (country: string, form: string) => number
const sum = (counts: Counts, group: string, form: string): number =>
  leavesOf(group, countries).reduce(
    (all, country) => all + leavesOf(form, forms).reduce((part, one) => part + counts(country, one), 0),
    0
  )
const tableOf = (counts: Counts): CountTable =>
  tableFromRows(
    "t",
    ["country", "form"],
    groups.flatMap((group) =>
      [...values, "Total"].flatMap((form) => {
        const count = sum(counts, group, form)
        return count > 0 || (group === "Total" && form === "Total") ? [[group, form, count] as const] : []
      })
    )
  )

const profile = { ...defaultProfile, contributors: 0, dominance: undefined, pPercent: undefined }
const run = <A, E>(effect: Effect.Effect<A, E, Solver>) =>
  Effect.runPromise(effect.pipe(Effect.provideService(Solver, solver), Effect.provide(Logger.layer([]))))

const publish = (counts: Counts, sensitive: ReadonlyArray<string>, key = "key") => {
  const table = withSensitiveRows(tableOf(counts), sensitive, hierarchy, "Total")
  return run(
    protectTables([table], { total: "Total", profile, hierarchy, sensitive, key: Redacted.make(key) }).pipe(
      Effect.map((protection) => publishedTable(table, protection)),
      Effect.catchTag("WouldDisclose", () => Effect.succeed(undefined))
    )
  )
}

const audit = (published: CountTable, sensitive: ReadonlyArray<string>) =>
  run(auditTables([published], { total: "Total", hierarchy, threshold: 11, sensitive }).pipe(Effect.map(auditReport)))

const at = (country: string, form: string) => countries.indexOf(country) * forms.length + forms.indexOf(form)
const functional = (group: string, form: string): ReadonlyArray<number> => {
  const row = new Array<number>(countries.length * forms.length).fill(0)
  for (const country of leavesOf(group, countries)) for (const one of leavesOf(form, forms)) row[at(country, one)] = 1
  return row
}

/** Returns the groups and values that every distribution of persons in agreement with the figures makes 95 % certain without two members. */
const disclosed = (published: CountTable): ReadonlyArray<string> => {
  const rows: Array<readonly [ReadonlyArray<number>, number, number]> = []
  const seen = new Set<string>()
  for (let row = 0; row < published.rows; row++) {
    const [group, form] = labelsOf(published, row) as [string, string]
    seen.add(`${group} ${form}`)
    const count = published.count[row] as number
    const isHidden = Number.isNaN(count)
    // A hidden total of a group has somebody; a hidden value may be zero.
    rows.push([functional(group, form), isHidden ? (form === "Total" ? 1 : 0) : count, isHidden ? 10_000 : count])
  }
  for (const group of groups)
    for (const form of values) if (!seen.has(`${group} ${form}`)) rows.push([functional(group, form), 0, 0])
  const columns = countries.length * forms.length
  const most = (cost: ReadonlyArray<number>): number =>
    solver.using(
      {
        columns,
        rows: rows.length,
        cost: Float64Array.from(cost, (c) => -c),
        low: new Float64Array(columns),
        high: new Float64Array(columns).fill(10_000),
        rowLow: Float64Array.from(rows, ([, low]) => low),
        rowHigh: Float64Array.from(rows, ([, , high]) => high),
        start: Int32Array.from({ length: rows.length + 1 }, (_, r) => r * columns),
        index: Int32Array.from(rows.flatMap(() => Array.from({ length: columns }, (_, i) => i))),
        coefficient: Float64Array.from(rows.flatMap(([row]) => row)),
        whole: new Int32Array(columns).fill(1)
      },
      (open) => {
        const solution = open.solve({ seconds: 20 })
        assert.strictEqual(solution.outcome, "optimal")
        return Math.round(-solution.objective)
      }
    )
  return groups.flatMap((group) =>
    values.flatMap((form) => {
      const value = functional(group, form)
      const whole = functional(group, "Total")
      // Somebody has the value, and in no distribution is 20 × value < 19 × (whole - 2).
      if (most(value.map((x) => -x)) === 0) return []
      return most(whole.map((x, i) => 19 * x - 20 * (value[i] as number))) > 38 ? [] : [`${group} ${form}`]
    })
  )
}

const someCounts = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(9), fc.nat(60), fc.integer({ min: 30, max: 400 })), {
    minLength: 16,
    maxLength: 16
  })
  .map(
    (list): Counts =>
      (country, form) =>
        list[at(country, form)] as number
  )

const belarus: Counts = (country, form) =>
  country === "BLR" ? (form === "street" ? 40 : 0) : 20 + 7 * countries.indexOf(country) + 11 * forms.indexOf(form)

describe("a group whose members all share one sensitive value", () => {
  it("is found by the audit, and not disclosed by protect with its dimension", async () => {
    const plain = (await publish(belarus, [])) as CountTable
    const found = await audit(plain, ["form"])
    assert.deepInclude(found.groups, { country: "BLR", form: "street" })
    assert.deepInclude(found.groups, { country: "BLR", form: "sexual" })
    assert.include(disclosed(plain), "BLR street")
    const safe = (await publish(belarus, ["form"])) as CountTable
    assert.deepStrictEqual((await audit(safe, ["form"])).groups, [])
    assert.deepStrictEqual(disclosed(safe), [])
  })

  it("is one with few others, too", async () => {
    const nearly: Counts = (country, form) =>
      country === "BLR" ? (form === "street" ? 400 : form === "field" ? 12 : 0) : belarus(country, form)
    const plain = (await publish(nearly, [])) as CountTable
    assert.deepInclude((await audit(plain, ["form"])).groups, { country: "BLR", form: "street" })
    const safe = (await publish(nearly, ["form"])) as CountTable
    assert.deepStrictEqual(disclosed(safe), [])
  })

  it("is one in a table without any of the other values that the hierarchy has", async () => {
    const oneKind: Counts = (country, form) =>
      form === "private" && country !== "FRA" ? 30 : form === "street" && country === "FRA" ? 8 : 0
    const plain = (await publish(oneKind, [])) as CountTable
    assert.deepInclude((await audit(plain, ["form"])).groups, { country: "BLR", form: "sexual" })
    const safe = await publish(oneKind, ["form"])
    assert.deepStrictEqual(safe === undefined ? [] : disclosed(safe), [])
  })

  it("is never disclosed, and always found: a naive attacker on random tables", async () => {
    let [refused, published, found] = [0, 0, 0]
    await fc.assert(
      fc.asyncProperty(someCounts, fc.string({ minLength: 1, maxLength: 4 }), async (counts, key) => {
        const plain = await publish(counts, [], key)
        if (plain !== undefined) {
          // The audit proves nothing that the oracle does not.
          const [ours, naive] = [(await audit(plain, ["form"])).groups, disclosed(plain)]
          for (const { country, form } of ours) assert.include(naive, `${country} ${form}`)
          found += ours.length
        }
        const safe = await publish(counts, ["form"], key)
        if (safe === undefined) refused += 1
        else {
          published += 1
          assert.deepStrictEqual(disclosed(safe), [])
          assert.deepStrictEqual((await audit(safe, ["form"])).groups, [])
        }
      }),
      { numRuns: full ? 60 : 3, seed: 3 }
    )
    assert.isAbove(found, 0)
    assert.isAbove(published, refused)
  })
})
