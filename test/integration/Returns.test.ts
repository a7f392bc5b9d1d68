/** Statutory returns of an edition: every figure is a published cell, or a sum of them, and everything else says why there is none. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { parse } from "csv-parse/sync"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Releases from "../../release/publisher/Releases.ts"
import { makeReturn, statutoryReturns } from "../../release/returns/makeReturn.ts"
import { returnFile, returnFormats } from "../../release/returns/returnFile.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { canaries, releasedExplorer, setMart, text } from "../fixtures/explorerRig.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

/** Victims in Russia in 2005, of some partners. */
const citizens = [
  ["RUS", "National", 180, 6],
  ["UKR", "Foreign", 90, 6],
  ["UZB", "Foreign", 70, 6],
  ["MDA", "Foreign", 60, 5],
  ["TJK", "Foreign", 4, 2],
  ["Several", "Foreign", 40, 5],
  ["NotKnown", "NotKnown", 50, 5]
] as const

const approve = (release: number) =>
  Effect.forEach(["Rita Reviewer", "Rolf Reviewer"], (by) =>
    Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
  )

let served: ServedStore

beforeAll(async () => {
  served = await serveStore(
    "returns",
    Effect.gen(function* () {
      yield* setMart(
        "partner_citizenships",
        text("country", "citizenship", "nationality"),
        "victims",
        citizens.map(([citizenship, nationality, persons, by]) => ({
          values: ["RUS", citizenship, nationality, 2005],
          persons,
          by
        }))
      )
      yield* createVintage()
      const { release } = yield* Releases.createRelease({
        author: analyst("Anna Author"),
        profile: defaultProfile,
        choices: [
          choiceOf({ table: "sdg_16_2_2", margins: true }),
          choiceOf({ table: "proceedings" }),
          choiceOf({ table: "flows" }),
          choiceOf({ table: "victims_by_nationality" }),
          choiceOf({ table: "victims_by_citizenship" })
        ],
        edition: "main",
        reason: "a test of some tables"
      })
      yield* approve(release)
      const women = yield* Releases.createRelease({
        author: analyst("Anna Author"),
        profile: defaultProfile,
        choices: [choiceOf({ table: "sdg_16_2_2", by: ["country", "year"], where: { sex: "Female" } })],
        edition: "women"
      })
      yield* approve(women.release)
    }),
    { after: releasedExplorer() }
  )
})
afterAll(() => served?.close())

type Row = Readonly<Record<string, string>>

const make = (name: string, options: Partial<Parameters<typeof makeReturn>[1]> = {}) => {
  const own = statutoryReturns.get(name)
  if (own === undefined) throw new Error(name)
  return served.inside(
    Effect.map(makeReturn(own, { year: 2005, release: undefined, countries: [], ...options }), ({ rows, source }) => ({
      rows,
      source,
      files: Object.fromEntries(
        returnFormats.map((format) => [format, Buffer.from(returnFile(own, rows, source, format))])
      ) as Record<string, Buffer>
    }))
  )
}
const csvRows = (bytes: Buffer): ReadonlyArray<Row> => parse(bytes, { columns: true })

const cellsOf = async (path: string) =>
  (
    (await (await fetch(`http://127.0.0.1:${served.port}${path}`)).json()) as {
      cells: ReadonlyArray<Record<string, string | number>>
    }
  ).cells

describe("SDG 16.2.2", () => {
  it("has each published cell of the edition, with the rate per 100,000 residents, and no figure elsewhere", async () => {
    const cells = await cellsOf("/v1/sdg-16-2-2?country=RUS&year=2005")
    const wanted = new Map(cells.map((cell) => [[cell["sex"], cell["age_group"], cell["form"]].join(), cell]))
    const { files, source } = await make("sdg-16.2.2", { countries: ["RUS"] })
    const rows = csvRows(files["csv"] as Buffer)
    // It cites the tables that it is of, and no other of the edition.
    assert.include(source.citation, "victims by country, sex, age group")
    assert.notInclude(source.citation, "destination")
    assert.isAbove(rows.length, 100)
    let published = 0
    for (const row of rows) {
      const cell = wanted.get([row["sex"], row["age_group"], row["form"]].join())
      assert.strictEqual(row["state"], cell?.["state"] ?? "not_reported", JSON.stringify(row))
      assert.strictEqual(row["victims"], cell?.["state"] === "published" ? String(cell["victims"]) : "")
      assert.strictEqual(row["why"] === "", row["state"] === "published")
      if (row["state"] !== "published") assert.strictEqual(row["per_100000"], "")
      else if (row["population"] !== "") {
        published++
        assert.approximately(
          Number(row["per_100000"]),
          (Number(row["victims"]) * 100_000) / Number(row["population"]),
          1e-9
        )
      }
    }
    assert.isAbove(published, 10)
    assert.isTrue(rows.some(({ state }) => state === "suppressed"))
    const all = rows.find((row) => [row["sex"], row["age_group"], row["form"]].join() === "Total,Total,Total")
    assert.isAbove(Number(all?.["population"]), 140_000_000)
  })
})

describe("GLOTIP", () => {
  it("has the edition's victims and persons in proceedings in UNODC's columns, and says what cannot be said", async () => {
    const rows = csvRows((await make("glotip", { countries: ["RUS"] })).files["csv"] as Buffer)
    assert.deepStrictEqual(Object.keys(rows[0] ?? {}).slice(0, 9), [
      ...["Iso3_code", "Country", "Indicator", "Dimension", "Category"],
      ...["Sex", "Age", "Year", "Unit of measurement"]
    ])
    const row = (indicator: string, category = "Total", sex = "Total", age = "Total") =>
      rows.find(
        (one) =>
          one["Indicator"] === indicator && one["Category"] === category && one["Sex"] === sex && one["Age"] === age
      )
    const [girls] = await cellsOf(
      "/v1/sdg-16-2-2?country=RUS&year=2005&sex=Female&age_group=Under18&form=SexualExploitation"
    )
    assert.strictEqual(
      row("Detected trafficking victims", "Sexual exploitation", "Female", "0 to 17 years")?.["txtVALUE"],
      String(girls?.["victims"])
    )
    const [prosecuted] = await cellsOf(
      "/v1/proceedings?country=RUS&year=2005&stage=Prosecuted&offence_article=RU-127-1"
    )
    assert.strictEqual(row("Persons prosecuted")?.["txtVALUE"], String(prosecuted?.["victims"]))
    // Too few partners reported convictions; whose citizenship they have is in no table.
    assert.deepInclude(row("Persons convicted"), { state: "suppressed", txtVALUE: "" })
    const citizenship = row("Persons convicted", "Nationals")
    assert.deepInclude(citizenship, { Dimension: "by citizenship", state: "not_in_edition", txtVALUE: "" })
    // Each part that no edition can have says so in its own words.
    const reasons = rows.flatMap((one) => (one["why"]?.startsWith("cannot be said: ") ? [one["why"]] : []))
    assert.strictEqual(new Set(reasons).size, 5)
    assert.include(citizenship?.["why"], "citizenship of the persons")
    for (const one of rows) assert.isTrue(one["state"] === "published" || one["txtVALUE"] === "", JSON.stringify(one))
  })

  it("has victims by citizenship, if the edition counts them: nationals, foreign citizens, and each country", async () => {
    const rowsOf = async (options: Parameters<typeof make>[1]) =>
      csvRows((await make("glotip", { countries: ["RUS"], ...options })).files["csv"] as Buffer).filter(
        (row) => row["Indicator"] === "Detected trafficking victims" && row["Dimension"] === "by citizenship"
      )
    const found = new Map((await rowsOf({})).map((row) => [row["Category"], row]))
    const published = new Map<string, string>()
    for (const table of ["victims_by_nationality", "victims_by_citizenship"])
      for (const cell of await cellsOf(`/v1/releases/2/tables/${table}?country=RUS&year=2005`))
        published.set(String(cell["nationality"] ?? cell["citizenship"]), String(cell["victims"] ?? ""))
    for (const [category, label] of [
      ["Nationals", "National"],
      ["Foreign citizens", "Foreign"],
      ["Ukraine", "UKR"],
      ["Tajikistan", "TJK"],
      ["Republic of Moldova", "MDA"],
      ["Uzbekistan", "UZB"]
    ] as const)
      assert.strictEqual(found.get(category)?.["txtVALUE"], published.get(label), category)
    // Which of them are published is decided by the attack on both editions.
    assert.isAbove([...found.values()].filter((row) => row["state"] === "published").length, 1)
    assert.deepInclude(found.get("Tajikistan"), { state: "suppressed", txtVALUE: "" })
    assert.isFalse(found.has("Several"))
    for (const row of await rowsOf({ release: 1 })) assert.deepInclude(row, { state: "not_in_edition", txtVALUE: "" })
  })

  it("has victims by country of origin from the flows: domestic, cross-border, and each country", async () => {
    const flows = (await cellsOf("/v1/flows?year=2005")) as ReadonlyArray<{
      readonly origin: string
      readonly destination: string
      readonly state: string
      readonly victims?: number
    }>
    const sum = (own: typeof flows) =>
      own.some(({ state }) => state === "suppressed") ? "" : String(own.reduce((n, { victims = 0 }) => n + victims, 0))
    for (const country of ["RUS", "TUR", "Total"]) {
      const options = country === "Total" ? {} : { countries: [country] }
      const rows = csvRows((await make("glotip", options)).files["csv"] as Buffer)
      const found = (category: string) =>
        rows.find(
          (row) =>
            row["Iso3_code"] === country && row["Dimension"] === "by country of origin" && row["Category"] === category
        )
      const arrived = flows.filter(({ destination }) => country === "Total" || destination === country)
      const abroad = arrived.filter(({ origin, destination }) => origin !== destination)
      assert.strictEqual(found("Cross-border: from another country")?.["txtVALUE"], sum(abroad), country)
      if (country !== "TUR") {
        const domestic = arrived.filter(({ origin, destination }) => origin === destination)
        assert.strictEqual(found("Domestic: from the same country")?.["txtVALUE"], sum(domestic), country)
        const ukraine = arrived.filter(({ origin }) => origin === "UKR")
        assert.strictEqual(found("Ukraine")?.["txtVALUE"], sum(ukraine), country)
      } else {
        assert.deepInclude(found("Domestic: from the same country"), { state: "not_reported", txtVALUE: "" })
        assert.deepInclude(found("Tajikistan"), { state: "suppressed", txtVALUE: "" })
      }
    }
  })
})

describe("every return", () => {
  it("contains no hidden count, and is the same each time", async () => {
    for (const name of statutoryReturns.keys()) {
      const [once, again] = [await make(name), await make(name)]
      assert.deepStrictEqual(once.files, again.files)
      for (const canary of canaries)
        assert.notMatch(`${once.files["csv"]} ${once.files["json"]}`, new RegExp(`(?<![0-9.])${canary}(?![0-9])`))
    }
  })

  it("is refused for a release that is not an edition, and for a country that does not exist, without repeating it", async () => {
    const refused = async (options: Parameters<typeof make>[1]) => {
      try {
        await make("glotip", options)
        return ""
      } catch (error) {
        return String((error as Error).message)
      }
    }
    assert.match(await refused({ release: 99 }), /not an edition/)
    assert.match(await refused({ countries: ["QQQ"] }), /^--country takes/)
  })

  it("of all countries together has the figures of a table without countries, and no rate", async () => {
    const rows = csvRows((await make("sdg-16.2.2", { release: 1 })).files["csv"] as Buffer)
    const cells = await cellsOf("/v1/releases/1/tables/victims?year=2005")
    const published = cells.filter(({ state }) => state === "published")
    assert.isAbove(published.length, 4)
    for (const cell of published) {
      const row = rows.find(
        (one) => one["country"] === "Total" && ["sex", "age_group", "form"].every((name) => one[name] === cell[name])
      )
      assert.deepInclude(row, { state: "published", victims: String(cell["victims"]), per_100000: "" })
    }
  })

  it("of an edition of women alone has no figure: their sum is not that of all", async () => {
    const { rows } = await make("sdg-16.2.2", { release: 3, countries: ["RUS"] })
    assert.isAbove((await cellsOf("/v1/releases/3/tables/sdg_16_2_2?country=RUS&year=2005")).length, 0)
    assert.isTrue(rows.every(({ cell }) => cell.state === "not_in_edition" && cell.value === null))
  })

  it("of an edition without the table says so in every row", async () => {
    const { rows } = await make("sdg-16.2.2", { release: 1, countries: ["RUS"] })
    assert.isTrue(rows.every(({ cell }) => cell.state === "not_in_edition" && cell.value === null))
  })
})
