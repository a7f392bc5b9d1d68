/** Dates such as `Mar-21`, which spreadsheets make of months and of days: read where the column proves that the number is a year, asked about where not. */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { previewTable } from "../../../ingest/submit/preview/PreviewLines.ts"
import { checked } from "../../fixtures/checkedFile.ts"
import { fixYear } from "../../fixtures/fixedYear.ts"

const table = (dates: ReadonlyArray<string>, heading = "registeredOn") =>
  `${[`caseReference,researchUseConsent,${heading}`, ...dates.map((date, i) => `C-${1000 + i},yes,${date}`)].join("\n")}\n`
/** What each row is read as; the code of its problem where it is not. */
const readAs = async (dates: ReadonlyArray<string>, heading?: string) => {
  const result = await checked("v.csv", table(dates, heading))
  const problems = new Map(result.problems.map(({ row, code }) => [row, code]))
  const records = new Map(result.ready.map(({ record }, i) => [i, record["registeredOn"]]))
  let next = 0
  return dates.map((_, i) => problems.get(i + 2) ?? (records.get(next++) as string))
}
const warnings = async (dates: ReadonlyArray<string>, heading?: string) =>
  (await checked("v.csv", table(dates, heading))).codes.filter((code) => code.startsWith("1:"))

/** The short names of Excel in each language, typed in here again. */
const shown = {
  en: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
  ru: "янв фев мар апр май июн июл авг сен окт ноя дек".split(" "),
  uk: "січ лют бер кві тра чер лип сер вер жов лис гру".split(" "),
  ro: "ian feb mar apr mai iun iul aug sep oct noi dec".split(" "),
  nl: "jan feb mrt apr mei jun jul aug sep okt nov dec".split(" "),
  kk: "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел".split(" "),
  ka: "იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ".split(" ")
}
const two = (number: number) => String(number).padStart(2, "0")
const month = fc.integer({ min: 0, max: 11 })
const words = fc.constantFrom(...Object.values(shown))

describe("a month in words with a number of two digits", () => {
  fixYear()

  it("is asked about if nothing says whether the number is a year", async () => {
    for (const date of ["Mar-21", "Jun-03", "10-Mar", "мар.21", "21 бер", "Mart 21", "mrt-21"])
      assert.deepStrictEqual(await readAs([date]), ["date-ambiguous"], date)
  })

  it("is a month where it can only be one, and no date where it can only be a day", async () => {
    assert.deepStrictEqual(
      await readAs(["Mar-99", "99-Mar", "Jun-00", "Apr '19", "март 21 г.", "бер.21 р.", "Feb-95"]),
      ["1999-03", "1999-03", "2000-06", "2019-04", "2021-03", "2021-03", "1995-02"]
    )
    assert.deepStrictEqual(
      await readAs(["31-Mar", "Dec-31", "Feb-30", "Mar-3", "Mar-45"]),
      Array(5).fill("date-malformed")
    )
  })

  it("is read where another one of the column, or its heading, says that it is a year, with a warning", async () => {
    assert.deepStrictEqual(await readAs(["Mar-21", "Jun-03", "Oct-99"]), ["2021-03", "2003-06", "1999-10"])
    assert.deepStrictEqual(await warnings(["Mar-21", "Oct-99"]), ["1:registeredOn:dates-month-year"])
    assert.deepStrictEqual(await warnings(["Oct-99"]), [])
    for (const heading of ["registeredOn (mmm-yy)", "Дата регистрации (ММ.ГГ)"]) {
      assert.deepStrictEqual(await readAs(["Mar-21", "апр.03"], heading), ["2021-03", "2003-04"], heading)
      assert.deepStrictEqual(await warnings(["Mar-21"], heading), [])
    }
    assert.deepStrictEqual(await readAs(["Mar-21"], "registeredOn (dd-mmm-yy)"), ["date-ambiguous"])
    const preview = await checked("v.csv", table(["Mar-21", "Oct-99"]))
    assert.include(JSON.stringify(previewTable(preview.columns, "en")), "2021-03")
  })

  it("is asked about where cells of the column contradict each other, are marked, or have the number on the other side", async () => {
    assert.deepStrictEqual(await readAs(["Mar-21", "Oct-99", "Jan-30"]), [
      "date-ambiguous",
      "1999-10",
      "date-malformed"
    ])
    assert.deepStrictEqual(await readAs(["21-Mar", "Oct-99"]), ["date-ambiguous", "1999-10"])
    assert.deepStrictEqual(await readAs(["Mar-21", "Apr '19", "2021-03-04"]), [
      "date-ambiguous",
      "2019-04",
      "2021-03-04"
    ])
  })

  it("columns of months are read as they were meant, or asked about; days never become months", async () => {
    const months = fc.array(fc.tuple(month, fc.integer({ min: 1990, max: 2026 })), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        words,
        months,
        fc.constantFrom("-", ".", " "),
        fc.boolean(),
        async (names, meant, sign, isFirst) => {
          const dates = meant.map(([m, year]) =>
            (isFirst ? [names[m], two(year % 100)] : [two(year % 100), names[m]]).join(sign)
          )
          // By the calendar alone: a number that is no day of any month, or not of this one, is a year.
          const length = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
          const isCertain = ([m, year]: readonly [number, number]) => year % 100 === 0 || year % 100 > (length[m] ?? 0)
          const isProved = meant.some(isCertain)
          const wanted = meant.map((one) => (isProved ? `${one[1]}-${two(one[0] + 1)}` : "date-ambiguous"))
          assert.deepStrictEqual(await readAs(dates), wanted)
        }
      ),
      { numRuns: 30 }
    )
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.array(fc.tuple(month, fc.integer({ min: 1, max: 28 })), { minLength: 1, maxLength: 12 }),
        async (names, meant) => {
          for (const read of await readAs(meant.map(([m, day]) => `${names[m]}-${two(day)}`)))
            assert.match(String(read), /^date-/)
        }
      ),
      { numRuns: 20 }
    )
  })
})
