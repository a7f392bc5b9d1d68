import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterAll } from "vitest"
import { type CheckedRow, checkFile } from "../../../ingest/submit/CheckFile.ts"
import { fileKindOf } from "../../../ingest/submit/FileRows.ts"
import { openReport } from "../../../ingest/submit/Report.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-check-"))
afterAll(() => rmSync(folder, { recursive: true }))

const partnerKey = new Uint8Array(32).fill(7)
let files = 0

const check = (name: string, content: string | Uint8Array, recordKind?: RecordKind) =>
  Effect.gen(function* () {
    const file = join(folder, `${++files}-${name}`)
    writeFileSync(file, content)
    const rows: Array<CheckedRow> = []
    const fileKind = fileKindOf(file) ?? "csv"
    const result = yield* checkFile({ file, fileKind, recordKind, partnerKey }, (row) =>
      Effect.sync(() => rows.push(row))
    )
    return {
      ...result,
      told: result.problems.map(({ code, row, column }) => `${row}:${column}:${code}`),
      ready: rows.flatMap((row) => row.ready ?? []),
      rows: rows.filter((row) => !row.isHeader).length
    }
  }).pipe(Effect.provide(NodeServices.layer))

const header =
  "caseReference,researchUseConsent,citizenship,leg1.country,leg1.role,leg1.year,leg2.country,leg2.region,leg2.role,leg2.year,leg2.month"
const row = (reference: string, from = "UKR", to = "RUS") =>
  `${reference},yes,${from},${from},Origin,2004,${to},,Destination,2004,5`

describe("checkFile", () => {
  for (const [name, delimiter, end, bom] of [
    ["commas", ",", "\n", ""],
    ["semicolons", ";", "\r\n", "\uFEFF"],
    ["tabs", "\t", "\n", "\uFEFF"]
  ] as const)
    it.live(`reads CSV with ${name}`, () =>
      Effect.gen(function* () {
        const text =
          bom + [header, row("A-1"), row("A-2", "Moldova", "Russian Federation")].join(end).replaceAll(",", delimiter)
        const result = yield* check("routes.csv", text, "route")
        assert.deepStrictEqual(result.told, [])
        assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [2, 2, 0])
        assert.deepStrictEqual(
          result.ready.map((r) => (r.record["legs"] as Array<{ country: string }>).map((l) => l.country)),
          [
            ["UKR", "RUS"],
            ["MDA", "RUS"]
          ]
        )
      })
    )

  it.live("tells everything at once, by row and column as a spreadsheet shows them, and no value", () =>
    Effect.gen(function* () {
      const text = [
        `${header},notes2,gender`,
        `${row("A-1")},CANARY,`,
        `${row("A-2", "CANARY").replace(",yes,", ",no,")},,`,
        `${row("A-3").replace("2004,5", "2004,13")},,`,
        `,yes,UKR,UKR,Origin,CANARY,,,,,,,`,
        `${row("A-1")},,`
      ].join("\n")
      const result = yield* check("routes.csv", text, "route")
      assert.deepStrictEqual(result.told, [
        "1:notes2:column-unknown",
        "1:gender:column-unknown",
        "3:citizenship:country-unknown",
        "3:leg1.country:country-unknown",
        "3:researchUseConsent:consent-missing",
        "4:leg2.month:number-out-of-range",
        "5:caseReference:field-missing",
        "5:leg1.year:type-mismatch",
        "6::row-repeated"
      ])
      assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [5, 2, 3])
      assert.notInclude(JSON.stringify(result.problems), "CANARY")
    })
  )

  it.live("NDJSON: broken lines, unknown kinds and keys, wrong types", () =>
    Effect.gen(function* () {
      const good = {
        record: "route",
        caseReference: "A-1",
        researchUseConsent: true,
        legs: [{ country: "UKR", role: "Origin", year: 2004 }]
      }
      const lines = [
        JSON.stringify(good),
        "{ not json CANARY",
        JSON.stringify({ ...good, record: "CANARY" }),
        JSON.stringify({ ...good, "CANARY key": 1, extra: 2 }),
        JSON.stringify({ ...good, caseReference: 17, legs: [{ country: "UKR", role: "Origin", year: "x" }] }),
        "[1]",
        "",
        '{"record":"route","__proto__":{"caseReference":"CANARY"},"researchUseConsent":true}'
      ]
      const result = yield* check("rows.ndjson", lines.join("\n"))
      assert.deepStrictEqual(result.told, [
        "2::json-malformed",
        "3:record:record-kind-unknown",
        "4:(a key):field-unknown",
        "4:extra:field-unknown",
        "4::row-repeated",
        "5:caseReference:type-mismatch",
        "5:legs[0].year:type-mismatch",
        "6::json-malformed",
        "8:caseReference:field-missing",
        "8:legs:field-missing",
        "8:__proto__:field-unknown"
      ])
      assert.notInclude(JSON.stringify(result.problems), "CANARY")
    })
  )

  it.live("a column or a value that identifies a person marks the whole file", () =>
    Effect.gen(function* () {
      const named = yield* check("a.csv", `${header},prs_FirstName\n${row("A-1")},CANARY`, "route")
      assert.isTrue(named.identifying)
      assert.deepStrictEqual(named.told, ["1:prs_FirstName:column-direct-identifier"])
      const spelled = yield* check("b.csv", `${header},Date of birth\n${row("A-1")},`, "route")
      assert.isTrue(spelled.identifying)
      const value = yield* check("c.csv", `${header}\n${row("Anna Petrova")}`, "route")
      assert.isTrue(value.identifying)
      assert.notInclude(JSON.stringify([named.problems, value.problems]), "Petrova")
      const json = yield* check(
        "d.ndjson",
        JSON.stringify({ record: "withdrawal", caseReference: "A-1", phone: "CANARY" })
      )
      assert.isTrue(json.identifying)
    })
  )

  it.live("a header whose names are all unknown may hold values: they are not told", () =>
    Effect.gen(function* () {
      const result = yield* check("a.csv", `CANARY Ivan,CANARY\nx,y`, "route")
      assert.notInclude(JSON.stringify(result.problems), "CANARY")
      assert.include(result.told, "1:column 1:column-unknown")
      assert.include(result.told, "1:legs:column-missing")
    })
  )

  it.live("no rows, bad UTF-8, unbalanced quotes", () =>
    Effect.gen(function* () {
      assert.include((yield* check("a.csv", `${header}\n`, "route")).told, "0::file-empty")
      const encoding = yield* Effect.flip(
        check("b.csv", Uint8Array.from([...Buffer.from(`${header}\n`), 0xff, 0xfe, 0x41]))
      )
      assert.strictEqual(encoding.code, "file-encoding")
      const quotes = yield* Effect.flip(check("c.csv", `${header}\n"CANARY,yes`, "route"))
      assert.strictEqual(quotes.code, "csv-malformed")
      assert.notInclude(JSON.stringify(quotes), "CANARY")
    })
  )

  it.live("ids: the same row gives the same id, another row another; a given id is kept or disguised", () =>
    Effect.gen(function* () {
      const one = { record: "withdrawal", caseReference: "A-1" }
      const given = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"
      const lines = [
        one,
        { ...one, requestedOn: "2004" },
        { ...one, recordId: given },
        { ...one, recordId: "CANARY-7" }
      ]
      const text = lines.map((line) => JSON.stringify(line)).join("\n")
      const [a, b] = [yield* check("a.ndjson", text), yield* check("b.ndjson", text)]
      const ids = a.ready.map((r) => r.record["recordId"])
      assert.deepStrictEqual(
        ids,
        b.ready.map((r) => r.record["recordId"])
      )
      assert.strictEqual(new Set(ids).size, 4)
      assert.strictEqual(ids[2], given.toLowerCase())
      assert.notInclude(JSON.stringify(a.ready), "CANARY")
      assert.notInclude(JSON.stringify(a.ready), "A-1")
    })
  )

  it.live("the report is the partner's own file with a column of problems", () =>
    Effect.gen(function* () {
      const file = join(folder, "own.csv")
      const report = join(folder, "report.csv")
      writeFileSync(file, `${header}\n${row("A-1")}\n${row("=A-2", "UKR", "Nowhere")}\n`)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const out = yield* openReport(report, "csv")
          yield* checkFile({ file, fileKind: "csv", recordKind: "route", partnerKey }, out.write)
        })
      )
      const [head, good, bad] = readFileSync(report, "utf8").split("\n")
      assert.strictEqual(head, `${header},corridor_problems`)
      assert.strictEqual(good, `${row("A-1")},`)
      assert.include(bad, "'=A-2,yes,UKR")
      assert.include(bad, "leg2.country: The country is not known")
    }).pipe(Effect.provide(NodeServices.layer))
  )
})
