/** Dates such as `02/03/2022`: read where another date of the same column proves the order, and an error where none does. */
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { readEarlierCases } from "../../../ingest/submit/check/EarlierCases.ts"
import { openFile } from "../../../ingest/submit/check/OpenFile.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { previewTable } from "../../../ingest/submit/preview/PreviewLines.ts"
import { blobSource } from "../../../ingest/submit/read/FileSource.ts"
import { languages } from "../../../schemas/Languages.ts"
import { checked, partnerKey, settingsOf } from "../../fixtures/checkedFile.ts"

const header = "caseReference,researchUseConsent,registeredOn"
const table = (...dates: ReadonlyArray<string>) =>
  `${[header, ...dates.map((date, i) => `C-${1000 + i},yes,${date}`)].join("\n")}\n`
const datesOf = ({ ready }: Awaited<ReturnType<typeof checked>>) => ready.map(({ record }) => record["registeredOn"])

describe("the order of day and month", () => {
  for (const [what, dates, read, code] of [
    [
      "day first",
      ["02/03/2022", "28/03/2022", "1/2/2021"],
      ["2022-03-02", "2022-03-28", "2021-02-01"],
      "dates-day-first"
    ],
    [
      "month first",
      ["02/03/2022", "2020-05-01", "03/28/2022"],
      ["2022-02-03", "2020-05-01", "2022-03-28"],
      "dates-month-first"
    ],
    [
      "with a time, in other digits and signs",
      ["02-03-2022 10:15", "٠٢/٠٣/٢٠٢٢", "28/03/2022"],
      ["2022-03-02", "2022-03-02", "2022-03-28"],
      "dates-day-first"
    ]
  ] as const)
    it(`is proved by one date of the column: ${what}`, async () => {
      const result = await checked("v.csv", table(...dates))
      assert.deepStrictEqual(datesOf(result), [...read])
      assert.deepStrictEqual(result.codes, [`1:registeredOn:${code}`])
      const plain = await checked("v.csv", table(...read))
      assert.deepStrictEqual([result.contentHash, result.ready], [plain.contentHash, plain.ready])
      assert.deepStrictEqual(plain.codes, [])
    })

  for (const [what, dates] of [
    ["no date proves it", ["02/03/2022", "05/05/2022", "2022-03-28", "28.03.2022"]],
    ["dates contradict each other", ["02/03/2022", "28/03/2022", "03/28/2022"]],
    ["only impossible dates prove it", ["02/03/2022", "28/13/2022", "32/03/2022", "00/14/2022"]],
    ["the year is short", ["02/03/22", "28/03/2022"]]
  ] as const)
    it(`is not guessed if ${what}`, async () => {
      const result = await checked("v.csv", table(...dates))
      assert.include(result.codes, "2:registeredOn:date-ambiguous")
      assert.notMatch(result.codes.join(), /dates-/)
    })

  it("is mentioned if dates contradict each other or the heading, also if each can be read in one way only", async () => {
    const mixed = await checked("v.csv", table("28/03/2022", "01/01/2022", "03/28/2022"))
    assert.deepStrictEqual(datesOf(mixed), ["2022-03-28", "2022-01-01", "2022-03-28"])
    assert.deepStrictEqual(mixed.codes, ["1:registeredOn:date-orders-mixed"])
    assert.deepInclude(mixed.problems[0], { severity: "warning", because: 4 })
    const heading = table("03/28/2022").replace("registeredOn", "Registration date (dd/mm/yyyy)")
    assert.deepStrictEqual((await checked("v.csv", heading)).codes, [
      "1:Registration date (dd/mm/yyyy):date-orders-mixed"
    ])
  })

  it("is not mentioned if no date needs it, and is proved in each column for itself", async () => {
    assert.deepStrictEqual((await checked("v.csv", table("28/03/2022", "14/03/2022"))).codes, [])
    const rows = [`record,${header},requestedOn`, "victim,C-1,yes,02/03/2022,", "withdrawal,C-2,,,28/03/2022"]
    const { codes } = await checked("k.csv", rows.join("\n"))
    assert.deepStrictEqual(codes, ["2:registeredOn:date-ambiguous"])
  })

  it("is proved, or contradicted, by the last of many rows, also one that is wrong otherwise", async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => `0${1 + (i % 9)}/12/${2000 + (i % 20)}`)
    const proved = await checked("v.csv", `${table(...many)}C-1,no,28/03/2022\n`)
    assert.deepStrictEqual([proved.accepted, proved.rejected], [1_200, 1])
    assert.deepInclude(proved.problems[0], { code: "dates-day-first", row: 1, because: 1_202 })
    const against = await checked("v.csv", `${table(...many, "28/03/2022")}C-1,no,03/28/2022\n`)
    assert.deepStrictEqual([against.accepted, against.rejected], [1, 1_201])
  })

  it("is proved in each sheet for itself", async () => {
    const years = zipSync({
      "2021.csv": strToU8(table("02/03/2021", "28/03/2021")),
      "2022.csv": strToU8(table("02/03/2022", "03/28/2022").replaceAll("C-1", "D-1")),
      "2023.csv": strToU8(table("02/03/2023").replaceAll("C-1", "E-1"))
    })
    const result = await checked("years.zip", years, { sheet: "all" })
    assert.deepStrictEqual(datesOf(result), ["2021-03-02", "2021-03-28", "2022-02-03", "2022-03-28"])
    assert.deepStrictEqual(
      result.problems.map(({ code, becauseSheet, because }) => [code, becauseSheet, because]).slice(0, 2),
      [
        ["dates-day-first", "2021", 3],
        ["dates-month-first", "2022", 3]
      ]
    )
  })

  it("orders the rows of a route", async () => {
    const rows = ["05/11/2004,RUS,Exploitation", "02/03/2004,UKR,Recruitment", "28/03/2004,BLR,Transit"]
    const text = `cas_CaseNumber,con_Consent,hte_Date,hte_Country,hte_Type\n${rows.map((row) => `A-1,true,${row}`).join("\n")}\n`
    const { ready } = await checked("r.csv", text, { format: "htcds", recordKind: "route" })
    const legs = ready[0]?.record["legs"] as ReadonlyArray<Record<string, unknown>>
    assert.deepStrictEqual(
      legs.map(({ country, month }) => [country, month]),
      [
        ["UKR", 3],
        ["BLR", 3],
        ["RUS", 11]
      ]
    )
  })

  it("is shown in the preview, with the dates as they are read, and the report has them as they were written", async () => {
    const { columns, report } = await checked("v.csv", table("02/03/2022", "28/03/2022"))
    for (const language of languages) {
      const row = previewTable(columns, language).find(([column]) => column === "registeredOn") ?? []
      assert.match(row[1] ?? "", /\(.+\/.+\/.+ 3\)$/)
      assert.deepStrictEqual(row.slice(2), ["2022-03-02", "2022-03-28"])
    }
    assert.include(report, "C-1000,yes,02/03/2022,")
    assert.include(report, "dates-day-first (registeredOn, row 3): The dates of the column are read as day/month/year")
  })

  it("is proved in earlier files, too", async () => {
    const open = (text: string) => openFile(blobSource("v.csv", new Blob([text])), settingsOf())
    const hasher = nodeHasher(partnerKey)
    const earlier = await readEarlierCases([await open(table("02/03/2022", "28/03/2022"))], hasher)
    const { problems } = await checked("v.csv", `${header}\nC-01000,yes,2020\n`, {}, "en", undefined, { earlier })
    assert.deepStrictEqual(
      problems.map(({ code }) => code),
      ["case-number-similar-earlier"]
    )
  })
})
