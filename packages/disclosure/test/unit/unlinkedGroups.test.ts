import { Effect, Logger } from "effect"
import { assert, describe, it } from "vitest"
import { auditReport } from "../../src/protect/AuditReport.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import type { Profile } from "../../src/rules/Profile.ts"
import { profiles } from "../../src/rules/Profile.ts"
import { Solver } from "../../src/solver/Solver.ts"
import { stateCode } from "../../src/tables/CellState.ts"
import type { CountTable } from "../../src/tables/CountTable.ts"
import type { Hierarchy } from "../../src/tables/Hierarchy.ts"
import { TableBuilder } from "../../src/tables/TableBuilder.ts"

const table = (rows: Readonly<Record<string, number>>): CountTable => {
  const builder = new TableBuilder("t.csv", ["place", "year"])
  for (const [labels, count] of Object.entries(rows))
    builder.set(builder.row(labels.split(" ")).row, { count, state: stateCode.published })
  return builder.build({ contributors: false, contributions: false })
}

const member = (child: string, parent: string, more: Partial<Hierarchy[number]> = {}) => ({
  dimension: "place",
  child,
  parent,
  grouping: parent,
  ...more
})

const nested = ["DEU", "FRA"].flatMap((child) => [member(child, "EU15"), member(child, "EU27")])
const unions: Hierarchy = [...nested, member("POL", "EU27")]
const profile = profiles.get("opensafely-7-5") as Profile

/** What is wrong with a table, or nothing. */
const refusal = (
  rows: Readonly<Record<string, number>>,
  hierarchy: Hierarchy,
  earlier: ReadonlyArray<CountTable> = []
) =>
  protectTables([table(rows)], { total: "Total", profile, hierarchy, earlier: [earlier] }).pipe(
    Effect.provide(Solver.layer),
    Effect.provide(Logger.layer([])),
    Effect.map(() => [] as ReadonlyArray<string>),
    Effect.catchTag("TableRefused", ({ problems, message }) => {
      assert.notMatch(message, /10[03]|150/)
      return Effect.succeed(
        problems.map(({ rule, column, expected }) => `${rule} ${column} ${expected.replace(/.*: /, "")}`)
      )
    }),
    Effect.runPromise
  )

const untied = (where = "") =>
  `untied-groups place 'EU15' and 'EU27' of place overlap, but their members have no rows${where}`

describe("groups that overlap", () => {
  it("without rows of their members are refused: three persons lie between 100 and 103", async () => {
    assert.deepStrictEqual(await refusal({ "EU15 2004": 100, "EU27 2004": 103 }, unions), [untied()])
  })

  it("with rows of their members are protected, and what lies between them with them", async () => {
    const rows = { "DEU 2004": 60, "FRA 2004": 40, "POL 2004": 3, "EU15 2004": 100, "EU27 2004": 103 }
    assert.deepStrictEqual(await refusal(rows, unions), [])
    const { hidden, linked } = await Effect.runPromise(
      protectTables([table(rows)], { total: "Total", profile, hierarchy: unions }).pipe(
        Effect.provide(Solver.layer),
        Effect.provide(Logger.layer([]))
      )
    )
    const marks = [...(linked.joined.cellOf[0] ?? [])].map((cell) => (hidden[cell] === 0 ? "shown" : "hidden"))
    // Poland is hidden, and one of both unions, or Poland is what lies between.
    assert.strictEqual(marks[2], "hidden")
    assert.include(marks.slice(3), "hidden")
  })

  it("are reported if they have members elsewhere and not here", async () => {
    const rows = {
      "DEU 2005": 60,
      "POL 2005": 30,
      "EU15 2005": 60,
      "EU27 2005": 90,
      "EU15 2004": 100,
      "EU27 2004": 103
    }
    assert.deepStrictEqual(await refusal(rows, unions), [untied(" at year=2004")])
  })

  it("are tied by members at each part of another dimension, and not by members at some", async () => {
    const one = { "EU15 Total": 100, "EU27 Total": 130, "EU15 2004": 60, "EU27 2004": 70 }
    const at2004 = { "DEU 2004": 40, "FRA 2004": 20, "POL 2004": 10 }
    const at2005 = { "DEU 2005": 20, "FRA 2005": 20, "POL 2005": 20 }
    assert.deepStrictEqual(await refusal({ ...one, ...at2004, ...at2005 }, unions), [])
    const groupsAlone = { "EU15 2005": 40, "EU27 2005": 60 }
    assert.deepStrictEqual(await refusal({ ...one, ...at2004, ...groupsAlone }, unions), [
      untied(" at year=Total"),
      untied(" at year=2005")
    ])
  })

  it("are reported in a table next to an earlier one, and by an audit, which then has no verdict", async () => {
    const earlier = table({ "EU15 2004": 100 })
    assert.deepStrictEqual(await refusal({ "EU27 2004": 103 }, unions, [earlier]), [untied()])
    const audit = await Effect.runPromise(
      auditTables([table({ "EU15 2004": 100, "EU27 2004": 103 })], {
        total: "Total",
        hierarchy: unions,
        threshold: 8
      }).pipe(Effect.provide(Solver.layer), Effect.provide(Logger.layer([])))
    )
    assert.deepStrictEqual(auditReport(audit).untied, [
      "'EU15' and 'EU27' of place overlap, but their members have no rows"
    ])
  })

  it("do not exist if one is part of the other, or if they share no person, or none at the same time", async () => {
    const within = [...["DEU", "FRA"].map((one) => member(one, "EU15")), member("EU15", "EU27"), member("POL", "EU27")]
    assert.deepStrictEqual(await refusal({ "EU15 2004": 100, "POL 2004": 60, "EU27 2004": 160 }, within), [])
    const apart = [member("DEU", "EU15"), member("POL", "EU27")]
    assert.deepStrictEqual(await refusal({ "EU15 2004": 100, "EU27 2004": 103 }, apart), [])
    const dated = [
      member("POL", "EU15", { dated: { along: "year", from: "2005", to: "" } }),
      member("POL", "EU27", { dated: { along: "year", from: "", to: "2004" } })
    ]
    const rows = { "EU15 2004": 100, "EU27 2004": 103, "EU15 2005": 100, "EU27 2005": 150 }
    assert.deepStrictEqual(await refusal(rows, dated), [])
    const both = [member("POL", "EU15"), ...dated.slice(1)]
    assert.deepStrictEqual(await refusal(rows, both), [untied()])
  })
})
