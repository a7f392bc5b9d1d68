/** Ways of writing that partners' files have: age groups of their own, digits and letters of other scripts, rows that were split. */
import { assert, describe, it } from "vitest"
import { bindingOf } from "../../../ingest/submit/columns/BindColumn.ts"
import { isEventColumn } from "../../../ingest/submit/columns/DirectColumns.ts"
import { emptyMapping, MappingIndex } from "../../../ingest/submit/columns/Mapping.ts"
import { normaliseCountry } from "../../../ingest/submit/countries/CountryNormaliser.ts"
import { readAgeGroup } from "../../../ingest/submit/values/AgeRange.ts"
import { codeOfWord } from "../../../ingest/submit/values/CodeWords.ts"
import { readDate } from "../../../ingest/submit/values/DateText.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const table = (rows: string, header = "case number,research consent,registered on,sex,age") =>
  checked("a.csv", `${header}\n${rows}`)

describe("age groups", () => {
  it("are the band that has all their ages, by the definition of the bands", () => {
    const bands = ["0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47"]
    for (let young = 0; young <= 60; young++)
      for (let old = young; old <= 60; old++) {
        const band = [...bands, "48-120"].find((one) => {
          const [from, to] = one.split("-").map(Number) as [number, number]
          return from <= young && old <= to
        })
        const status = young >= 18 ? "Adult" : old < 18 ? "Minor" : undefined
        const found = readAgeGroup(`${young}-${old}`)
        const expected = band === undefined ? status : band === "48-120" ? "48+" : band.replace("-", "--")
        assert.strictEqual(found && ("ageBand" in found ? found.ageBand : found.majorityStatus), expected)
      }
  })

  it("are read in four languages", () => {
    for (const [text, expected] of [
      ["до 18", "Minor"],
      ["до 18 лет", "Minor"],
      ["18 і старші", "Adult"],
      ["від 25 до 34 років", "Adult"],
      ["peste 50 de ani", "48+"],
      ["de la 14 la 17 ani", "9--17"],
      ["under 18", "Minor"],
      ["60 years and over", "48+"],
      ["٣٠–٣٥", "30--38"],
      ["несовершеннолетняя", "Minor"],
      ["17 лет", "9--17"]
    ] as const) {
      const found = readAgeGroup(text)
      assert.strictEqual(found && ("ageBand" in found ? found.ageBand : found.majorityStatus), expected, text)
    }
    for (const text of ["16-25", "25-16", "18-", "от", "5-1999", "F", "5/6"])
      assert.isUndefined(readAgeGroup(text), text)
  })

  it("of others than the list say adult or minor, with a warning; an age in years goes before", async () => {
    const { ready, codes, columns } = await table(
      "A-1,yes,2022,F,18-24\nA-2,yes,2022,M,30-35\nA-3,yes,2022,F,17 лет\nA-4,yes,2022,F,0-17\n"
    )
    assert.deepStrictEqual(
      ready.map(({ record: { age, ageBand, majorityStatus } }) => [age, ageBand, majorityStatus]),
      [
        [null, null, "Adult"],
        [null, "30--38", null],
        [17, null, null],
        [null, null, "Minor"]
      ]
    )
    assert.deepStrictEqual(codes, ["2:age:age-group-coarser"])
    const age = columns.find(({ column }) => column === "age")
    assert.deepStrictEqual(age?.samples[0], { state: "read", value: "Adult", list: "majority-status" })
    const both = await table(
      "A-1,yes,2022,F,22,18-24\n",
      "case number,research consent,registered on,sex,age,age group"
    )
    assert.deepStrictEqual([both.ready[0]?.record["age"], both.codes], [22, []])
    const mixed = await table("A-1,yes,2022,F,16-25\n")
    assert.deepStrictEqual(mixed.codes, ["2:age:type-mismatch"])
  })
})

describe("other scripts", () => {
  it("digits of other scripts are numbers and dates", async () => {
    const { ready, codes } = await table("A-1,yes,٢٠٢٣-٠٥-٠٤,F,٢٣\nA-2,yes,۲۰۲۳,M,۳۴\n")
    assert.deepStrictEqual(codes, [])
    assert.deepStrictEqual(
      ready.map(({ record: { age, registeredOn } }) => [age, registeredOn]),
      [
        [23, "2023-05-04"],
        [34, "2023"]
      ]
    )
  })

  it("letters that look like those of the word's own alphabet are read as these", () => {
    for (const [text, alpha3] of [
      ["Mоldova", "MDA"],
      ["Укpаинa", "UKR"],
      ["Poccия", "RUS"],
      ["Туpция", "TUR"]
    ] as const)
      assert.deepStrictEqual(normaliseCountry(text), { _tag: "Country", alpha3 }, text)
    assert.strictEqual(codeOfWord("gender", "женcкий"), codeOfWord("gender", "женский"))
    assert.strictEqual(codeOfWord("exploitation-type", "ceксуальная"), "SexualExploitation")
  })
})

describe("dates", () => {
  it("a half of a year is the year, as the months are not known", () => {
    for (const text of [
      "H1 2022",
      "2022-H2",
      "first half of 2022",
      "1-е полугодие 2022",
      "I півріччя 2022",
      "І півріччя 2022",
      "2022, перше півріччя",
      "semestrul II 2022",
      "II квартал 2022"
    ])
      assert.deepStrictEqual(readDate(text), { date: "2022" }, text)
    for (const text of ["H3 2022", "half 2022"]) assert.deepStrictEqual(readDate(text), { wrong: "malformed" })
  })

  it("a season is its year, but a winter is in two", () => {
    for (const text of [
      "spring 2021",
      "весна 2021",
      "осенью 2021 г.",
      "літо 2021 року",
      "vara anului 2021",
      "2021 autumn"
    ])
      assert.deepStrictEqual(readDate(text), { date: "2021" }, text)
    for (const text of ["winter 2021", "зима 2021", "iarna 2021", "spring", "весна 21", "2020-2021"])
      assert.deepStrictEqual(readDate(text), { wrong: "malformed" }, text)
  })

  it("a part of a month or year is that month or year", () => {
    for (const text of [
      "sf. lunii mai 2022",
      "late May 2022",
      "начало мая 2022",
      "кінець травня 2022 р.",
      "в мае 2022"
    ])
      assert.deepStrictEqual(readDate(text), { date: "2022-05" }, text)
    for (const text of ["mid-2022", "начало 2022 года", "кінець 2022", "la sfârșitul anului 2022", "в 2022 году"])
      assert.deepStrictEqual(readDate(text), { date: "2022" }, text)
    for (const text of ["end of 12.05.2022", "mid 13 May 2022", "early 22", "end of 2021-2022", "circa 2022"])
      assert.deepStrictEqual(readDate(text), { wrong: "malformed" }, text)
  })

  it("in a column that is called nothing but date are dates of events", async () => {
    for (const heading of ["Date", "Дата", "hte_Date"]) assert.isTrue(isEventColumn(heading), heading)
    for (const heading of ["Birth date", "Дата рождения", "Whereabouts"])
      assert.isFalse(isEventColumn(heading), heading)
    const { codes } = await table(
      "A-1,yes,2022,F,20,2015-05-01\n",
      "case number,research consent,registered on,sex,age,Дата"
    )
    assert.deepStrictEqual(codes, ["1:Дата:column-unknown"])
  })
})

it("words for 'and' separate answers, if each is an answer", async () => {
  const header = "case number,research consent,registered on,type of exploitation"
  const { ready, codes } = await table(
    "A-1,yes,2022,Sexual exploitation and forced labour\nA-2,yes,2022,трудовая и сексуальная\nA-3,yes,2022,muncă forțată și cerșetorie\n",
    header
  )
  assert.deepStrictEqual(codes, [])
  assert.deepStrictEqual(
    ready.map(({ record }) => record["typeOfExploitation"]),
    [
      ["SexualExploitation", "ForcedLabour"],
      ["ForcedLabour", "SexualExploitation"],
      ["ForcedLabour", "ForcedBegging"]
    ]
  )
})

it("a consent without a purpose is asked about, and never taken for one to research", async () => {
  for (const heading of [
    "Consent",
    "Consent?",
    "intro/consent",
    "Согласие (да/нет)",
    "Згода на використання даних",
    "Acord"
  ]) {
    const { problems, accepted } = await table("A-1,yes,2022,F,20\n", `case number,${heading},registered on,sex,age`)
    assert.strictEqual(accepted, 0)
    const unknown = problems.find(({ code }) => code === "column-unknown")
    assert.strictEqual(unknown?.similar, "researchUseConsent", heading)
  }
  const medical = await table("A-1,yes,2022,F,20\n", "case number,Consent to treatment,registered on,sex,age")
  assert.isUndefined(medical.problems.find(({ code }) => code === "column-unknown")?.similar)
})

it("reports of Salesforce name the object before the field", () => {
  const mapping = new MappingIndex(emptyMapping)
  const fieldOf = (heading: string) => {
    const binding = bindingOf("victim", heading, mapping, undefined)
    return binding.to === "target" ? binding.target.field.name : binding.to
  }
  assert.strictEqual(fieldOf("Contact: Gender"), "gender")
  assert.strictEqual(fieldOf("Victim: Nationality"), "citizenship")
  assert.strictEqual(fieldOf("Contact: Last Name"), "direct")
  assert.strictEqual(fieldOf("Mother: Age"), "unknown")
})

it("a row that was split in the wrong places has this one problem", async () => {
  const { codes } = await table("A-1,yes, verbal,2022,F,20\nA-2,yes,2022,F,20\n")
  assert.deepStrictEqual(codes, ["2::csv-malformed"])
})
