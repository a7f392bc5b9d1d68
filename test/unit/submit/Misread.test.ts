/** What was read wrongly without a word, or refused although it is plain, in files that partners have. */
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { readDate } from "../../../ingest/submit/values/DateText.ts"
import { checked } from "../../fixtures/checkedFile.ts"

type Result = Awaited<ReturnType<typeof checked>>

const legsOf = ({ ready }: Result) =>
  ready.map(({ record }) =>
    (record["legs"] as ReadonlyArray<Record<string, unknown>>).map(({ country, role, year, month }) => [
      country,
      role,
      year,
      month
    ])
  )
const fieldOf = ({ ready }: Result, name: string) => ready.map(({ record }) => record[name])

describe("a row of answers is not taken for a header", () => {
  const rows = [
    "Case code;Consent to research;Country 1;Role 1;Year 1;Country 2;Role 2;Year 2;Country 3;Role 3;Year 3",
    "AL-001;Yes;Albania;Origin;2021;Greece;Transit;2021;Italy;Destination;2022",
    "AL-002;Yes;Albania;Origin;2020;;;;Belgium;Destination;2020",
    "AL-003;No;Kosovo;Origin;2019;Serbia;Transit;2019;Hungary;Destination;2019"
  ]

  it("where roles are answers, and numbered places are read with them", async () => {
    const result = await checked("r.csv", rows.join("\n"))
    assert.deepStrictEqual(result.codes, ["4:Consent to research:consent-missing"])
    assert.deepStrictEqual(legsOf(result), [
      [
        ["ALB", "Origin", 2021, null],
        ["GRC", "Transit", 2021, null],
        ["ITA", "Destination", 2022, null]
      ],
      [
        ["ALB", "Origin", 2020, null],
        ["BEL", "Destination", 2020, null]
      ]
    ])
  })

  it("and never in the names of problems, if the names of the columns are unknown", async () => {
    const unknown = rows.map((row) => row.replaceAll("Country", "Stop").replaceAll("Role", "Type"))
    for (const text of [unknown, unknown.slice(1)]) {
      const { problems } = await checked("r.csv", text.join("\n"))
      for (const { column } of problems) assert.notMatch(column, /AL-00|Albania|Greece|Kosovo/)
    }
  })

  it("a role that is missing beside others is not made up", async () => {
    const { codes } = await checked("r.csv", [rows[0], "AL-001;Yes;Albania;;2021;Italy;Destination;2022;;;"].join("\n"))
    assert.include(codes, "2:Role 1:field-missing")
  })
})

describe("cells of workbooks", () => {
  const bookOf = (rows: ReadonlyArray<ReadonlyArray<string | number>>, end = "", properties = "") => {
    const cell = (value: string | number, at: string) =>
      typeof value === "number"
        ? `<c r="${at}"><v>${value}</v></c>`
        : value === ""
          ? ""
          : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
    const body = rows.map(
      (row, r) =>
        `<row r="${r + 1}">${row.map((value, c) => cell(value, `${String.fromCharCode(65 + c)}${r + 1}`)).join("")}</row>`
    )
    const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipSync({
      "xl/workbook.xml": strToU8(
        `<workbook xmlns="${main}" xmlns:r="${office}">${properties}<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`
      ),
      "xl/_rels/workbook.xml.rels": strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/s.xml"/></Relationships>`
      ),
      "xl/worksheets/s.xml": strToU8(
        `<worksheet xmlns="${main}"><sheetData>${body.join("")}</sheetData>${end}</worksheet>`
      )
    })
  }
  const header = ["Case number", "Consent to research", "Year", "Origin country", "Destination country", "Remark no"]
  const rows = [header, ["A", "yes", 2021, "Ukraine", "", ""], ["B", "yes", 2021, "Moldova", "Poland", ""]]

  it("that are merged over two columns with a meaning are errors of their row, and others are not", async () => {
    const merged = (...refs: ReadonlyArray<string>) =>
      `<mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`
    const both = await checked("m.xlsx", bookOf(rows, merged("D2:E2")))
    assert.deepStrictEqual(
      both.codes.filter((code) => !code.endsWith("column-unknown")),
      ["2:Origin country:cells-merged-across"]
    )
    assert.deepStrictEqual([both.accepted, both.rejected], [1, 1])
    const beside = await checked("m.xlsx", bookOf(rows, merged("E3:F3")))
    assert.deepStrictEqual(
      beside.codes.filter((code) => code.endsWith("across")),
      []
    )
    // A block of rows and columns says it in each row.
    const third = ["C", "yes", 2020, "", "", ""]
    const block = await checked("m.xlsx", bookOf([...rows.slice(0, 2), third], merged("D2:E3")))
    assert.deepStrictEqual(
      block.codes.filter((code) => code.endsWith("across")),
      ["2:Origin country:cells-merged-across", "3:Origin country:cells-merged-across"]
    )
  })

  it("with dates but no date format count from the workbook's own epoch", async () => {
    const table = [
      ["Case number", "Registration date", "Consent to research"],
      [42859, 42859, "yes"]
    ]
    for (const [properties, date] of [
      ["", "2017-05-04"],
      [`<workbookPr date1904="1"/>`, "2021-05-05"]
    ] as const) {
      const result = await checked("d.xlsx", bookOf(table, "", properties))
      assert.deepStrictEqual(fieldOf(result, "registeredOn"), [date])
    }
    const [one, other] = await Promise.all(
      ["", `<workbookPr date1904="1"/>`].map((properties) => checked("d.xlsx", bookOf(table, "", properties)))
    )
    assert.deepStrictEqual(fieldOf(one as Result, "caseReference"), fieldOf(other as Result, "caseReference"))
  })
})

describe("answers that say less or something else than they seem", () => {
  const table = (column: string, ...cells: ReadonlyArray<string>) =>
    [`Case number;Registration date;Consent to research;${column}`]
      .concat(cells.map((cell, i) => `K-${i}a;2021-01-01;yes;${cell}`))
      .join("\n")

  it("signs for 'as above' are no empty cells", async () => {
    const signs = ['""""', '"-""-"', "—//—", "''", "〃", "„"]
    const { codes } = await checked("d.csv", table("Sex", ...signs))
    assert.deepStrictEqual(
      codes,
      signs.map((_, i) => `${i + 2}:Sex:code-unknown`)
    )
    const empty = await checked("d.csv", table("Sex", "-", "—", "…", "?", ".", "−"))
    assert.deepStrictEqual([empty.codes, empty.accepted], [[], 6])
  })

  it("97, 98 and 99 are asked about as ages and numbers of children, and a mapping answers once", async () => {
    const { codes } = await checked("a.csv", table("Age", "98", "99", "99.0", "96"))
    assert.deepStrictEqual(
      codes,
      ["2", "3", "4"].map((row) => `${row}:Age:number-for-no-answer`)
    )
    for (const [word, age] of [
      ["unknown", null],
      ["99", 99]
    ] as const) {
      const mapping = parseMapping({ values: { age: { "99": word } } })
      const result = await checked("a.csv", table("Age", "99"), { mapping })
      assert.deepStrictEqual([result.codes, fieldOf(result, "age")], [[], [age]])
    }
  })

  it("77 and 88 are asked about if they repeat and nobody else is old", async () => {
    const warned = async (...ages: ReadonlyArray<string>) =>
      (await checked("a.csv", table("Age", ...ages))).codes.filter((code) => code.includes("ages-may-be-codes"))
    assert.deepStrictEqual(await warned("34", "77", "19", "88", "70"), ["1:Age:ages-may-be-codes"])
    assert.deepStrictEqual(await warned("34", "77", "77", "99"), ["1:Age:ages-may-be-codes"])
    for (const ages of [["34", "77"], ["71", "77", "88"], ["77", "78", "79", "88"], ["34", "7", "8"], []])
      assert.deepStrictEqual(await warned(...ages), [], ages.join())
    const mapping = parseMapping({ values: { age: { "77": "unknown", "88": "88" } } })
    const mapped = await checked("a.csv", table("Age", "77", "77", "88", "88"), { mapping })
    assert.deepStrictEqual([mapped.codes, fieldOf(mapped, "age")], [[], [null, null, 88, 88]])
    const result = await checked("a.csv", table("Age", "77", "88", "34"))
    assert.deepStrictEqual([result.accepted, result.ready.length, result.errors], [3, 3, 0])
    assert.match(result.report, /ages-may-be-codes \(Age\)/)
  })

  it("the age of a child beside that of the person is not the person's", async () => {
    const beside = await checked(
      "c.csv",
      "case/number,case/consent_research,case/registration_date,person/sex,child/age\nK,yes,2021-01-01,F,3\n"
    )
    assert.deepStrictEqual([fieldOf(beside, "age"), fieldOf(beside, "gender")], [[null], ["Feminine"]])
    const alone = await checked(
      "c.csv",
      "case/number,case/consent_research,case/registration_date,child/sex,child/age\nK,yes,2021-01-01,F,3\n"
    )
    assert.deepStrictEqual([fieldOf(alone, "age"), fieldOf(alone, "gender")], [[3], ["Feminine"]])
  })

  it("an offender's row of HTCDS is none of a victim, as the spreadsheet spells the role and as the form does", async () => {
    for (const role of ["per_RoleInProcess", "per_Role_In_Process"]) {
      const { codes, accepted } = await checked(
        "h.csv",
        `cas_CaseNumber,con_Consent,cas_IncomingReferralDate,prs_Gender,vic_TypeOfExploitation,${role}\nA,true,2021-01-01,Feminine,ForcedLabour,\nB,true,2021-01-01,Masculine,,Exploiter\n`
      )
      assert.deepStrictEqual(
        [accepted, codes.filter((code) => code.endsWith("row-of-offender"))],
        [1, ["3::row-of-offender"]]
      )
    }
  })

  it("a yes to not being used for statistics refuses, in the words of four languages", async () => {
    for (const heading of [
      "Opt-out of statistics",
      "Did not consent to research",
      "Refused research use",
      "Не согласна на статистику",
      "Відмова від використання в статистиці",
      "Fără acord pentru cercetare"
    ]) {
      const { codes } = await checked("o.csv", table(heading, "yes", "no", ""))
      assert.deepStrictEqual(
        codes.filter((code) => code.endsWith("consent-missing")),
        [`2:${heading}:consent-missing`]
      )
    }
    const { codes } = await checked("o.csv", table("Opt-in to newsletters", "yes"))
    assert.deepStrictEqual(codes, ["1:Opt-in to newsletters:column-unknown"])
  })

  it("a witness or a relative is no victim", async () => {
    const { codes, accepted } = await checked(
      "w.csv",
      table("Person role", "Victim", "Witness", "Mother of the victim", "свідок", "Victim of her husband")
    )
    assert.strictEqual(accepted, 2)
    assert.deepStrictEqual(
      codes.filter((code) => code.endsWith("offender")),
      ["3::row-of-offender", "4::row-of-offender", "5::row-of-offender"]
    )
  })
})

describe("plain answers", () => {
  it("dates: weeks in words and at the turn of a year, a dot behind the year, programs' own form", () => {
    for (const [text, date] of [
      ["2020-W53", "2020"],
      ["2019-W01", "2019"],
      ["W12 2021", "2021-03"],
      ["week 12 of 2021", "2021-03"],
      ["12-я неделя 2021", "2021-03"],
      ["тиждень 7, 2021", "2021-02"],
      ["2021 week 05", "2021-02"],
      ["05.06.2021.", "2021-06-05"],
      ["2021 рік", "2021"],
      ["anul 2021", "2021"],
      ["13th of April 2021", "2021-04-13"],
      ["Thu Aug 12 2021 00:00:00 GMT+0300 (Eastern European Time)", "2021-08-12"]
    ] as const)
      assert.deepStrictEqual(readDate(text), { date }, text)
    for (const text of ["2021-W53", "2021-03/04", "2019 sau 2020"])
      assert.deepStrictEqual(readDate(text), { wrong: "malformed" }, text)
    assert.isFalse(holdsIdentifier("2019 sau 2020", "cell"))
  })

  it("months as words, articles with their parts, ages with months", async () => {
    const months = await checked(
      "m.csv",
      "Case number,Consent to research,Leg 1 country,Leg 1 role,Leg 1 year,Leg 1 month,Leg 2 country,Leg 2 role,Leg 2 year,Leg 2 month\nA,yes,Ukraine,Origin,2021,березень,Poland,Destination,2021,May\n"
    )
    assert.deepStrictEqual(legsOf(months), [
      [
        ["UKR", "Origin", 2021, 3],
        ["POL", "Destination", 2021, 5]
      ]
    ])
    const articles = ["127.1 ч.2", "п. «а», «б» ч. 2 ст. 127.1 УК РФ", "ст. 127.1 часть 3", "ч. 1 ст. 127.1"]
    const proceedings = await checked(
      "p.csv",
      [
        "Номер дела;Страна;Статья;Стадия;Дата стадии",
        ...articles.map((text, i) => `Д-${i}а;Россия;${text};Следствие;2020-07`)
      ].join("\n")
    )
    assert.deepStrictEqual(
      fieldOf(proceedings, "offenceArticle"),
      articles.map(() => "RU-127-1")
    )
    const ages = await checked(
      "a.csv",
      "Case number,Registration date,Consent to research,Age\nA,2021-01-01,yes,17 years 6 months\n"
    )
    assert.deepStrictEqual(fieldOf(ages, "age"), [17])
  })

  it("Windows-1250 with one letter beyond ASCII, and Polish", async () => {
    const romanian =
      "Nr. dosar;Data inregistrarii;Acord pentru cercetare;Sex;Tip de exploatare\nR-1;05.06.2021;da;F;Exploatare sexual\u00e3\n"
    const one = await checked("r.csv", Buffer.from(romanian, "latin1"))
    assert.deepStrictEqual([one.codes, fieldOf(one, "typeOfExploitation")], [[], [["SexualExploitation"]]])
    const [polish] = [
      await checked(
        "p.csv",
        Buffer.from(
          "Case number;Registration date;Consent to research;Sex;Miasto\nP-1;2021-05-05;yes;F;\xa3\xf3d\x9f\n",
          "latin1"
        )
      )
    ]
    assert.strictEqual(polish.accepted, 1)
  })

  it("JSON by column and by case number, whose keys are in no problem", async () => {
    const names = ["Case number", "Registration date", "Consent to research"]
    const rows = [
      ["A-1", "2021-01-01", "yes"],
      ["A-2", "2021-01-02", "yes"]
    ]
    const byColumn = Object.fromEntries(names.map((name, i) => [name, rows.map((row) => row[i])]))
    const byNumber = Object.fromEntries(
      names.map((name, i) => [name, Object.fromEntries(rows.map((row, r) => [r, row[i]]))])
    )
    const dates: ReadonlyArray<string> = ["2021-01-01", "2021-01-02"]
    for (const document of [byColumn, byNumber, { columns: names, index: [0, 1], data: rows }]) {
      const result = await checked("p.json", JSON.stringify(document))
      assert.deepStrictEqual([result.codes, fieldOf(result, "registeredOn")], [[], dates])
    }
    const byCase = JSON.stringify(
      Object.fromEntries(
        rows.map(([key = "", ...cells]) => [key, Object.fromEntries(cells.map((cell, i) => [names[i + 1], cell]))])
      )
    )
    const unmapped = await checked("c.json", byCase)
    assert.include(unmapped.codes, "0:(key):column-unknown")
    assert.notMatch(JSON.stringify(unmapped.problems), /A-[12]/)
    const mapping = parseMapping({ columns: { "(key)": "caseReference" } })
    const mapped = await checked("c.json", byCase, { mapping })
    assert.deepStrictEqual([mapped.codes, fieldOf(mapped, "registeredOn")], [[], dates])
    const grouped = {
      profile: { "case number": "A-1", "consent to research": "yes" },
      intake: { "registration date": "2021-01-01" }
    }
    assert.strictEqual((await checked("g.json", JSON.stringify(grouped))).accepted, 1)
  })

  it("a case that is counted within its year is no passport", async () => {
    const { codes } = await checked(
      "n.csv",
      "Case number,Registration date,Consent to research\n2020-110234,2021-01-01,yes\n"
    )
    assert.deepStrictEqual(codes, [])
    assert.isTrue(holdsIdentifier("2020-110234", "cell"))
  })

  it("Italian, in Windows-1252 as well", async () => {
    const text =
      "Codice caso;Consenso alla ricerca;Data di registrazione;Sesso;Età;Cittadinanza;Tipo di sfruttamento\nI-1;sì;25/06/2021;Donna;19;Nigeria;Sfruttamento sessuale\n"
    for (const content of [text, Buffer.from(text, "latin1")]) {
      const result = await checked("i.csv", content)
      assert.deepStrictEqual(result.codes, [])
      assert.deepStrictEqual(
        [fieldOf(result, "gender"), fieldOf(result, "age"), fieldOf(result, "typeOfExploitation")],
        [["Feminine"], [19], [["SexualExploitation"]]]
      )
    }
    const route = await checked(
      "r.csv",
      "Codice caso;Consenso alla ricerca;Anno;Paese di origine;Paesi di transito;Paese di destinazione\nI-1;sì;2021;Nigeria;Libia;Italia\n"
    )
    assert.deepStrictEqual(
      legsOf(route).map((legs) => legs.map(([country, role]) => [country, role])),
      [
        [
          ["NGA", "Origin"],
          ["LBY", "Transit"],
          ["ITA", "Destination"]
        ]
      ]
    )
  })
})
