/** Repeated groups of surveys and tables with a row for each value, made after the documentation of ODK Central, KoboToolbox and DHIS2. */
import { xlsxOf } from "@corridor/page/Xlsx"
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { checked, refusal } from "../../fixtures/checkedFile.ts"
import { newSheet } from "../../fixtures/newSheet.ts"

const zipOf = (tables: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(tables).map(([name, text]) => [name, strToU8(text)])))

const legsOf = (ready: ReadonlyArray<{ readonly record: Readonly<Record<string, unknown>> }>) =>
  ready.map(({ record }) =>
    (record["legs"] as ReadonlyArray<Readonly<Record<string, unknown>>>).map(({ country, role, year }) =>
      [country, role, year].join(" ")
    )
  )

/** ODK Central: a table of submissions, and one for each repeat, whose rows have the key of their submission. */
describe("ODK Central's archive", () => {
  const submissions = [
    "SubmissionDate,case-case_number,case-research_consent,meta-instanceID,KEY",
    "2022-05-01T10:00:00.000Z,O-1,true,uuid:a,uuid:a",
    "2022-05-02T10:00:00.000Z,O-2,true,uuid:b,uuid:b",
    ""
  ].join("\n")
  const legs = (...rows: ReadonlyArray<string>) => ["country,role,year,PARENT_KEY,KEY", ...rows, ""].join("\n")

  it("gives the legs of a route from the repeat, in its order", async () => {
    const repeat = legs(
      "UKR,Origin,2021,uuid:a,uuid:a/legs[1]",
      "MDA,Origin,2020,uuid:b,uuid:b/legs[1]",
      "POL,Transit,2021,uuid:a,uuid:a/legs[2]",
      "DEU,Destination,2021,uuid:a,uuid:a/legs[3]",
      "RUS,Destination,2020,uuid:b,uuid:b/legs[2]"
    )
    const result = await checked("form.zip", zipOf({ "form.csv": submissions, "form-legs.csv": repeat }))
    assert.deepStrictEqual(legsOf(result.ready), [
      ["UKR Origin 2021", "POL Transit 2021", "DEU Destination 2021"],
      ["MDA Origin 2020", "RUS Destination 2020"]
    ])
    assert.notInclude(result.codes, "0::sheets-unread")
  })

  it("gives them from a repeat whose columns have the name of a group and whose rows look like a header", async () => {
    const repeat =
      "route-country,route-role,route-year,PARENT_KEY,KEY\nUkraine,origin,2021,uuid:a,uuid:a/route[1]\nPoland,destination,2021,uuid:a,uuid:a/route[2]\nMoldova,origin,2020,uuid:b,uuid:b/route[1]\n"
    const result = await checked("form.zip", zipOf({ "form.csv": submissions, "form-route.csv": repeat }))
    assert.deepStrictEqual(legsOf(result.ready), [["UKR Origin 2021", "POL Destination 2021"], ["MDA Origin 2020"]])
  })

  it("reports an item without a submission, and one that cannot be read, in their places", async () => {
    const repeat = legs("UKR,Origin,2021,uuid:a,1", "MDA,Origin,x,uuid:b,2", "RUS,Destination,2020,uuid:x,3")
    const result = await checked("form.zip", zipOf({ "form.csv": submissions, "form-legs.csv": repeat }))
    const found = result.problems.filter(({ severity }) => severity === "error")
    assert.deepStrictEqual(
      found.map(({ code, sheet, row, column }) => [code, sheet, row, column]),
      [
        ["type-mismatch", undefined, 3, "leg1.year"],
        ["repeat-without-submission", "form-legs", 4, ""]
      ]
    )
    assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [3, 1, 2])
  })

  it("refuses a submission with more items than a route may have", async () => {
    const repeat = legs(...Array.from({ length: 33 }, (_, i) => `UKR,Transit,2021,uuid:a,${i}`))
    const { codes } = await checked("form.zip", zipOf({ "form.csv": submissions, "form-legs.csv": repeat }))
    assert.include(codes, "2::items-too-many")
  })

  it("checks the cells of a repeat for identifiers", async () => {
    const repeat = "remark,PARENT_KEY,KEY\nmet Olena Kovalenko,uuid:a,1\n"
    const table = submissions.replace("meta-instanceID", "registered_on").replaceAll("uuid:a,uuid:a", "2022,uuid:a")
    const result = await checked("form.zip", zipOf({ "form.csv": table, "form-notes.csv": repeat }), {
      recordKind: "victim"
    })
    assert.isTrue(result.identifying)
  })
})

/** KoboToolbox: a sheet for each repeat; `_parent_index` is the submission's `_index`. */
describe("KoboToolbox's workbook", () => {
  it("gives several forms of exploitation from the repeat", async () => {
    const workbook = xlsxOf([
      newSheet("form", [
        ["case/case_number", "case/research_consent", "case/registered_on", "_id", "_uuid", "_index"],
        ["K-1", "true", "2022-05-01", 11, "aa", 1],
        ["K-2", "true", "2022-05-02", 12, "bb", 2]
      ]),
      newSheet("exploitations", [
        ["exploitations/type_of_exploitation", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
        ["ForcedLabour", 1, "form", 1, 11],
        ["SexualExploitation", 2, "form", 1, 11],
        ["ForcedBegging", 3, "form", 2, 12]
      ])
    ])
    const { ready } = await checked("form.xlsx", workbook)
    assert.deepStrictEqual(
      ready.map(({ record }) => record["typeOfExploitation"]),
      [["ForcedLabour", "SexualExploitation"], ["ForcedBegging"]]
    )
  })
})

const rowCodes = (result: Awaited<ReturnType<typeof checked>> | undefined) =>
  result?.codes.filter((code) => !code.includes("column-not-collected"))

it("a submission that cannot be read still refuses consent for its case", async () => {
  const books = ["true", "false"].map((consent) =>
    xlsxOf([
      newSheet("form", [
        ["case/case_number", "case/research_consent", "case/registered_on", "_id", "_uuid", "_index"],
        ["K-1", "true", "2022-05-01", 11, "aa", 1],
        ["k-1", consent, "2022-05-02", 12, "bb", 2],
        ["K-2", "true", "2022-05-02", 13, "cc", 3]
      ]),
      newSheet("exploitations", [
        ["exploitations/type_of_exploitation", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
        ...Array.from({ length: 300 }, (_, i) => ["ForcedLabour", i + 1, "form", 2, 12])
      ])
    ])
  )
  const [agrees, refuses] = await Promise.all(books.map((book) => checked("form.xlsx", book)))
  assert.deepStrictEqual([rowCodes(agrees), agrees?.accepted], [["3::items-too-many"], 2])
  assert.deepStrictEqual(rowCodes(refuses), ["2::case-refused", "3::items-too-many"])
  assert.deepStrictEqual([refuses?.accepted, refuses?.rejected, refuses?.heldBack], [1, 1, 1])
})

/** A repeat inside another one names a row of that one, not of the submission. */
describe("repeats inside repeats", () => {
  const step = (country: string, role: string, journey: number, submission: number) => [
    country,
    role,
    2022,
    "journeys",
    journey,
    submission
  ]
  const workbook = (name: string, hasIds: boolean, sheets: ReadonlyArray<string>) => {
    const columns = (row: ReadonlyArray<string | number>) => (hasIds ? [...row] : row.slice(0, -1))
    const tables = {
      survey: [
        ["case/caseReference", "case/researchUseConsent", "_index", "_id"],
        ["R-1", "true", 1, 11],
        ["R-2", "true", 2, 12]
      ],
      journeys: [
        ["journey/number", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
        [1, 1, "survey", 1, 11],
        [2, 2, "survey", 1, 11],
        [1, 3, "survey", 2, 12]
      ].map(columns),
      steps: [
        ["step/country", "step/role", "step/year", "_parent_table_name", "_parent_index", "_submission__id"],
        step("UKR", "Origin", 1, 11),
        step("POL", "Destination", 1, 11),
        step("UKR", "Origin", 2, 11),
        step("DEU", "Destination", 2, 11),
        step("MDA", "Origin", 3, 12),
        step("ITA", "Destination", 3, 12)
      ].map(columns)
    }
    return xlsxOf(
      Object.entries(tables)
        .filter(([table]) => sheets.includes(table))
        .map(([table, rows]) => newSheet(table === "survey" ? name : table, rows))
    )
  }
  const all = ["survey", "journeys", "steps"]

  it("belong to the submission of the outer row; several journeys of one are an error", async () => {
    for (const [name, hasIds] of [
      ["survey", true],
      ["survey", false],
      ["Data 2022", true]
    ] as const) {
      const result = await checked("kobo.xlsx", workbook(name, hasIds, all), { recordKind: "route" })
      assert.deepStrictEqual(legsOf(result.ready), [["MDA Origin 2022", "ITA Destination 2022"]])
      assert.include(result.codes, "2::route-journeys-unclear")
    }
  })

  it("never take the number of a missing row for that of a submission", async () => {
    for (const hasIds of [true, false]) {
      const { ready } = await checked("kobo.xlsx", workbook("survey", hasIds, ["survey", "steps"]), {
        recordKind: "route"
      })
      for (const { record } of ready)
        assert.notInclude(JSON.stringify(record["legs"]), "DEU", "the second case has the route of the first")
    }
  })
})

/** DHIS2: one row for each value of an event, in any order; the elements may be codes of our fields, or mapped. */
describe("DHIS2's events with a row for each value", () => {
  const long = [
    "event,eventDate,orgUnit,dataElement,value",
    "e1,2022-03-01,OU1,case_number,D-1",
    "e1,2022-03-01,OU1,research_consent,true",
    "e2,2022-04-01,OU1,case_number,D-2",
    "e1,2022-03-01,OU1,type_of_exploitation,ForcedLabour",
    "e1,2022-03-01,OU1,type_of_exploitation,ForcedBegging",
    "e2,2022-04-01,OU1,research_consent,true",
    "e2,2022-04-01,OU1,gender,x",
    ""
  ].join("\n")
  const mapping = { columns: { eventDate: "registeredOn" }, values: {}, constants: {}, ignore: [] }

  it("are put together by event", async () => {
    const { ready, codes, rows } = await checked("events.csv", long, { mapping })
    assert.deepStrictEqual(
      ready.map(({ record }) => [record["registeredOn"], record["typeOfExploitation"]]),
      [["2022-03-01", ["ForcedLabour", "ForcedBegging"]]]
    )
    assert.deepStrictEqual(
      [rows, codes.filter((code) => !code.includes("column-unknown"))],
      [2, ["4:gender:code-unknown"]]
    )
  })

  it("have columns for a position, which DHIS2 adds and nobody sends", async () => {
    const positions = long.replace(/^(e?[^\n]*)$/gm, "$1,").replace("value,", "value,latitude")
    const { codes, ready } = await checked("events.csv", positions, { mapping })
    assert.include(codes, "1:latitude:column-not-collected")
    assert.lengthOf(ready, 1)
  })

  it("refuse the file for an identifier in any value or name of an element", async () => {
    assert.isTrue((await checked("e.csv", `${long}e2,2022-04-01,OU1,note,Olena Kovalenko\n`, { mapping })).identifying)
    assert.isTrue((await checked("e.csv", `${long}e2,2022-04-01,OU1,first name,x\n`, { mapping })).identifying)
  })

  it("report a second date, and refuse the file for an identifier in any row of an event", async () => {
    const { codes } = await checked("e.csv", `${long}e1,2022-03-09,OU1,note,\n`, { mapping })
    assert.include(codes, "2:eventDate:date-malformed")
    assert.isTrue((await checked("e.csv", `${long}e2,2022-04-01,Olena Kovalenko,note,\n`, { mapping })).identifying)
  })

  it("a larger file than memory should hold is refused", async () => {
    const large = new Uint8Array(100_000_001).fill(0x0a)
    large.set(new TextEncoder().encode(long))
    assert.strictEqual((await refusal("events.csv", large, { mapping }))?.code, "table-long-too-large")
  })
})
