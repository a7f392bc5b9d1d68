import { assert, describe, it } from "vitest"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { checked, refusal } from "../../fixtures/checkedFile.ts"

const check = (name: string, content: string | Uint8Array, recordKind?: RecordKind) =>
  checked(name, content, { recordKind })

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
    it(`reads CSV with ${name}`, async () => {
      const text =
        bom + [header, row("A-1"), row("A-2", "Moldova", "Russian Federation")].join(end).replaceAll(",", delimiter)
      const result = await check("routes.csv", text, "route")
      assert.deepStrictEqual(result.codes, [])
      assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [2, 2, 0])
      assert.deepStrictEqual(
        result.ready.map((r) => (r.record["legs"] as Array<{ country: string }>).map((l) => l.country)),
        [
          ["UKR", "RUS"],
          ["MDA", "RUS"]
        ]
      )
    })

  it("reports all problems, by row and column as a spreadsheet shows them, without a value", async () => {
    const text = [
      `${header},notes2,gender`,
      `${row("A-1")},CANARY,`,
      `${row("A-2", "CANARY").replace(",yes,", ",no,")},,`,
      `${row("A-3").replace("2004,5", "2004,13")},,`,
      `,yes,UKR,UKR,Origin,CANARY,,,,,,,`,
      `${row("A-1")},,`
    ].join("\n")
    const result = await check("routes.csv", text, "route")
    assert.deepStrictEqual(result.codes, [
      "1:notes2:column-unknown",
      "1:gender:column-not-collected",
      "3:citizenship:country-unknown",
      "3:leg1.country:country-unknown",
      "3:researchUseConsent:consent-missing",
      "4:leg2.month:number-out-of-range",
      "5:caseReference:field-missing",
      "5:leg1.year:type-mismatch",
      "6::row-repeated"
    ])
    assert.deepStrictEqual([result.rows, result.accepted, result.rejected, result.heldBack], [5, 1, 3, 1])
    assert.notInclude(JSON.stringify(result.problems), "CANARY")
  })

  it("NDJSON: broken lines, unknown kinds and keys, wrong types", async () => {
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
    const result = await check("rows.ndjson", lines.join("\n"))
    assert.deepStrictEqual(result.codes, [
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

  it("a column or a value that identifies a person marks the whole file", async () => {
    const named = await check("a.csv", `${header},prs_FirstName\n${row("A-1")},CANARY`, "route")
    assert.isTrue(named.identifying)
    assert.deepStrictEqual(named.codes, ["1:prs_FirstName:column-direct-identifier"])
    const spelled = await check("b.csv", `${header},Date of birth\n${row("A-1")},`, "route")
    assert.isTrue(spelled.identifying)
    const value = await check("c.csv", `${header}\n${row("Anna Petrova")}`, "route")
    assert.isTrue(value.identifying)
    assert.notInclude(JSON.stringify([named.problems, value.problems]), "Petrova")
    const json = await check(
      "d.ndjson",
      JSON.stringify({ record: "withdrawal", caseReference: "A-1", phone: "CANARY" })
    )
    assert.isTrue(json.identifying)
  })

  it("a column of remarks is a warning while it is empty; its first text refuses the file, reported once", async () => {
    for (const name of ["Комментарий", "примітки", "Comments", "Observații"]) {
      const empty = await check("a.csv", `${header},${name}\n${row("A-1")},\n${row("A-2")}, \n`, "route")
      assert.deepStrictEqual(empty.codes, [`1:${name}:column-unknown`])
      assert.deepStrictEqual([empty.errors, empty.identifying, empty.accepted], [0, false, 2])
      const filled = await check(
        "b.csv",
        `${header},${name}\n${row("A-1")},\n${row("A-2")},CANARY\n${row("A-3")},ok\n`,
        "route"
      )
      assert.deepStrictEqual(filled.codes, [`1:${name}:column-unknown`, `3:${name}:column-free-text`])
      assert.isTrue(filled.identifying)
    }
    const line = (comment: unknown) => JSON.stringify({ record: "withdrawal", caseReference: "A-1", comment })
    assert.isFalse((await check("c.ndjson", `${line("")}\n${line(null)}`)).identifying)
    const refused = await check("d.ndjson", line("CANARY"))
    assert.isTrue(refused.identifying)
    assert.notInclude(JSON.stringify(refused.problems), "CANARY")
  })

  it("a header of unknown names only may contain values: they are not repeated", async () => {
    const result = await check("a.csv", `CANARY Ivan,CANARY\nx,y`, "route")
    assert.notInclude(JSON.stringify(result.problems), "CANARY")
    assert.include(result.codes, "1:column 1:column-direct-identifier")
    assert.include(result.codes, "1:column 2:column-unknown")
    assert.include(result.codes, "1:legs:column-missing")
  })

  it("no rows, bad UTF-8, unbalanced quotes", async () => {
    assert.include((await check("a.csv", `${header}\n`, "route")).codes, "0::file-empty")
    const encoding = await refusal("b.csv", Uint8Array.from([...Buffer.from(`${header}\n`), 0xff, 0xfe, 0x41]))
    assert.strictEqual(encoding?.code, "file-encoding")
    const quotes = await refusal("c.csv", `${header}\n"CANARY,yes`, { recordKind: "route" })
    assert.deepInclude(quotes, { code: "csv-malformed", row: 2 })
    assert.notInclude(quotes?.text, "CANARY")
  })

  it("ids: equal rows have equal ids, other rows other ids; a given id is kept or pseudonymised", async () => {
    const one = { record: "withdrawal", caseReference: "A-1" }
    const given = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"
    const lines = [one, { ...one, requestedOn: "2004" }, { ...one, recordId: given }, { ...one, recordId: "CANARY-7" }]
    const text = lines.map((line) => JSON.stringify(line)).join("\n")
    const [a, b] = [await check("a.ndjson", text), await check("b.ndjson", text)]
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

  it("the report is the partner's own file with a column of problems", async () => {
    const { report } = await check("own.csv", `${header}\n${row("A-1")}\n${row("=A-2", "UKR", "Nowhere")}\n`, "route")
    const [head, good, bad] = report.split("\n")
    assert.strictEqual(head, `${header},corridor_problems`)
    assert.strictEqual(good, `${row("A-1")},`)
    assert.include(bad, "'=A-2,yes,UKR")
    assert.include(bad, "country-unknown (leg2.country): The country is unknown")
  })
})
