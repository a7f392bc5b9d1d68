/** Forms of partners' registers that were unknown columns, or not asked about in a way that says what to write. */
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { summaryLines } from "../../../ingest/submit/words/CheckSummary.ts"
import { languages } from "../../../schemas/Languages.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { checked } from "../../fixtures/checkedFile.ts"

type Result = Awaited<ReturnType<typeof checked>>

interface Leg {
  readonly country: string
  readonly role: string
  readonly year: number
  readonly month: number | null
}

const errorsOf = ({ problems }: Result) =>
  problems.flatMap(({ code, row, column, severity }) => (severity === "error" ? [`${row}:${column}:${code}`] : []))

/** `UKR > DEU 2021-5`: the places, and the time of the first. */
const wayOf = ({ ready }: Result) => {
  const legs = ready[0]?.record["legs"] as ReadonlyArray<Leg>
  const first = legs[0] as Leg
  return `${legs.map(({ country }) => country).join(" > ")} ${first.year}${first.month === null ? "" : `-${first.month}`}`
}

const table = (recordKind: RecordKind | undefined, header: string, ...rows: ReadonlyArray<string>) =>
  checked("a.csv", [header, ...rows].join("\n"), recordKind === undefined ? {} : { recordKind })

const route = (header: string, row: string) =>
  table("route", `Case number;Research consent;${header}`, `A-1;yes;${row}`)

describe("questions as headings", () => {
  const questions = {
    en: [
      "From which country did the person leave?;Through which countries did the person travel?;To which country was the person taken?;When did the person leave?",
      "What is the sex of the person?;How old was the person at the time of identification?;What is the nationality of the person?;In which country was the person exploited?"
    ],
    ru: [
      "Из какой страны человек выехал?;Через какие страны человек проезжал?;В какую страну вывезли человека?;Когда человек выехал?",
      "Какого пола человек?;Сколько лет человеку?;Какое гражданство у человека?;В какой стране человека эксплуатировали?"
    ],
    uk: [
      "З якої країни особа виїхала?;Через які країни особа проїжджала?;До якої країни особа приїхала?;Коли особа виїхала?",
      "Якої статі особа?;Скільки років особі?;Яке громадянство має особа?;В якій країні особу експлуатували?"
    ],
    ro: [
      "Din ce țară a plecat persoana?;Prin ce țări a trecut persoana?;În ce țară a ajuns persoana?;Când a plecat persoana?",
      "Care este sexul persoanei?;Câți ani are persoana?;Ce cetățenie are persoana?;În ce țară a fost exploatată persoana?"
    ]
  }
  for (const [language, [ofRoute, ofPerson]] of Object.entries(questions))
    it(`in ${language}`, async () => {
      const read = await route(ofRoute as string, "UA;PL;DE;2021-05")
      assert.deepStrictEqual(errorsOf(read), [])
      assert.strictEqual(wayOf(read), "UKR > POL > DEU 2021-5")
      const persons = await table(
        "victim",
        `Case number;Research consent;Registered on;${ofPerson}`,
        "A-1;yes;2021;F;30;UA;DE"
      )
      assert.deepStrictEqual(errorsOf(persons), [])
      const { gender, age, citizenship, countryOfExploitation } = persons.ready[0]?.record ?? {}
      assert.deepStrictEqual([gender, age, citizenship, countryOfExploitation], ["Feminine", 30, ["UKR"], "DEU"])
    })

  it("the direction says more than the verb", async () => {
    const read = await route(
      "To which country did the person leave?;From which country did the person arrive?;Year",
      "DE;UA;2021"
    )
    assert.strictEqual(wayOf(read), "UKR > DEU 2021")
  })
})

describe("dates of a register with routes", () => {
  it("the start of a journey is that of the route, also next to a registration date", async () => {
    for (const [header, row] of [
      ["Origin;Destination;Journey start date", "UA;DE;2021-05"],
      ["Registration date;Origin;Destination;Start date", "2023-01-10;UA;DE;2021-05"],
      ["Дата регистрации;Страна происхождения;Страна назначения;Дата начала", "2023-01-10;UA;DE;2021-05"],
      ["Start date;Origin;Destination;Year of entry", "2023-01-10;UA;DE;2021"]
    ] as const) {
      const read = await route(header, row)
      assert.deepStrictEqual(errorsOf(read), [], header)
      assert.match(wayOf(read), /^UKR > DEU 2021/, header)
    }
  })

  it("alone they are asked about, with the column to name", async () => {
    for (const heading of ["Start date", "Year of entry", "Date of entry"]) {
      const read = await route(`Origin;Destination;${heading}`, "UA;DE;2021")
      assert.deepStrictEqual(
        read.problems
          .filter(({ part }) => part === "header")
          .map(({ column, code, similar }) => [column, code, similar]),
        [
          [heading, "column-unknown", "year"],
          ["year", "column-missing", undefined]
        ],
        heading
      )
    }
  })

  it("a date of a birth is not meant for that of the registration", async () => {
    const read = await table("victim", "Case number;Research consent;Year of birth;Sex", "A-1;yes;1990;F")
    assert.deepStrictEqual(
      read.problems.flatMap(({ similar }) => similar ?? []),
      []
    )
  })
})

it("a column of means has means of control, too", async () => {
  const header = "Case number;Research consent;Registered on;Means"
  const read = await table(
    "victim",
    header,
    "A-1;yes;2021;Debt bondage, deception",
    'A-2;yes;2021;"Confiscation of documents; Fraud"',
    "A-3;yes;2021;Restriction of movement",
    "A-4;yes;2021;Hypnosis, debt"
  )
  assert.deepStrictEqual(
    read.ready.map(({ record }) => [record["means"], record["methodsOfControl"]]),
    [
      [["Deception"], ["DebtBondage"]],
      [["Fraud"], ["WithholdsDocuments"]],
      [[], ["RestrictsMovement"]]
    ]
  )
  assert.deepStrictEqual(errorsOf(read), ["5:Means:code-unknown"])
})

describe("records without a country", () => {
  const header = "Case number;Research consent;Type of assistance;Started on"

  it("say in every language which constant gives it", async () => {
    const read = await table("assistance", header, "A-1;yes;Shelter;2021")
    assert.deepStrictEqual(errorsOf(read), ["1:country:column-country-missing", "2:country:field-missing"])
    for (const language of languages) {
      const lines = summaryLines(read.problems, language).join("\n")
      const [line] = /\{"constants": .*?\}\}/.exec(lines) ?? []
      assert.isDefined(line, language)
      assert.include(lines, "--mapping", language)
      const mapping = parseMapping(JSON.parse((line as string).replace("…", "MDA")))
      const sent = await checked("a.csv", `${header}\nA-1;yes;Shelter;2021`, { recordKind: "assistance", mapping })
      assert.deepStrictEqual([errorsOf(sent), sent.ready[0]?.record["country"]], [[], "MDA"])
      assert.notInclude(lines, "2", language)
    }
  })

  it("a table of referrals is recognised, and asked for its country", async () => {
    for (const referral of [
      "Case number,Research consent,Referred by,Date of referral,Reason for referral",
      "Номер дела,Согласие на исследования,Кто направил,Дата направления,Причина направления",
      "Номер справи,Згода на дослідження,Хто направив,Дата направлення,Мета направлення",
      "Nr. dosar,Acord pentru cercetare,Referit de,Data referirii,Motivul referirii"
    ]) {
      const read = await table(undefined, referral, "A-1,yes,,2021-04,Shelter")
      assert.strictEqual(read.opened.recordKind, "assistance", referral)
      assert.include(errorsOf(read), "1:country:column-country-missing", referral)
      assert.lengthOf(errorsOf(read), 2, referral)
    }
    const persons = await table(undefined, "Case number,Research consent,Date of referral,Sex", "A-1,yes,2021-04,F")
    assert.deepStrictEqual([persons.opened.recordKind, errorsOf(persons)], ["victim", []])
  })

  it("a table of persons names the columns of their assistance", async () => {
    const read = await table(
      undefined,
      "Client code,Date of admission,Sex,Age,Type of service,Service start date,Consent (research use)",
      "A-1,2023-01-15,F,25,Shelter,2023-01-15,yes"
    )
    assert.strictEqual(read.opened.recordKind, "victim")
    assert.includeMembers(read.codes, [
      "1:Type of service:column-of-other-kind",
      "1:Service start date:column-of-other-kind"
    ])
  })
})

describe("proceedings", () => {
  it("are recognised by their number, which is no person's", async () => {
    for (const [number, rest] of [
      ["Proceeding number", "Country,Article,Stage,Date of stage"],
      ["Case number (court)", "Country,Article,Stage,Date of stage"],
      ["Номер уголовного дела", "Страна,Статья,Стадия,Дата стадии"],
      ["Номер провадження", "Країна,Стаття,Стадія,Дата стадії"],
      ["Nr. cauzei penale", "Țara,Articolul,Stadiul,Data stadiului"]
    ]) {
      const read = await table(undefined, `${number},${rest}`, "P-12,RUS,127.1,Convicted,2021-03")
      assert.strictEqual(read.opened.recordKind, "proceeding", number)
      assert.deepStrictEqual(errorsOf(read), [], number)
    }
    const victims = await table("victim", "Criminal case number,Research consent,Registered on", "P-12,yes,2021")
    assert.include(errorsOf(victims), "1:caseReference:column-missing")
  })

  it("may have numbers of persons", async () => {
    const read = await table(
      undefined,
      "Proceeding number,Country,Article,Stage,Date of stage,Number of victims",
      "P-12,RUS,127.1,Convicted,2021-03,3"
    )
    assert.deepStrictEqual(read.codes, ["1:Number of victims:column-unknown"])
  })
})

it("a part of a total is no record", async () => {
  const header = "Case number;Research consent;Registered on;Sex;Age"
  for (const words of [
    "of which minors",
    "в том числе несовершеннолетних",
    "у тому числі дітей",
    "dintre care minori"
  ]) {
    const read = await table("victim", header, "A-1;yes;2021;F;17", "Total;;;;1", `${words};;;;1`)
    assert.deepStrictEqual([errorsOf(read), read.rows], [[], 1], words)
  }
  const named = await table("victim", header, "including;yes;2021;F;17")
  assert.strictEqual(named.rows, 1)
})

it("a table of years and figures is one of counts", async () => {
  assert.include(
    errorsOf(await table(undefined, "Indicator,2021,2022", "Identified,120,134", "Women (%),0.6,0.5")),
    "1::table-of-counts"
  )
})

it("says that a document of an interface has further pages", async () => {
  const fields = { "Case number": "A-1", "Consent to research": true, Sex: "F", "Registered on": "2021" }
  const rows = [fields, { ...fields, "Case number": "A-2" }]
  for (const more of [
    { records: rows.map((row) => ({ id: "r", fields: row })), offset: "itr" },
    { count: 9, next: "https://kobo.invalid/api?page=2", previous: null, results: rows },
    { value: rows, "@odata.nextLink": "https://odk.invalid/x" },
    { pager: { page: 1, pageCount: 3 }, events: rows }
  ])
    assert.include((await checked("a.json", JSON.stringify(more), {})).codes, "0::records-on-pages")
  for (const all of [
    { count: 2, next: null, results: rows },
    { pager: { page: 3, pageCount: 3 }, events: rows },
    { ...fields, next: "appointment" }
  ])
    assert.notInclude((await checked("a.json", JSON.stringify(all), {})).codes, "0::records-on-pages")
})
