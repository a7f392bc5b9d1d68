/** Files of partners that were read wrongly, or not at all, when they were first seen; and the classes of faults that they showed. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { submitWords } from "../../../ingest/submit/words/SubmitWords.ts"
import { languages } from "../../../schemas/Languages.ts"
import { checked } from "../../fixtures/checkedFile.ts"
import { cliMain, nodeBinary } from "../../fixtures/program.ts"

type Result = Awaited<ReturnType<typeof checked>>

interface Leg {
  readonly country: string
  readonly role: string
  readonly year: number
  readonly month: number | null
}

const errorsOf = ({ problems }: Result) =>
  problems.flatMap(({ code, row, column, severity }) => (severity === "error" ? [`${row}:${column}:${code}`] : []))

const legsOf = ({ ready }: Result) => ready.map(({ record }) => record["legs"] as ReadonlyArray<Leg>)

const timeOf = ({ year, month }: Leg) => (month === null ? `${year}` : `${year}-${String(month).padStart(2, "0")}`)

/** `UKR > POL > DEU 2024-05`: the places in order, and the time if all have the same. */
const wayOf = (legs: ReadonlyArray<Leg>) =>
  `${legs.map(({ country }) => country).join(" > ")} ${[...new Set(legs.map(timeOf))].join()}`

/** What a record without further places and times than the first and the last has. */
const routes = (header: string, ...rows: ReadonlyArray<string>) =>
  checked(
    "a.csv",
    [`Case number;Research consent;${header}`, ...rows.map((row, i) => `P-${i + 1};yes;${row}`)].join("\n"),
    {
      recordKind: "route"
    }
  )

const folder = join(import.meta.dirname, "../../fixtures/partnerFiles")
const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Readonly<
  Record<string, { readonly consent: string; readonly routes: ReadonlyArray<string> }>
>

describe("files that were not read at first sight", () => {
  for (const [name, { consent, routes: ways }] of Object.entries(expected))
    it(name, async () => {
      const mapping = parseMapping({ columns: { [consent]: "researchUseConsent" } })
      const read = await checked(name, readFileSync(join(folder, name)), { recordKind: "route", mapping })
      assert.deepStrictEqual(errorsOf(read), [])
      assert.deepStrictEqual(legsOf(read).map(wayOf), ways)
      for (const legs of legsOf(read)) assert.match(legs.map(({ role }) => role[0]).join(""), /^OT*D$/)
    })
})

describe("places and times of a route", () => {
  it("the places of recruitment and exploitation are its ends, unless other columns have them", async () => {
    assert.deepStrictEqual(
      legsOf(await routes("Country of recruitment;Country of exploitation;Year", "UA;IT;2021")).map(wayOf),
      ["UKR > ITA 2021"]
    )
    const both = await routes(
      "Country of origin;Country of recruitment;Destination;Country of exploitation;Year",
      "UA;PL;DE;IT;2021"
    )
    assert.deepStrictEqual(errorsOf(both), [])
    assert.deepStrictEqual(legsOf(both).map(wayOf), ["UKR > DEU 2021"])
  })

  it("their dates are those of a route that has no other", async () => {
    for (const heading of [
      "Date of recruitment",
      "Дата вербовки",
      "Data recrutării",
      "Рік вербування",
      "Год эксплуатации"
    ])
      assert.deepStrictEqual(
        legsOf(await routes(`Origin;Destination;${heading}`, "UA;IT;2021-05")).map(wayOf),
        ["UKR > ITA 2021-05"],
        heading
      )
    assert.deepStrictEqual(
      legsOf(await routes("Origin;Destination;Year;Date of recruitment", "UA;IT;2021;2019-03")).map(wayOf),
      ["UKR > ITA 2021"]
    )
  })

  it("From, Via and To below a word for the route, in four languages", async () => {
    for (const header of [
      "Trafficked from;Trafficked via;Trafficked to;Year",
      "Маршрут: откуда;Маршрут: через;Маршрут: куда;Год",
      "Маршрут: звідки;Маршрут: через;Маршрут: куди;Рік",
      "Откуда;Через какие страны;Куда;Год"
    ])
      assert.deepStrictEqual(
        legsOf(await routes(header, "UA;PL, CZ;DE;2021")).map(wayOf),
        ["UKR > POL > CZE > DEU 2021"],
        header
      )
  })

  it("a number of a question is not that of a place", async () => {
    const read = await checked(
      "a.csv",
      "1. Case number;2. Research consent;3. Country of origin;4. Transit countries;5. Country of destination;6. Year\nQ-1;yes;UA;PL & CZ;DE;2021\n",
      { recordKind: "route" }
    )
    assert.deepStrictEqual(errorsOf(read), [])
    assert.deepStrictEqual(legsOf(read).map(wayOf), ["UKR > POL > CZE > DEU 2021"])
  })

  it("codes of countries in small letters are read, but not those that are answers", async () => {
    assert.deepStrictEqual(legsOf(await routes("Origin;Transit;Destination;Year", "ua;pl cz;de;2021")).map(wayOf), [
      "UKR > POL > CZE > DEU 2021"
    ])
    for (const answer of ["no", "na", "ne", "si", "dk", "is"])
      assert.notInclude(
        JSON.stringify(legsOf(await routes("Origin;Transit;Destination;Year", `ua;${answer};de;2021`))),
        '"Transit"',
        answer
      )
  })
})

it("each leg of a repeat has its own time, whatever its column is called; arrival before departure", async () => {
  const of = async (time: string, cells: ReadonlyArray<string>) => {
    const legs = cells.map((cell, i) => `${["UKR", "POL", "DEU"][i]};${cell}`)
    const [header, rows] = [`role,country,${time}`, legs]
    const roles = ["Origin", "Transit", "Destination"]
    const list = rows.map((row, i) => {
      const [country, ...times] = row.split(";")
      return Object.fromEntries(header.split(",").map((name, n) => [name, [roles[i], country, ...times][n]]))
    })
    const record = { case_number: "R-1", research_consent: "yes", _uuid: "u", stops: list }
    return checked("a.json", JSON.stringify({ results: [record] }), { recordKind: "route" })
  }
  for (const time of ["date", "start_date", "Дата въезда", "date_of_arrival", "departure_date", "leg_date"])
    assert.deepStrictEqual(
      legsOf(await of(time, ["2021-01-05", "2021-02-06", "2021-03-07"])).map((legs) => legs.map(timeOf)),
      [["2021-01", "2021-02", "2021-03"]],
      time
    )
  assert.deepStrictEqual(
    legsOf(await of("departure_date,arrival_date", ["2020-01;2021-01", "2020-02;2021-02", "2020-03;2021-03"])).map(
      (legs) => legs.map(timeOf)
    ),
    [["2021-01", "2021-02", "2021-03"]]
  )
})

it("columns of a date for each leg are not the date of the whole route", async () => {
  const read = await routes("leg1.country;leg1.date;leg2.country;leg2.date", "UA;2020-02;PL;2021-03")
  assert.deepStrictEqual(errorsOf(read), [])
  assert.deepStrictEqual(
    legsOf(read).map((legs) => legs.map(timeOf)),
    [["2020-02", "2021-03"]]
  )
})

it("of two dates of the whole route none is taken silently, but that of an event is not one of the route", async () => {
  assert.deepStrictEqual(errorsOf(await routes("Origin;Destination;Year;Date of arrival", "UA;PL;2019;2021-03")), [
    "1:Date of arrival:column-repeated"
  ])
  for (const header of ["Event date;Origin;Destination;Year", "Year;Origin;Destination;Дата события"]) {
    const [first, last] = header.startsWith("Year") ? ["2019", "2021-03"] : ["2021-03", "2019"]
    const read = await routes(header, `${first};UA;PL;${last}`)
    assert.deepStrictEqual(errorsOf(read), [], header)
    assert.deepStrictEqual(legsOf(read).map(wayOf), ["UKR > POL 2019"], header)
  }
})

it("a table of persons and their routes is of the kind that lacks less, and the columns of the other are named as such", async () => {
  const header = "Case number,Research consent,Sex,Age,Type of exploitation,Country of origin,Destination,Year"
  const read = await checked("a.csv", `${header}\nA-1,yes,F,30,Begging,UA,PL,2021\n`)
  assert.strictEqual(read.opened.recordKind, "route")
  assert.deepStrictEqual(read.codes, [
    "1:Sex:column-of-other-kind",
    "1:Age:column-of-other-kind",
    "1:Type of exploitation:column-of-other-kind"
  ])
  const persons = await checked("a.csv", `${header}\nA-1,yes,F,30,Begging,UA,PL,2021\n`, { recordKind: "victim" })
  assert.deepStrictEqual(
    persons.codes.filter((code) => code.includes("Country of origin")),
    ["1:Country of origin:column-of-other-kind"]
  )
})

it("a row of an offender is refused by the role that it names", async () => {
  for (const role of ["Recruiter", "Вербовщик", "Перевозчик", "Вербувальник", "Exploatator"]) {
    const read = await checked(
      "a.csv",
      `Case number,Research consent,Registered on,Role,Age\nA-1,yes,2021,${role},30\n`,
      {
        recordKind: "victim"
      }
    )
    assert.deepStrictEqual(errorsOf(read), ["2::row-of-offender"], role)
  }
})

it("names of answers are read, and are no handles of a service", async () => {
  const header = "Case number,Research consent,Registered on,Age group,Forms of exploitation,Means of control"
  const read = await checked(
    "a.csv",
    `${header}\nA-1,yes,2021,18_23,criminal,wages_withheld debt_bondage\nA-2,yes,2021,under_18,begging,documents_taken\n`,
    {
      recordKind: "victim"
    }
  )
  assert.deepStrictEqual(errorsOf(read), [])
  assert.deepStrictEqual(
    read.ready.map(({ record }) => [
      record["majorityStatus"],
      record["typeOfExploitation"],
      record["methodsOfControl"]
    ]),
    [
      ["Adult", ["ForcedCriminality"], ["TakesEarnings", "DebtBondage"]],
      ["Minor", ["ForcedBegging"], ["WithholdsDocuments"]]
    ]
  )
  for (const name of ["wages_withheld", "low_wages", "no_wages", "lines_of_work"])
    assert.isFalse(holdsIdentifier(name, "cell"), name)
  for (const handle of ["wa: dulce_99", "tg boss_24", "insta sol_y_luna"])
    assert.isTrue(holdsIdentifier(handle, "cell"), handle)
})

it("a heading that names a field of another kind of record identifies nobody", async () => {
  const header = "رقم الحالة;Research consent;العمر;بلد المنشأ;بلد المقصد;السنة;Методи контролю"
  const read = await checked("a.csv", `${header}\nA-1;yes;30;MA;ES;2021;Погрози\n`, { recordKind: "route" })
  assert.isFalse(read.identifying)
  assert.deepStrictEqual(errorsOf(read), [])
})

describe("a check", () => {
  it("says in every language that it does not know whether the partner may send", () => {
    for (const language of languages)
      assert.notStrictEqual(submitWords[language].dryRun({ records: 1 } as never), submitWords[language].dryRunAlone)
  })

  it("does not say that records of an unknown partner would be sent", () => {
    const data = mkdtempSync(join(tmpdir(), "corridor-check-"))
    try {
      const file = join(data, "a.csv")
      writeFileSync(file, "caseReference,researchUseConsent,registeredOn\nA-1,yes,2021\n")
      const check = (...more: ReadonlyArray<string>) => {
        const args = [
          cliMain,
          "submit",
          file,
          "--partner",
          "unheard-of",
          "--dry-run",
          "--data",
          join(data, "data"),
          ...more
        ]
        const { status, stdout } = spawnSync(nodeBinary, args, { encoding: "utf8" })
        assert.strictEqual(status, 0)
        return stdout.trim().split("\n").at(-1)
      }
      assert.strictEqual(check(), submitWords.en.dryRunAlone)
      assert.match(
        check("--server", "http://127.0.0.1:1", "--token", "abc") ?? "",
        /If the partner may send, 1 record /
      )
    } finally {
      rmSync(data, { recursive: true })
    }
  })
})
