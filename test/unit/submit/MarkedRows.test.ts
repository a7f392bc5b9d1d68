/** What a register says about its rows in addition to the answers: deleted, duplicates, lines, colours, legs in rows, columns for answers. */
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { checked } from "../../fixtures/checkedFile.ts"

type Result = Awaited<ReturnType<typeof checked>>

const errorsOf = ({ problems }: Result) =>
  problems.flatMap(({ code, row, column, severity }) => (severity === "error" ? [`${row}:${column}:${code}`] : []))
const sumOf = ({ rows, accepted, rejected, heldBack }: Result) => [rows, accepted, rejected, heldBack]

describe("rows that a register marks", () => {
  it("deleted rows, duplicates and rejected ones are errors; no and nothing are no marks", async () => {
    const table = await checked(
      "a.csv",
      "Case number,Consent to research,Registered on,Sex,Deleted,Дубликат,ReviewState\nA-1,yes,2023,F,,,\nA-2,yes,2023,F,yes,,\nA-3,yes,2023,F,no,A-1,\nA-4,yes,2023,F,0,нет,rejected\nA-5,yes,2023,F,0,нет,approved\n",
      { recordKind: "victim" }
    )
    assert.deepStrictEqual(errorsOf(table), [
      "3:Deleted:row-marked",
      "4:Дубликат:row-marked",
      "5:ReviewState:row-marked"
    ])
    assert.deepStrictEqual(sumOf(table), [5, 2, 3, 0])
  })

  it("so are marked JSON records, also in an object of a tool's", async () => {
    const person = { record: "victim", researchUseConsent: true, registeredOn: "2023" }
    const lines = [
      { ...person, caseReference: "A-1", deleted: true },
      { ...person, caseReference: "A-2", deleted: false, duplicate: null },
      { ...person, caseReference: "A-3", __system: { reviewState: "rejected" } }
    ]
    const own = await checked("a.ndjson", lines.map((line) => JSON.stringify(line)).join("\n"))
    assert.deepStrictEqual(errorsOf(own), ["1:deleted:row-marked", "3:__system.reviewState:row-marked"])
    assert.deepStrictEqual(sumOf(own), [3, 1, 2, 0])
    const row = { "Case number": "A-1", "Consent to research": "yes", "Registered on": "2023" }
    const table = await checked("a.json", JSON.stringify([{ ...row, __system: { reviewState: "rejected" } }, row]), {
      recordKind: "victim"
    })
    assert.include(errorsOf(table), "1:__system/reviewState:row-marked")
  })

  it("JSON routes of a case that go on are not sent as several, unless they have record ids", async () => {
    const leg = (country: string, role: string) => ({ country, role, year: 2022 })
    const routes = [
      [leg("UKR", "Origin"), leg("POL", "Destination")],
      [leg("POL", "Origin"), leg("DEU", "Destination")]
    ].map((legs) => ({ record: "route", caseReference: "R-1", researchUseConsent: true, legs }))
    const linesOf = (records: ReadonlyArray<object>) => records.map((record) => JSON.stringify(record)).join("\n")
    const apart = await checked("a.ndjson", linesOf(routes))
    assert.deepStrictEqual([errorsOf(apart), apart.rowsApart], [["2::route-rows-apart"], true])
    const named = await checked("a.ndjson", linesOf(routes.map((route, i) => ({ ...route, recordId: `r-${i}` }))))
    assert.deepStrictEqual([errorsOf(named), named.records], [[], 2])
  })

  it("a person who refused to share data is not sent", async () => {
    for (const heading of ["Consent to share data", "Згода на передачу даних", "Acord pentru transmiterea datelor"]) {
      const result = await checked(
        "a.csv",
        `Case number,Consent to research,${heading},Registered on\nA-1,yes,no,2023\nA-2,yes,yes,2023\nA-3,yes,,2023\n`,
        { recordKind: "victim" }
      )
      assert.deepStrictEqual(errorsOf(result), [`2:${heading}:consent-missing`, `4:${heading}:field-missing`])
    }
  })

  it("routes of a case that go on from row to row are not sent as several, unless they are numbered", async () => {
    const rows = "yes,Ukraine,Poland,2021\nR-1,yes,Poland,Germany,2022\nR-2,yes,Moldova,Turkey,2020\n"
    const head = "Case number,Consent to research,From country,To country,Year"
    const legs = await checked("a.csv", `${head}\nR-1,${rows}`, { recordKind: "route" })
    assert.deepStrictEqual([errorsOf(legs), legs.rowsApart], [["3::route-rows-apart"], true])
    const numbered = await checked(
      "a.csv",
      `${head},Journey\n${`R-1,${rows}`
        .trim()
        .split("\n")
        .map((row, i) => `${row},${i + 1}`)
        .join("\n")}\n`,
      { recordKind: "route" }
    )
    assert.deepStrictEqual([errorsOf(numbered), numbered.records], [[], 3])
  })

  it("From and To are the places of a route, in the languages of partners, and dates under them are no countries", async () => {
    for (const [from, to] of [
      ["From", "To"],
      ["Откуда", "Куда"],
      ["Звідки", "Куди"],
      ["De unde", "Încotro"]
    ]) {
      const head = `Case number,Consent to research,${from},Transit,${to},Year`
      const { ready } = await checked("a.csv", `${head}\nR-1,yes,Moldova,Poland,Germany,2021\n`, {
        recordKind: "route"
      })
      const record = ready[0]?.record as { legs: ReadonlyArray<{ country: string; role: string }> } | undefined
      assert.deepStrictEqual(
        record?.legs.map(({ country, role }) => `${country} ${role}`),
        ["MDA Origin", "POL Transit", "DEU Destination"]
      )
      const dates = await checked("a.csv", `${head}\nR-1,yes,2021,Poland,2022,2021\n`, { recordKind: "route" })
      assert.deepStrictEqual(dates.records, 0)
    }
  })

  it("columns for services are named, with what to do", async () => {
    const table = await checked(
      "a.csv",
      "Case number,Consent to research,Country,Start date,Shelter,Legal assistance\nA-1,yes,Moldova,2023-01-05,x,\n",
      { recordKind: "assistance" }
    )
    assert.includeMembers(errorsOf(table), ["1:Shelter:column-per-answer", "1:Legal assistance:column-per-answer"])
  })

  it("a heading that says which name is meant is one of names", async () => {
    for (const heading of ["Surname (not nickname)", "Фамилия (не кличка)", "Nume (nu porecla)"]) {
      const { codes } = await checked("a.csv", `Case number,Consent to research,${heading}\nA-1,yes,\n`, {
        recordKind: "victim"
      })
      assert.include(codes, `1:${heading}:column-direct-identifier`)
    }
  })
})

describe("headers beside empty columns", () => {
  it("the first row of answers is no second header, and is in no problem", async () => {
    const table = await checked(
      "a.csv",
      "Registru\n\nNr.;Numărul cazului;;Acord pentru statistică;Data înregistrării;Sexul;Vârsta;;Cetățenia\n1;C-1;;da;2023-01-02;F;22;;Moldova\n2;C-2;;da;2023-01-05;M;30;;România\n",
      { recordKind: "victim" }
    )
    assert.deepStrictEqual([table.codes, sumOf(table)], [["3:Nr.:column-unknown"], [2, 2, 0, 0]])
  })
})

describe("dates and ages that are not exact", () => {
  const victim = async (date: string, age: string) => {
    const { codes, ready } = await checked(
      "a.csv",
      `Case number,Consent to research,Registered on,Age\nA-1,yes,${date},${age}\n`,
      { recordKind: "victim" }
    )
    const record = ready[0]?.record as Readonly<Record<string, unknown>> | undefined
    return { codes, date: record?.["registeredOn"], age: record?.["ageBand"] ?? record?.["majorityStatus"] }
  }

  it("a short year is read if one order gives a date, and is never guessed", async () => {
    const read = async (text: string) => (await victim(text, "30")).date
    assert.deepStrictEqual(await Promise.all(["31.12.99", "10/13/23", "31-05-21", "29.02.23"].map(read)), [
      "1999-12-31",
      "2023-10-13",
      "2021-05-31",
      undefined
    ])
    for (const text of ["01.10.23", "23.10.01", "01/10/23", "13/10/23"])
      assert.deepStrictEqual((await victim(text, "30")).codes, ["2:Registered on:date-ambiguous"], text)
  })

  it("an estimated age says whether the person is an adult, if it is far from 18", async () => {
    for (const age of ["~30", "около 30 лет", "приблизно 30", "circa 30 ani", "30?", "c. 30", "30-ish"])
      assert.deepStrictEqual((await victim("2023", age)).age, "Adult", age)
    for (const age of ["~18", "about 20", "ca. 15"])
      assert.deepStrictEqual((await victim("2023", age)).codes, ["2:Age:type-mismatch"], age)
    assert.deepStrictEqual((await victim("2023", "~10")).age, "Minor")
  })
})

describe("colours and lines of a sheet", () => {
  const ods = (rows: ReadonlyArray<string>) =>
    zipSync({
      mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet"),
      "content.xml": strToU8(
        `<office:document-content><office:automatic-styles><style:style style:name="a" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="b" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffff00"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="S">${rows
          .map((style, i) => {
            const cells = i === 0 ? ["Case number", "Consent to research", "Registered on"] : [`A-${i}`, "yes", "2023"]
            const given = style === "" ? "" : ` table:style-name="${style}"`
            return `<table:table-row>${cells.map((text) => `<table:table-cell office:value-type="string"${given}><text:p>${text}</text:p></table:table-cell>`).join("")}</table:table-row>`
          })
          .join("")}</table:table></office:spreadsheet></office:body></office:document-content>`
      )
    })

  it("in OpenDocument", async () => {
    const { codes } = await checked("a.ods", ods(["", "", "a", "b", "b", ""]), { recordKind: "victim" })
    assert.deepStrictEqual(codes, ["3::row-struck", "4::colours-unread"])
  })

  it("not if all rows are coloured alike, or only the header is", async () => {
    assert.deepStrictEqual((await checked("a.ods", ods(["b", "", ""]), { recordKind: "victim" })).codes, [])
    assert.deepStrictEqual((await checked("a.ods", ods(["", "b", "b"]), { recordKind: "victim" })).codes, [])
  })
})
