/** Sheets with records of several kinds, read together: each as what it is, with counts that add up. */
import fc from "fast-check"
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { countsOf, sendable } from "../../../ingest/submit/check/checkFile.ts"
import { previewTable } from "../../../ingest/submit/preview/PreviewLines.ts"
import { sheetLines } from "../../../ingest/submit/words/CheckSummary.ts"
import { languages } from "../../../schemas/Languages.ts"
import { recordKindLabel } from "../../../schemas/RecordSchemas.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const archive = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.csv`, strToU8(text)])))
const all = (files: Readonly<Record<string, string>>) => checked("register.zip", archive(files), { sheet: "all" })

const persons = (...rows: ReadonlyArray<string>) =>
  `Case number,Consent to research,Registered on,Sex,Age,Form of exploitation\n${rows.join("\n")}\n`
const routes = (...rows: ReadonlyArray<string>) =>
  `Case number,Consent to research,Country of origin,Country of transit,Destination country,Year\n${rows.join("\n")}\n`
const person = (number: string) => `${number},Yes,2022-03-01,Female,31,Forced labour`
const route = (number: string) => `${number},Yes,Moldova,Romania,Italy,2021`
const register = {
  Persons: persons(person("A-1"), person("A-2"), person("A-3")),
  Routes: routes(route("A-1"), route("A-2"))
}

describe("sheets with two kinds of records", () => {
  it("are read as what they are, in any order, and each has its counts", async () => {
    for (const files of [register, { Routes: register.Routes, Persons: register.Persons }]) {
      const { ready, codes, sheets, rows, accepted } = await all(files)
      assert.deepStrictEqual(codes, [])
      assert.deepStrictEqual([rows, accepted], [5, 5])
      assert.deepStrictEqual(ready.map(({ kind }) => kind).sort(), ["route", "route", "victim", "victim", "victim"])
      const counts = { rejected: 0, heldBack: 0 }
      assert.sameDeepMembers(
        [...(sheets ?? [])],
        [
          { sheet: "Persons", record: "victim", rows: 3, accepted: 3, ...counts },
          { sheet: "Routes", record: "route", rows: 2, accepted: 2, ...counts }
        ]
      )
    }
  })

  it("give the records that each of them gives alone, and one person one pseudonym", async () => {
    const alone = await Promise.all(
      Object.entries(register).map(([name, text]) => checked(`${name}.csv`, text).then(({ ready }) => ready))
    )
    const together = (await all(register)).ready
    assert.deepStrictEqual(together, alone.flat())
    assert.strictEqual(new Set(together.map(({ record }) => record["caseReference"])).size, 3)
  })

  it("show the columns and rows of each kind before anything is sent, in every language", async () => {
    const { columns, sheets } = await all(register)
    for (const language of languages) {
      const table = previewTable(columns, language)
      const of = (column: string) => table.filter(([name]) => name === column).map(([, meaning]) => meaning ?? "")
      const label = (kind: "victim" | "route") => recordKindLabel(kind, language)
      assert.deepStrictEqual(
        of("Case number").map((meaning) => meaning.split(":")[0]),
        [label("victim"), label("route")]
      )
      assert.match(of("Sex").join(), new RegExp(`^${label("victim")}: `))
      assert.match(of("Year").join(), new RegExp(`^${label("route")}: `))
      const [ofPersons, ofRoutes] = sheetLines({ sheets }, language)
      assert.include(ofPersons, `Persons (${label("victim")}): 3 `)
      assert.include(ofRoutes, `Routes (${label("route")}): 2 `)
    }
    const country = columns.find(({ column }) => column === "Country of origin")
    assert.deepStrictEqual(
      country?.samples.map((sample) => ("value" in sample ? sample.value : sample.state)),
      ["MDA", "MDA"]
    )
  })

  it("say in which sheet something is wrong, and miss the fields of each kind", async () => {
    const flawed = { ...register, Routes: routes(route("A-1").replace("Romania", "Atlantis"), route("A-2")) }
    const { problems, sheets, ...counts } = await all(flawed)
    assert.deepStrictEqual(
      problems.map(({ code, sheet, row }) => [code, sheet, row]),
      [["country-unknown", "Routes", 2]]
    )
    assert.deepStrictEqual([counts.accepted, counts.rejected], [4, 1])
    assert.deepStrictEqual(
      countsOf({ ...counts, sheets }, false).sheets?.map(({ accepted, rejected, heldBack }) => [
        accepted,
        rejected,
        heldBack
      ]),
      [
        [0, 0, 3],
        [0, 1, 1]
      ]
    )
    const without = { ...register, Persons: register.Persons.replace("Registered on", "Remark") }
    const missed = await all(without)
    assert.include(missed.codes, "1:registeredOn:column-missing")
    assert.strictEqual(sendable(missed), "nothing")
  })

  it("hold back a case in one sheet that refuses in the other", async () => {
    const refusing = { ...register, Routes: routes(route("A-1"), route("A-2").replace("Yes", "No")) }
    const { problems } = await all(refusing)
    assert.sameDeepMembers(
      problems.map(({ code, sheet, row }) => [code, sheet, row]),
      [
        ["consent-missing", "Routes", 3],
        ["case-refused", "Persons", 3]
      ]
    )
  })

  it("have a sheet of no kind refused by name, and the kind that the sender chooses", async () => {
    const table = "Case number,Consent to research\nA-9,Yes\n"
    const { problems } = await all({ ...register, Contacts: table })
    assert.deepStrictEqual(
      problems.filter(({ code }) => code === "record-kind-unknown").map(({ sheet, row }) => [sheet, row]),
      [["Contacts", 2]]
    )
    const chosen = await checked("register.zip", archive(register), { sheet: "all", recordKind: "victim" })
    assert.isTrue(chosen.ready.every(({ kind }) => kind === "victim"))
  })

  it("have counts that add up for any rows", async () => {
    const number = fc.constantFrom("A-1", "A-2", "A-3", "")
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1 }), fc.array(number, { minLength: 1 }), async (one, other) => {
        const files = { Persons: persons(...one.map(person)), Routes: routes(...other.map(route)) }
        const result = await all(files)
        for (const isSent of [true, false]) {
          const { sheets = [], ...counts } = countsOf(result, isSent)
          for (const key of ["accepted", "rejected", "heldBack"] as const)
            assert.strictEqual(
              sheets.reduce((sum, sheet) => sum + sheet[key], 0),
              counts[key]
            )
          for (const { rows, accepted, rejected, heldBack } of sheets)
            assert.strictEqual(accepted + rejected + heldBack, rows)
        }
      }),
      { numRuns: 30 }
    )
  })
})
