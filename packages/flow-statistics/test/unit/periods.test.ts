import { assert, describe, it } from "vitest"
import { parsePeriod, periodForms, periodName } from "../../src/series/Period.ts"

const nameOf = (text: string): string | undefined => {
  const period = parsePeriod(text)
  return period && periodName(period.granularity, period.step)
}

/** Months in the languages of the pages, as calendars have them; in Russian and Ukrainian also as after a day. */
const months = [
  "January February March April May June July August September October November December",
  "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
  "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
  "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
  "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
  "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
].map((line) => line.split(" "))

describe("periods as people write them", () => {
  it.each(months)("months by name: %s", (...names) => {
    for (const [m, name] of names.entries()) {
      const month = `2024-${String(m + 1).padStart(2, "0")}`
      for (const text of [
        `${name} 2024`,
        `2024 ${name}`,
        `${name.toUpperCase()}-2024`,
        `${name}, 2024`,
        `${name} 2024 г.`
      ])
        assert.strictEqual(nameOf(text), month, text)
      for (const text of [`7 ${name} 2024`, `07-${name}-2024`, `${name} 7, 2024`])
        assert.strictEqual(nameOf(text), `${month}-07`, text)
    }
  })

  it.each([
    [
      "2024-01",
      "Jan 2024",
      "2024 Jan",
      "Jan-2024",
      "Jan. 2024",
      "янв. 2024",
      "січ. 2024 р.",
      "ian. 2024",
      "01.2024",
      "01/2024",
      "01-2024",
      "2024.01"
    ],
    ["2024-09", "Sep 2024", "Sept 2024", "сен 2024", "сент. 2024 г.", "вер 2024", "09.2024"],
    [
      "2024-Q2",
      "Q2 2024",
      "2024 Q2",
      "q2/2024",
      "Q2-2024",
      "2Q2024",
      "2Q 2024",
      "2 квартал 2024",
      "II квартал 2024 г.",
      "ІІ кв. 2024 р.",
      "2-й квартал 2024",
      "trim. II 2024",
      "2024 trimestrul 2",
      "2nd quarter 2024"
    ],
    ["2024-H1", "H1 2024", "2024 H1", "1H2024", "I полугодие 2024", "1 півріччя 2024", "semestrul I 2024"],
    [
      "2024-02-01",
      "01.02.2024",
      "1.2.2024",
      "2024/02/01",
      "2024.02.01",
      "1 February 2024",
      "Feb 1, 2024",
      "01-Feb-2024"
    ]
  ])("%s in other forms", (name, ...forms) => {
    for (const text of [name, ...forms]) assert.strictEqual(nameOf(text), name, text)
  })

  it("what may mean two things, or nothing, is no period", () => {
    for (const text of [
      ...[
        "1/2024",
        "7/2016",
        "01/02/2024",
        "07/01/2016",
        "Jan-16",
        "Jan 16",
        "01.02.24",
        "2024/25",
        "2023-2024",
        "2024-1"
      ],
      ...[
        "Ju 2024",
        "ма 2024",
        "Ma 2024",
        "Total 2024",
        "2024 total",
        "Spring 2024",
        "Q5 2024",
        "Q0 2024",
        "H3 2024",
        "5 квартал 2024"
      ],
      ...["13.2024", "00.2024", "31.02.2024", "32 January 2024", "30 February 2024", "January", "", " ", "T1 2024"]
    ])
      assert.isUndefined(parsePeriod(text), text)
  })

  it("the forms of a problem are read, and those that it excludes are not", () => {
    const [read = "", not = ""] = periodForms.split("; not ")
    const examples = (text: string) => text.match(/[\w./-]*\d[\w./-]*(?: 2016)?|[A-Z]\w+ 2016/g) ?? []
    assert.isAbove(examples(read).length, 7)
    for (const text of examples(read)) assert.isDefined(parsePeriod(text), text)
    assert.isAbove(examples(not).length, 2)
    for (const text of examples(not)) assert.isUndefined(parsePeriod(text), text)
  })
})
