/** Tables that were written or copied in ways that hide what they say: whole rows in quotes, look-alike letters, notes beside empty columns. */
import { xlsxOf } from "@corridor/page/Xlsx"
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { checked } from "../../fixtures/checkedFile.ts"
import { newSheet } from "../../fixtures/newSheet.ts"

type Result = Awaited<ReturnType<typeof checked>>

const fieldsOf = ({ ready }: Result, ...names: ReadonlyArray<string>) =>
  ready.map(({ record }) => names.map((name) => record[name]))

const waysOf = ({ ready }: Result) =>
  ready.map(({ record }) =>
    (record["legs"] as ReadonlyArray<{ country: string; role: string; year: number; month: number | null }>)
      .map(({ country, role, year, month }) => `${country} ${role} ${year}${month === null ? "" : `-${month}`}`)
      .join(", ")
  )

const victims = "Case number;Consent to research;Registration date;Citizenship"

describe("rows that are quoted as a whole", () => {
  it("are rows, with or without their header", async () => {
    const plain = await checked("a.csv", `${victims}\nA-1;yes;2023-01-01;UKR\nA-2;yes;2023-02-01;MDA\n`)
    for (const header of [victims, `"${victims}"`]) {
      const result = await checked("a.csv", `${header}\n"A-1;yes;2023-01-01;UKR"\r\n"A-2;yes;2023-02-01;MDA"\n`)
      assert.deepStrictEqual([result.codes, result.ready], [[], plain.ready])
    }
    const commas = `"${victims.replaceAll(";", ",")}"\n"A-1,yes,2023-01-01,""Ukraine, Moldova"""\n`
    assert.deepStrictEqual(fieldsOf(await checked("a.csv", commas), "citizenship"), [[["UKR", "MDA"]]])
  })

  it("but notes and single cells with a separator stay as they are", async () => {
    const note = await checked("a.csv", `${victims}\nA-1;yes;2023-01-01;UKR\n"Source: shelter; 2023"\n`)
    assert.deepStrictEqual([note.codes, note.accepted], [["3::row-not-a-record"], 1])
    const broken = await checked("a.csv", `"${victims}"\n"A-1;""yes;2023-01-01;UKR"\n"A-2;yes;2023-02-01;MDA"\n`)
    assert.strictEqual(broken.accepted, 1)
    assert.isAbove(broken.rejected, 0)
  })
})

describe("what cannot be seen", () => {
  it("letters of another alphabet in a heading, and spaces without a width in a cell", async () => {
    const text =
      "Cаse numbеr,Соnsent to research,Registrаtion date,Sеx\nA-1,yes\u200b,\u200b2023-01-01\u2060,F\ufeff\nA-1,yes,2023-01-01,F\n"
    const result = await checked("a.csv", text)
    assert.deepStrictEqual(result.codes, ["3::row-repeated"])
    assert.deepStrictEqual(fieldsOf(result, "registeredOn", "gender"), [["2023-01-01", "Feminine"]])
  })

  it("pictures in headings, and ticks as emoji", async () => {
    const text = "Case number 🆔,✅ Consent to research,Registration date 📅,Debt bondage\nA-1,✔️,2023-01-01,☑️\n"
    const result = await checked("a.csv", text)
    assert.deepStrictEqual(result.codes, [])
    assert.deepStrictEqual(
      fieldsOf(result, "methodsOfControl"),
      [["DebtBondage"]].map((codes) => [codes])
    )
    const service =
      "Case number,Consent to research,Type of assistance,Country of assistance,Start date\nA-1,yes,Shelter,Moldova,2023\n"
    const assistance = await checked("a.csv", service)
    assert.deepStrictEqual(fieldsOf(assistance, "country"), [["MDA"]], assistance.codes.join())
  })

  it("a note below a table that begins in the second column", async () => {
    const text =
      ",#,Case number,Consent to research,Registration date\n,1,A-1,yes,2023-01-01\n,Source: the shelter,,,\n"
    const result = await checked("a.csv", text)
    assert.deepStrictEqual(result.codes, ["1:#:column-unknown", "3::row-not-a-record"])
  })

  it("a person in the name of a sheet refuses the file, and the name is in no problem", async () => {
    const rows = [victims.split(";"), ["A-1", "yes", "2023-01-01", "UKR"]]
    const named = (...names: ReadonlyArray<string>) => xlsxOf(names.map((name) => newSheet(name, rows)))
    for (const [sheets, wanted] of [
      [["Oksana Kovalenko"], undefined],
      [["2023", "Марина Петренко"], "all"],
      [["2023", "Марина Петренко"], "2"]
    ] as const) {
      const result = await checked("a.xlsx", named(...sheets), { sheet: wanted })
      assert.include(result.codes, "0::sheet-name-identifies")
      assert.isTrue(result.identifying)
      assert.notMatch(JSON.stringify([result.problems, result.report]), /Oksana|Марина/)
    }
    for (const name of ["2023", "Реєстр жертв", "Cazuri noi", "Roman", "May", "Victoria shelter"])
      assert.deepStrictEqual((await checked("a.xlsx", named(name))).codes, [], name)
  })
})

describe("the order of a date in its heading", () => {
  const table = (heading: string, ...dates: ReadonlyArray<string>) =>
    [`Case number;Consent to research;Registration date${heading}`]
      .concat(dates.map((date, i) => `A-${i};yes;${date}`))
      .join("\n")
  const datesOf = async (heading: string, ...dates: ReadonlyArray<string>) =>
    fieldsOf(await checked("a.csv", table(heading, ...dates)), "registeredOn").flat()

  it("is the order of its dates, in four languages, without a warning", async () => {
    for (const format of ["dd/mm/yyyy", "дд.мм.гггг", "дд/мм/рррр", "zz.ll.aaaa", "DD-MM-YYYY"])
      assert.deepStrictEqual(await datesOf(` (${format})`, "03/04/2023", "04/05/2023"), ["2023-04-03", "2023-05-04"])
    assert.deepStrictEqual(await datesOf(" (mm/dd/yyyy)", "03/04/2023", "2021-01-02"), ["2023-03-04", "2021-01-02"])
    assert.deepStrictEqual((await checked("a.csv", table(" (dd/mm/yyyy)", "03/04/2023"))).codes, [])
  })

  it("is asked about if the heading does not say it, or a date contradicts it", async () => {
    for (const [heading, ...dates] of [
      ["", "03/04/2023"],
      [" (yyyy-mm-dd)", "03/04/2023"],
      [" (dd/mm/yyyy)", "03/04/2023", "03/28/2023"]
    ] as const) {
      const { codes } = await checked("a.csv", table(heading, ...dates))
      assert.include(codes, `2:Registration date${heading}:date-ambiguous`)
    }
  })
})

describe("legs in numbered columns", () => {
  const start = "Case number;Consent to research"
  it("have their dates, and without roles the order of their numbers", async () => {
    const wide = `${start};Leg 3 country;Leg 3 date;Leg 1 country;Leg 1 date;Leg 2 country;Leg 2 date\nW-1;yes;Germany;05.2022;Ukraine;03.2022;Poland;04.2022\n`
    const result = await checked("w.csv", wide)
    assert.deepStrictEqual(
      [result.codes, waysOf(result)],
      [[], ["UKR Origin 2022-3, POL Transit 2022-4, DEU Destination 2022-5"]]
    )
    const own = `${start};leg1.country;leg1.year;leg2.country;leg2.year;leg3.country;leg3.year\nW-1;yes;UKR;2021;;;POL;2021\n`
    assert.deepStrictEqual(waysOf(await checked("w.csv", own)), ["UKR Origin 2021, POL Destination 2021"])
  })

  it("have no roles of their own where one is stated, by a column or the partner", async () => {
    const some = `${start};leg1.country;leg1.role;leg1.year;leg2.country;leg2.year\nW-1;yes;UKR;Origin;2021;POL;2021\n`
    assert.include((await checked("w.csv", some)).codes, "2:leg2.role:field-missing")
    const none = `${start};leg1.country;leg1.year;leg2.country;leg2.year\nW-1;yes;UKR;2021;POL;2021\n`
    const mapping = parseMapping({ constants: { "leg1.role": "Origin", "leg2.role": "Transit" } })
    assert.deepStrictEqual(waysOf(await checked("w.csv", none, { mapping })), ["UKR Origin 2021, POL Transit 2021"])
  })

  it("are no route without a place: a year and a month beside a sex are of a person", async () => {
    const { opened, codes } = await checked("p.csv", `${start};Year;Month;Sex\nP-1;yes;2023;5;F\n`)
    assert.strictEqual(opened.recordKind, "victim")
    assert.include(codes, "1:registeredOn:column-missing")
  })
})
