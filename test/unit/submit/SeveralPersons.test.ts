/** Rows about several persons, and words that were taken for one person's: they are refused, and never become one record. */
import { assert, describe, it } from "vitest"
import { countsOf, sendable } from "../../../ingest/submit/check/checkFile.ts"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { checked } from "../../fixtures/checkedFile.ts"

type Result = Awaited<ReturnType<typeof checked>>

const errorsOf = ({ problems }: Result) =>
  problems.flatMap(({ code, row, column, severity }) => (severity === "error" ? [`${row}:${column}:${code}`] : []))

const victims = (headings: string, ...rows: ReadonlyArray<string>) =>
  checked(
    "cases.csv",
    [
      `Case no;Research consent;Registered on;${headings}`,
      ...rows.map((row, i) => `A-${i + 1};yes;2024;${row}`),
      ""
    ].join("\n"),
    { recordKind: "victim" }
  )

const fieldOf = ({ ready }: Result, name: string) =>
  ready.map(({ record }) => (record as Readonly<Record<string, unknown>>)[name])

describe("columns for several persons in a row", () => {
  const tables = [
    ["Victim 1 sex;Victim 1 age;Victim 2 sex;Victim 2 age", ["Victim 2 sex", "Victim 2 age"]],
    ["Sex1;Age1;Sex2;Age2", ["Sex2", "Age2"]],
    [
      "victim_1_gender;victim_1_nationality;victim_2_gender;victim_2_nationality",
      ["victim_2_gender", "victim_2_nationality"]
    ],
    ["Sex;Age;Sex of 2nd victim;Age of 2nd victim", ["Sex of 2nd victim", "Age of 2nd victim"]],
    ["Стать (1);Вік (1);Стать (2);Вік (2)", ["Стать (2)", "Вік (2)"]],
    [
      "Пол первого потерпевшего;Возраст первого потерпевшего;Пол второго потерпевшего;Возраст второго потерпевшего",
      ["Пол второго потерпевшего", "Возраст второго потерпевшего"]
    ]
  ] as const

  it("refuse the file, whether or not the columns of the first person are known", async () => {
    for (const [headings, wrong] of tables) {
      const result = await victims(headings, "F;19;F;22", "M;35;;")
      assert.includeMembers(
        errorsOf(result),
        wrong.map((column) => `1:${column}:column-per-person`)
      )
      assert.notInclude(errorsOf(result).join(), "column-repeated")
      assert.strictEqual(sendable(result), "nothing")
      assert.deepStrictEqual(countsOf(result, false).accepted, 0)
    }
  })

  it("may be ignored", async () => {
    const mapping = parseMapping({ ignore: ["Sex2", "Age2"] })
    const text = "Case no;Research consent;Registered on;Sex;Age;Sex2;Age2\nA-1;yes;2024;F;19;F;22\n"
    const result = await checked("cases.csv", text, { recordKind: "victim", mapping })
    assert.deepStrictEqual([errorsOf(result), fieldOf(result, "age")], [[], [19]])
  })

  it("are not those of one person's ages, answers and relatives", async () => {
    for (const headings of [
      "Age at first interview;Age at second interview;Sex",
      "Sex;Age;Nationality 1;Nationality 2",
      "Sex;Child 1 sex;Child 1 age;Child 2 sex;Child 2 age",
      "Sex;Sex of the trafficker 1;Sex of the trafficker 2;Age",
      "q1_sex;q2_age;q3_children",
      "1. Sex;2. Age;3. Citizenship"
    ])
      assert.notInclude((await victims(headings, ";;")).codes.join(), "column-per-person", headings)
  })
})

describe("answers of several persons in a cell", () => {
  it("two ages are no range of ages, unless a word says so", async () => {
    const result = await victims("Age", "16 and 17", "19 и 22", "16 і 17", "17 și 16")
    assert.deepStrictEqual(
      errorsOf(result),
      [2, 3, 4, 5].map((row) => `${row}:Age:type-mismatch`)
    )
    const ranges = await victims("Age", "between 18 and 20", "от 18 до 20", "18-20", "між 18 і 20")
    assert.deepStrictEqual([errorsOf(ranges), new Set(fieldOf(ranges, "ageBand"))], [[], new Set(["18--20"])])
  })

  it("a group of ages may say that they are adults or children, and must not contradict it", async () => {
    const result = await victims(
      "Age group",
      "Adult 26-40",
      "Child (12-17)",
      "Adult 12-17",
      "Minor: 18-20",
      "Adult 18–20"
    )
    assert.deepStrictEqual(errorsOf(result), ["4:Age group:code-unknown", "5:Age group:code-unknown"])
    assert.deepStrictEqual(fieldOf(result, "ageBand"), [null, "9--17", "18--20"])
    assert.deepStrictEqual(fieldOf(result, "majorityStatus"), ["Adult", null, null])
  })
})

describe("a destination under a heading that is not clear", () => {
  const route = (heading: string, more = "") =>
    checked(
      "r.csv",
      `Case no;Research consent;Country of origin;${heading};Year${more}\nA-1;yes;Moldova;Russia;2020\n`,
      {
        recordKind: "route"
      }
    )

  it("refuses the file, as the route would end at its origin", async () => {
    for (const heading of ["Planned destination", "Destination (intended)", "Предполагаемая страна назначения"]) {
      const result = await route(heading)
      assert.deepStrictEqual(errorsOf(result), [`1:${heading}:column-destination-unclear`])
      assert.strictEqual(sendable(result), "nothing")
    }
    const both = await route("Country of destination", ";Planned destination")
    assert.deepStrictEqual(errorsOf(both), [])
  })

  it("the final one is the destination", async () => {
    for (const heading of ["Final destination", "Конечная страна назначения", "Кінцева країна призначення"]) {
      const result = await route(heading)
      assert.deepStrictEqual(
        [errorsOf(result), fieldOf(result, "legs")[0]],
        [[], (await route("Country of destination")).ready[0]?.record["legs" as never]]
      )
    }
    assert.deepStrictEqual((await route("Country of destination", ";Final date")).codes, [
      "1:Final date:column-unknown"
    ])
  })

  it("From and To have the places next to numbered columns of transit", async () => {
    const text = "Case no,Research consent,From,Via 1,Via 2,To,Year\nA-1,yes,Moldova,Romania,,Italy,2019\n"
    const result = await checked("r.csv", text, { recordKind: "route" })
    assert.deepStrictEqual(errorsOf(result), [])
    const legs = fieldOf(result, "legs")[0] as ReadonlyArray<{ country: string; role: string }>
    assert.deepStrictEqual(
      legs.map(({ country, role }) => `${country} ${role}`),
      ["MDA Origin", "ROU Transit", "ITA Destination"]
    )
  })
})

describe("words that mean the opposite, or nothing", () => {
  it("1 is no consent below a heading that gives it the meaning of no", async () => {
    const text = "Case no;Согласие на статистику: 1 нет 0 да;Registered on\nA-1;1;2024\n"
    const { accepted, codes } = await checked("cases.csv", text, { recordKind: "victim" })
    assert.strictEqual(accepted, 0)
    assert.include(codes, "1:researchUseConsent:column-missing")
    const usual = text.replace("1 нет 0 да", "1 да 0 нет")
    assert.strictEqual((await checked("cases.csv", usual, { recordKind: "victim" })).accepted, 1)
  })

  it("`necunoscut` is no answer, and not that the trafficker was a stranger", async () => {
    const result = await victims("Relația cu traficantul", "necunoscut", "Nu se cunoșteau")
    assert.deepStrictEqual([errorsOf(result), fieldOf(result, "relationshipToTrafficker")], [[], [null, "Unaquainted"]])
  })
})

describe("REDCap's columns for answers, with raw codes", () => {
  it("are read by the mapping of the question and of its codes", async () => {
    const text =
      "record_id,redcap_event_name,consent_research,registered_on,exploit___1,exploit___2\n7,intake_arm_1,1,2024-03-25,1,0\n8,intake_arm_1,1,2024-03-25,1,1\n"
    const mapping = parseMapping({
      columns: { record_id: "caseReference", exploit: "typeOfExploitation" },
      values: { typeOfExploitation: { "1": "ForcedLabour", "2": "SexualExploitation" } }
    })
    const result = await checked("redcap.csv", text, { recordKind: "victim", mapping })
    assert.deepStrictEqual(fieldOf(result, "typeOfExploitation"), [
      ["ForcedLabour"],
      ["ForcedLabour", "SexualExploitation"]
    ])
  })
})

describe("the end of a report of Salesforce", () => {
  const head = "Case: Case Number,Contact: Gender,Date Registered,Research Consent,Type of Exploitation"
  const good = "00001021,Female,3/25/2024,1,Forced Labor"
  const lines = ["Grand Totals (1 record)", "", "Victims 2024", "Confidential Information - Do Not Distribute"]

  it("is left out with a warning for each line, and a case number alone between records is an error", async () => {
    const result = await checked("report.csv", [head, good, ...lines, ""].join("\n"), { recordKind: "victim" })
    assert.deepStrictEqual([errorsOf(result), result.rows, result.accepted], [[], 1, 1])
    assert.deepStrictEqual(result.codes, ["3::row-not-a-record", "5::row-not-a-record", "6::row-footer"])
    const between = [head, good, "00001022,,,,", good.replace("1021", "1023"), "", "00001024,,,,", ""].join("\n")
    const { accepted, rejected } = await checked("report.csv", between, { recordKind: "victim" })
    assert.deepStrictEqual([accepted, rejected], [2, 2])
  })

  it("does not refuse the file for who made it, whose name is not repeated", async () => {
    const text = [head, good, ...lines, "Generated By:  Olena Kovalchuk 12/1/2026", ""].join("\n")
    const result = await checked("report.csv", text, { recordKind: "victim" })
    assert.deepStrictEqual([errorsOf(result), result.accepted, result.codes.at(-1)], [[], 1, "7::row-footer"])
    assert.notInclude(JSON.stringify(result.problems), "Kovalchuk")
  })
})

describe("a question about consent", () => {
  it("may say that data can or may be used", async () => {
    for (const heading of [
      "Consent: data may be used for research",
      "I agree that my data can be used for research",
      "Согласие: данные могут быть использованы для исследований"
    ]) {
      const text = `Case no;${heading};Registered on\nA-1;yes;2024\n`
      assert.strictEqual((await checked("a.csv", text, { recordKind: "victim" })).accepted, 1, heading)
    }
    for (const heading of ["Consent: data may not be used for research", "Consent can be withdrawn for research"]) {
      const text = `Case no;${heading};Registered on\nA-1;yes;2024\n`
      assert.strictEqual((await checked("a.csv", text, { recordKind: "victim" })).accepted, 0, heading)
    }
  })
})
