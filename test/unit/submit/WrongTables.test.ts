/** Tables whose rows or columns are something else than they seem: counts, a column for each country, fields of another kind of record. */
import { assert, describe, it } from "vitest"
import { sendable } from "../../../ingest/submit/check/checkFile.ts"
import { countsPersons } from "../../../ingest/submit/columns/CountColumns.ts"
import { checked } from "../../fixtures/checkedFile.ts"

describe("a table of counts", () => {
  it("is refused, and its numbers are not case numbers", async () => {
    for (const heading of ["Number of victims", "Кількість постраждалих", "Кол-во потерпевших", "Număr de victime"]) {
      const { codes, accepted } = await checked(
        "a.csv",
        `${heading},research consent,registered on,sex\n12,yes,2022,F\n7,yes,2022,M\n`
      )
      assert.deepStrictEqual([codes.slice(0, 1), accepted], [[`1:${heading}:table-of-counts`], 0], heading)
    }
  })

  it("with a case number counts several persons in a row, unless the partner leaves the column out", async () => {
    const content = "case number,research consent,registered on,number of victims\nA-1,yes,2022,3\n"
    assert.deepStrictEqual((await checked("a.csv", content)).codes, ["1:number of victims:table-of-counts"])
    const mapping = { columns: {}, values: {}, constants: {}, ignore: ["number of victims"] }
    assert.strictEqual((await checked("a.csv", content, { mapping })).accepted, 1)
  })

  it("with a column for each year", async () => {
    const { codes } = await checked("a.csv", "country of origin,destination,2020,2021\nMoldova,Russia,12,9\n")
    assert.include(codes, "1::table-of-counts")
  })

  it("is told from the number of a victim, a case or a file", () => {
    for (const heading of [
      "Victim number",
      "Number of the case",
      "Case number",
      "No. of case",
      "Номер дела",
      "Nr. dosar"
    ])
      assert.isFalse(countsPersons(heading), heading)
    for (const heading of ["No. of victims", "Number_of_cases", "Total persons", "Число жертв", "Nr. de persoane"])
      assert.isTrue(countsPersons(heading), heading)
  })
})

describe("a column for each country", () => {
  it("is refused: it does not say the order of travel, and left out it would shorten the route", async () => {
    const result = await checked(
      "a.csv",
      "case number,research consent,origin,Transit: Turkey,Транзит (Сербия),destination,year\nA-1,yes,SYR,x,x,DEU,2022\n"
    )
    assert.deepStrictEqual(result.codes, [
      "1:Transit: Turkey:column-per-country",
      "1:Транзит (Сербия):column-per-country"
    ])
    assert.strictEqual(sendable(result), "nothing")
    const nationality = "case number,research consent,registered on,sex,Nationality: Ukraine\nA-1,yes,2022,F,x\n"
    assert.deepStrictEqual((await checked("a.csv", nationality)).codes, ["1:Nationality: Ukraine:column-per-country"])
    const exploited = "case number,research consent,registered on,Exploited in Russia\nA-1,yes,2022,x\n"
    assert.deepStrictEqual((await checked("a.csv", exploited)).codes, ["1:Exploited in Russia:column-per-country"])
  })

  it("of citizenship in a survey is read, as no order is asked for", async () => {
    const { codes, ready } = await checked(
      "a.csv",
      "case_number,research_consent,registered_on,sex,citizenship/UKR,citizenship/Romania,citizenship/MDA\nA-1,yes,2022,F,1,1,0\n"
    )
    assert.deepStrictEqual([ready[0]?.record["citizenship"], codes], [["UKR", "ROU"], []])
  })

  it("is told from numbers and codes of places", async () => {
    const { codes } = await checked(
      "a.csv",
      "case number,research consent,origin,ORIGIN ID,TRANSIT NO,destination,year\nA-1,yes,SYR,7,2,DEU,2022\n"
    )
    assert.notInclude(codes.join(), "column-per-country")
  })

  it("next to the column with all answers, as KoboToolbox exports them, is not needed", async () => {
    const { codes, ready } = await checked(
      "a.csv",
      "case_number,research_consent,origin,transit,transit/TUR,transit/BGR,destination,year\nA-1,yes,SYR,TUR BGR,1,1,DEU,2022\n"
    )
    assert.deepStrictEqual(codes, ["1:transit/TUR:column-unknown", "1:transit/BGR:column-unknown"])
    assert.lengthOf(ready[0]?.record["legs"] as ReadonlyArray<unknown>, 4)
  })
})

it("columns of another kind of record are named, if the file has a whole one", async () => {
  const { codes } = await checked(
    "a.csv",
    "case number,research consent,registered on,sex,age,type of exploitation,origin,destination,year\nA-1,yes,2022,F,20,Forced labour,UKR,POL,2021\n"
  )
  assert.deepStrictEqual(codes, [
    "1:origin:column-of-other-kind",
    "1:destination:column-of-other-kind",
    "1:year:column-of-other-kind"
  ])
})

it("a bare heading for dates is asked about, and never assumed", async () => {
  const { problems } = await checked(
    "a.csv",
    "nr. dosar,acord cercetare,Data,sex,vârsta,cetățenie\nA-1,da,05.03.2022,F,20,MD\n"
  )
  assert.strictEqual(problems.find(({ column }) => column === "Data")?.similar, "registeredOn")
})

it("answers below their merged question are columns to tick", async () => {
  const { ready, codes } = await checked(
    "a.csv",
    "case number,research consent,registered on,Exploitation,,\n,,,Sexual,Labour,Begging\nA-1,yes,2022,No,Yes,Yes\n"
  )
  assert.deepStrictEqual([ready[0]?.record["typeOfExploitation"], codes], [["ForcedLabour", "ForcedBegging"], []])
})

describe("JSON that programs return", () => {
  const record = { "case number": "A-1", "research consent": "yes", "registered on": "2022", sex: "F" }

  it("with the records below data", async () => {
    const text = JSON.stringify({
      meta: { exported: "2024-01-01" },
      data: { total: 2, cases: [record, { ...record, "case number": "A-2" }] }
    })
    assert.strictEqual((await checked("a.json", text)).accepted, 2)
  })

  it("as features, whose places are never sent", async () => {
    const feature = (geometry: unknown) =>
      JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", geometry, properties: record }] })
    assert.deepStrictEqual((await checked("a.geojson", feature(null))).codes, [])
    const { codes } = await checked("a.geojson", feature({ type: "Point", coordinates: [30.5, 50.4] }))
    assert.include(codes, "0:geometry/coordinates:column-direct-identifier")
  })
})
