/** Forms and registers of case workers in other countries: instructions in headings, ticks for sex and age, exports of tools, counts of persons. */
import { assert, describe, it } from "vitest"
import { sendable } from "../../../ingest/submit/check/checkFile.ts"
import { bindingOf } from "../../../ingest/submit/columns/BindColumn.ts"
import { countsPersons } from "../../../ingest/submit/columns/CountColumns.ts"
import { emptyMapping, MappingIndex, parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { legacyEncoding } from "../../../ingest/submit/read/LegacyEncoding.ts"
import { readDate } from "../../../ingest/submit/values/DateText.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const mapping = new MappingIndex(emptyMapping)

const meaning = (heading: string) => {
  const binding = bindingOf("victim", heading, mapping, undefined)
  if (binding.to === "flag") return `${binding.field.name}=${binding.code}`
  return binding.to === "target" ? binding.target.field.name : binding.to
}

describe("headings of forms", () => {
  it("that say what must not be written are not columns of that", () => {
    for (const heading of [
      "1. Код справи (не вказуйте прізвище!)",
      "Case code (no names, no passport numbers)",
      "Case number - do not write the name",
      "Номер дела: не указывать фамилию",
      "Nr. dosar (fără nume și prenume)"
    ])
      assert.strictEqual(meaning(heading), "caseReference", heading)
    assert.strictEqual(meaning("Ім'я (без по батькові)"), "direct")
    // A consent to less than it seems.
    assert.strictEqual(meaning("Согласие на статистику (без передачи третьим лицам)"), "other-consent")
  })

  it("are questions in several languages, with what may be chosen", () => {
    for (const [heading, field] of [
      ["Do you agree that your answers are used for statistics?", "researchUseConsent"],
      [
        "2. Чи погоджується особа на використання знеособлених даних для статистики та досліджень?",
        "researchUseConsent"
      ],
      ["Согласны ли вы на использование ваших ответов в статистике?", "researchUseConsent"],
      ["Sunteți de acord cu folosirea datelor în scop statistic?", "researchUseConsent"],
      ["Does the client agree to share data with the police for statistics?", "unknown"],
      ["Sex of the respondent", "gender"],
      ["Age of the respondent (in completed years)", "age"],
      ["4. Скільки повних років було особі на момент звернення?", "age"],
      ["Which form(s) of exploitation did you experience?", "typeOfExploitation"],
      ["6. Які форми експлуатації були виявлені? (можна обрати декілька)", "typeOfExploitation"],
      ["Ce forme de exploatare au fost identificate?", "typeOfExploitation"],
      ["Age at first trafficking", "ageWhenTrafficked"],
      ["Minor/Major", "majorityStatus"],
      ["q3_sex", "gender"],
      ["Age at first marriage", "unknown"],
      ["Age of the participant's partner", "unknown"],
      ["Sex of child", "unknown"]
    ] as const)
      assert.strictEqual(meaning(heading), field, heading)
  })
})

describe("columns to tick for sex and age", () => {
  const table = (rows: string) =>
    checked("a.csv", `Case no,Consent to statistics,Registered on,Sex,Female,Male,Minor\n${rows}`)

  it("are read, and may not contradict each other or the column of both", async () => {
    const { ready, codes } = await table("A-1,yes,2023,,x,,yes\nA-2,yes,2023,,x,x,\nA-3,yes,2023,M,x,,\n")
    assert.deepStrictEqual(
      ready.map(({ record }) => [record["gender"], record["majorityStatus"]]),
      [["Feminine", "Minor"]]
    )
    assert.deepStrictEqual(codes, ["3:Male:answers-contradictory", "4:Sex:answers-contradictory"])
  })

  it("may be named after a document that was taken away", () => {
    assert.strictEqual(meaning("Passport taken"), "methodsOfControl=WithholdsDocuments")
    assert.strictEqual(meaning("Passport number taken"), "direct")
  })

  it("are no numbers of persons", async () => {
    const { codes, accepted } = await table("A-1,yes,2023,,4,0,\nA-2,yes,2023,,1,1,\n")
    assert.deepStrictEqual([codes, accepted], [["2:Female:type-mismatch", "3:Male:answers-contradictory"], 0])
  })
})

describe("numbers of persons", () => {
  it("refuse the file, whatever their column is called", async () => {
    for (const heading of [
      "Qty",
      "Victims",
      "Number of potential victims",
      "Victims identified",
      "Women",
      "Кол-во",
      "Чел.",
      "Кількість",
      "Cases"
    ]) {
      const row = "A-1,yes,2023,F,4"
      const result = await checked("a.csv", `Case no,Consent to statistics,Registered on,Sex,${heading}\n${row}\n`)
      assert.deepStrictEqual([result.codes, sendable(result)], [[`1:${heading}:table-of-counts`], "nothing"], heading)
    }
    for (const heading of ["Children", "Victim", "Case", "Client ID", "Number of children", "Female", "Minor"])
      assert.isFalse(countsPersons(heading), heading)
  })
})

describe("dates of forms", () => {
  it("of Google Forms, mail programs and Spanish, French and Ukrainian registers", () => {
    for (const [text, date] of [
      ["2023/05/21 3:33:12 пп GMT+3", "2023-05-21"],
      ["2023/05/21 3:33:12 p. m. GMT-5", "2023-05-21"],
      ["05/21/2023, 2:33 PM", "2023-05-21"],
      ["5 июня 2023, 14:00", "2023-06-05"],
      ["Mon, 05 Jun 2023", "2023-06-05"],
      ["Monday, June 5, 2023", "2023-06-05"],
      ["вт, 3 мая 2022", "2022-05-03"],
      ["п'ятниця, 3 червня 2022 р.", "2022-06-03"],
      ["mar. 3 mai 2022", "2022-05-03"],
      ["Mar 3, 2022", "2022-03-03"],
      ["le 5 août 2023", "2023-08-05"],
      ["5 de agosto de 2023", "2023-08-05"],
      ["agosto de 2023", "2023-08"]
    ] as const)
      assert.deepStrictEqual(readDate(text), { date }, text)
    for (const text of ["le 2023", "5 de agosto", "Sunday 2023"])
      assert.deepStrictEqual(readDate(text), { wrong: "malformed" }, text)
  })

  it("of a report of Salesforce stand in for the registration", async () => {
    const { ready } = await checked(
      "a.csv",
      'Case Number,Research Consent__c,Date/Time Opened\n0012,1,"05/21/2023, 2:33 PM"\n'
    )
    assert.strictEqual(ready[0]?.record["registeredOn"], "2023-05-21")
  })
})

describe("encodings of Brazil, Spain and Serbia", () => {
  const found = (...bytes: ReadonlyArray<number | string>) =>
    legacyEncoding(
      (async function* () {
        yield Uint8Array.from(
          bytes.flatMap((part) => (typeof part === "number" ? part : [...Buffer.from(part, "latin1")]))
        )
      })()
    )

  it("are told from each other and from Macintosh", async () => {
    assert.strictEqual(await found("Não;exploração;João;condições;número"), "windows-1252")
    assert.strictEqual(await found("N.º de caso;sí;explotación;¿Sí?;niña;Perú"), "windows-1252")
    // Broj slučaja, državljanstvo, ženski.
    assert.strictEqual(await found("Broj slu", 0xe8, "aja;dr", 0x9e, "avljanstvo;", 0x9e, "enski"), "windows-1250")
    // Without č, the letters may as well be those of a Macintosh.
    assert.strictEqual(await found("dr", 0x9e, "avljanstvo;", 0x9e, "enski"), undefined)
  })
})

describe("a column of withdrawn consents", () => {
  it("keeps the record of a person who withdrew, whatever the consent says", async () => {
    for (const heading of [
      "Consent withdrawn",
      "Date consent was withdrawn",
      "Дата отзыва согласия",
      "Згоду відкликано"
    ]) {
      const head = `Case no,Consent to statistics,${heading},Registered on,Sex`
      const { codes, accepted } = await checked(
        "a.csv",
        `${head}\nW-1,yes,2024-01-01,2023,F\nW-2,yes,,2023,F\nW-3,yes,no,2023,F\nW-4,yes,yes,2023,F\n`
      )
      assert.deepStrictEqual(
        [codes, accepted],
        [[`2:${heading}:consent-missing`, `5:${heading}:consent-missing`], 2],
        heading
      )
    }
  })

  it("is not a consent if the heading says that there is none, or turns the codes of yes and no", async () => {
    for (const heading of [
      "No consent to research",
      "Research consent declined",
      "Nu a dat acord pentru cercetare",
      "Отказ от согласия на исследование",
      "Відмова від згоди на дослідження"
    ])
      assert.strictEqual(meaning(heading), "withdrawn-consent", heading)
    for (const heading of ["(1=no, 2=yes)", "(0=yes, 1=no)", "(yes = 0, no = 1)"]) {
      assert.strictEqual(meaning(`Consent to research ${heading}`), "other-consent", heading)
      assert.strictEqual(meaning(`Forced labour ${heading}`), "unknown", heading)
    }
    for (const heading of ["(1=yes, 0=no)", "(yes/no)", "(1 - yes, 2 - no)", "(да/нет)", "(Y/N)"])
      assert.strictEqual(meaning(`Consent to research ${heading}`), "researchUseConsent", heading)
    assert.strictEqual(meaning("Forced labour (1=yes, 0=no)"), "typeOfExploitation=ForcedLabour")
    assert.strictEqual(meaning("Age (months)"), "unknown")
    const { codes } = await checked(
      "a.csv",
      "Case number,Consent to research,No consent to research,Registered on\nA-1,yes,no,2023\nA-2,yes,yes,2023\n"
    )
    assert.deepStrictEqual(codes, ["3:No consent to research:consent-missing"])
  })

  it("and its answers may be those of pandas, under paths with dots; a mapping may say that a word is no answer", async () => {
    const { codes, ready } = await checked(
      "a.csv",
      "case.case_number,case.consent_to_research,case.registered_on,victim.age,victim.citizenship,mother.age,Forced labour\nA-1,1.0,2023,20.0,NA,44.0,0.0\nA-2,True,2023,NaT,\\N,,1.0\n",
      { mapping: parseMapping({ values: { citizenship: { NA: "unknown" } } }) }
    )
    assert.deepStrictEqual(codes, ["1:mother.age:column-unknown"])
    assert.deepStrictEqual(
      ready.map(({ record }) => [record["age"], record["citizenship"], record["typeOfExploitation"]]),
      [
        [20, [], []],
        [null, [], ["ForcedLabour"]]
      ]
    )
  })

  it("is told from the information that it may be withdrawn, and from the date of a withdrawal record", () => {
    for (const heading of [
      "Informed of the right to withdraw consent",
      "Consent (can be withdrawn)",
      "Consent withdrawal process explained"
    ])
      assert.strictEqual(meaning(heading), "unknown", heading)
    assert.strictEqual(meaning("Consent to research withdrawn"), "withdrawn-consent")
    const requested = bindingOf("withdrawal", "Date consent was withdrawn", mapping, undefined)
    assert.strictEqual(requested.to === "target" ? requested.target.field.name : requested.to, "requestedOn")
  })
})

describe("articles of laws", () => {
  it("are no plates", () => {
    // The Criminal Code of Ukraine, whose letters look like Latin ones, and acts of the Philippines.
    for (const text of ["149 ККУ", "303 ККУ", "RA 9208"]) assert.isFalse(holdsIdentifier(text, "cell"), text)
    for (const text of ["149 КУК", "AA 1234 BB"]) assert.isTrue(holdsIdentifier(text, "cell"), text)
  })
})

describe("a column for each of several answers", () => {
  it("is one of them", async () => {
    const head = "Case no,Consent to statistics,Registered on,Exploitation 1,Exploitation 2,Nationality_2,Nationality"
    const { ready, codes } = await checked(
      "a.csv",
      `${head}\nA-1,yes,2023,Sexual,Labour,Moldova,Romania\nA-2,yes,2023,Labour,n/a,,Moldova\nA-3,yes,2023,Labour,Atlantis,,Moldova\n`
    )
    assert.deepStrictEqual(
      ready.map(({ record }) => [record["typeOfExploitation"], record["citizenship"]]),
      [
        [
          ["SexualExploitation", "ForcedLabour"],
          ["MDA", "ROU"]
        ],
        [["ForcedLabour"], ["MDA"]]
      ]
    )
    assert.deepStrictEqual(codes, ["4:Exploitation 2:code-unknown"])
    assert.strictEqual(meaning("Age 2"), "unknown")
  })
})
