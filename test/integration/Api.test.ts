/** The API over an embedded store: tables, pages, formats, entity tags, refusals, retracted releases. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { tableFromIPC } from "apache-arrow"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Warehouse } from "../../ports/Warehouse.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { countries } from "../../schemas/Places.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "RUS", 2005, 7, 5],
  ["UKR", "POL", 2004, 40, 5],
  ["MDA", "RUS", 2004, 80, 6],
  ["MDA", "RUS", 2005, 45, 5, "UKR"],
  ["BLR", "POL", 2005, 50, 5]
]

let served: ServedStore

beforeAll(async () => {
  served = await serveStore(
    "api",
    Effect.gen(function* () {
      yield* setRoutesMart(rows, 1)
      yield* releaseDemonstration()
      yield* setRoutesMart([...rows, ["GEO", "RUS", 2006, 30, 4]])
      yield* createVintage()
      const { release } = yield* Releases.createRelease({
        author: analyst("Anna Author"),
        profile: defaultProfile,
        choices: [choiceOf({ table: "flows", margins: true }), choiceOf({ table: "region_roles_transit" })],
        edition: "main",
        reason: "a test of two tables"
      })
      for (const by of ["Rita Reviewer", "Rolf Reviewer"])
        yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
    })
  )
})
afterAll(() => served?.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${served.port}${path}`, { headers })
// biome-ignore lint/suspicious/noExplicitAny: answers are read as any client would
const json = async (path: string): Promise<any> => (await get(path)).json()

describe("tables of releases", () => {
  it("lists what is published, newest first, with its tables and its citation", async () => {
    const { releases } = await json("/v1/releases")
    assert.deepStrictEqual(
      releases.map((one: { release: number; state: string; tables: ReadonlyArray<{ name: string }> }) => [
        one.release,
        one.state,
        one.tables.map(({ name }) => name)
      ]),
      [
        [2, "published", ["flows", "region_roles_transit"]],
        [
          1,
          "published",
          ["flows", "corridors", "region_roles_origin", "region_roles_transit", "region_roles_destination"]
        ]
      ]
    )
    const { pages, citation, vintage, tables } = await json("/v1/releases/2")
    assert.include(pages["METHOD.md"], "How release 2 was made")
    assert.include(citation, vintage.hash)
    assert.deepStrictEqual(tables[0], {
      name: "flows",
      table: "flows",
      title: "Persons by origin, destination and year of arrival",
      dimensions: ["origin", "destination", "year"],
      figure: "victims"
    })
    assert.strictEqual((await get("/v1/releases/3")).status, 404)
  })

  it("returns cells with their state; a suppressed cell has its labels, its state and its bounds", async () => {
    const { cells, invented, release } = await json("/v1/releases/1/tables/flows?origin=UKR")
    assert.deepStrictEqual([release, invented], [1, true])
    assert.deepStrictEqual(cells, [
      { origin: "UKR", destination: "POL", year: 2004, state: "published", victims: 40 },
      { origin: "UKR", destination: "RUS", year: 2004, state: "published", victims: 60 },
      { origin: "UKR", destination: "RUS", year: 2005, state: "suppressed", low: 1 }
    ])
    const newest = await json("/v1/flows?origin=UKR,MDA&destination=Total&year=Total")
    assert.strictEqual(newest.release, 2)
    assert.deepStrictEqual(newest.cells, [
      { origin: "MDA", destination: "Total", year: "Total", state: "published", victims: 125 },
      { origin: "UKR", destination: "Total", year: "Total", state: "suppressed", low: 40, high: 137 }
    ])
    const [kept] = (await json("/v1/flows?origin=BLR&destination=POL&year=2005")).cells
    assert.match(kept.asOf, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.deepStrictEqual((await json("/v1/regions?role=transit")).cells, [
      { corridor: "via UKR", year: 2005, state: "published", victims: 45, asOf: kept.asOf }
    ])
    // The latest edition has no such table.
    assert.strictEqual((await get("/v1/victims")).status, 404)
  })

  it("returns pages that make up the whole, each with the address of the next", async () => {
    const whole = (await json("/v1/flows")).cells
    const found: Array<unknown> = []
    for (let path: string | undefined = "/v1/flows?size=5"; path !== undefined; ) {
      const page: { cells: ReadonlyArray<unknown>; next?: string } = await json(path)
      found.push(...page.cells)
      path = page.next
    }
    assert.deepStrictEqual(found, whole)
    assert.strictEqual((await get("/v1/flows?page=2")).status, 404)
    const years = (await json("/v1/flows?from=2005&to=2006")).cells.map(({ year }: { year: number }) => year)
    assert.deepStrictEqual([...new Set(years)].sort(), [2005, 2006])
  })

  it("has a cell for each selected combination, also where nothing was reported", async () => {
    const { cells } = await json("/v1/flows?origin=UKR,NAM&destination=RUS,ATA")
    const of = (origin: string, destination: string) =>
      (cells as ReadonlyArray<Record<string, unknown>>).filter(
        (cell) => cell["origin"] === origin && cell["destination"] === destination
      )
    assert.isNotEmpty(of("UKR", "RUS"))
    // The table has a total of all years, which stands for each.
    for (const [origin, destination] of [["UKR", "ATA"] as const, ["NAM", "RUS"] as const, ["NAM", "ATA"] as const])
      assert.deepStrictEqual(of(origin, destination), [{ origin, destination, year: "Total", state: "not_reported" }])
    const codes = countries.slice(0, 150).map(({ code }) => code)
    const many = ["origin", "destination"].map((name) => `${name}=${codes.join(",")}`).join("&")
    assert.strictEqual((await get(`/v1/flows?${many}`)).status, 400)
  })

  it("does not know a total that the table does not have", async () => {
    for (const path of ["origin=Total", "destination=RUS,Total", "year=Total"]) {
      const refused = await get(`/v1/releases/1/tables/flows?${path}`)
      assert.deepInclude(await refused.json(), { status: 400, code: "request-label-unknown" }, path)
    }
  })

  it("is not sent again to a client that has it", async () => {
    const first = await get("/v1/flows")
    const etag = first.headers.get("etag") as string
    assert.match(etag, /^"[0-9a-f]{32}(?:-gzip|-br)?"$/)
    const again = await get("/v1/flows", { "if-none-match": etag })
    assert.deepStrictEqual([again.status, await again.text(), again.headers.get("etag")], [304, "", etag])
    assert.notStrictEqual((await get("/v1/flows?format=csv")).headers.get("etag"), etag)
  })

  it("refuses with a problem code, without the input", async () => {
    const wrong: ReadonlyArray<readonly [string, number, string]> = [
      ["/v1/flows?origin=QQQ", 400, "request-label-unknown"],
      ["/v1/flows?orign=QQQ", 400, "request-parameter-unknown"],
      ...["/v1/coverage", "/v1/releases", "/v1/editions/main/latest", "/v1/dictionary", "/v1/codelists/gender"].map(
        (path) => [`${path}?year=QQQ`, 400, "request-parameter-unknown"] as const
      ),
      ["/v1/trends?table=flows&origin=UKR&destination=RUS&from=2004", 400, "request-parameter-unknown"],
      ...["from=2030", "to=1990", "from=1990&to=2005", "year=1990", "year=2005,1990"].map(
        (years) => [`/v1/flows?${years}`, 400, "request-label-unknown"] as const
      ),
      ["/v1/flows?from=2006&to=2005", 404, "request-not-found"],
      ["/v1/flows?year=2005&from=2006", 404, "request-not-found"],
      ["/v1/flows?page=QQQ&size=0&from=x&hxl=QQQ", 400, "request-invalid"],
      ["/v1/flows?format=QQQ", 400, "request-invalid"],
      ["/v1/releases/QQQ", 400, "request-invalid"],
      ["/v1/regions?role=QQQ", 400, "request-invalid"],
      ["/v1/releases/2/tables/QQQ", 404, "request-not-found"]
    ]
    for (const [path, status, code] of wrong) {
      const answer = await get(path)
      const text = await answer.text()
      assert.strictEqual(answer.headers.get("content-type"), "application/problem+json", path)
      assert.notInclude(text, "QQQ")
      assert.deepInclude(JSON.parse(text), { code, status, type: `/v1/problems/${code}` }, path)
      assert.strictEqual(answer.status, status)
    }
    const xml = await get("/v1/flows", { accept: "application/xml" })
    assert.deepInclude(await xml.json(), { code: "request-format-unknown", status: 406 })
  })
})

describe("formats", () => {
  const path = "/v1/releases/1/tables/flows"
  const bytesOf = async (format: string) => new Uint8Array(await (await get(`${path}?format=${format}`)).arrayBuffer())

  it("CSV, Arrow and Parquet have the content of JSON, as the store reads them", async () => {
    const { cells } = await json(path)
    const rowOf = ({ origin, destination, year, state, victims }: Record<string, unknown>) => ({
      origin,
      destination,
      year,
      state,
      victims: victims ?? null,
      release: 1,
      invented: true
    })
    for (const [format, name] of [
      ["csv", "CSVWithNames"],
      ["arrow", "Arrow"],
      ["parquet", "Parquet"]
    ] as const) {
      const file = join(served.folder, `flows.${format}`)
      writeFileSync(file, await bytesOf(format))
      const read = await served.inside(
        Effect.flatMap(Warehouse, (warehouse) =>
          warehouse.query(
            `SELECT origin, destination, year, state, victims, release, toBool(invented) AS invented FROM file('${file}', ${name})`,
            { settings: { input_format_csv_empty_as_default: 1 } }
          )
        )
      )
      assert.deepStrictEqual(read, cells.map(rowOf), format)
    }
  })

  it("are also chosen by Accept; HXL tags are below the header", async () => {
    const csv = await get(`${path}?hxl=true`, { accept: "text/csv;q=0.9, application/json;q=0.1" })
    assert.strictEqual(csv.headers.get("content-type"), "text/csv; charset=utf-8")
    assert.match(csv.headers.get("content-disposition") ?? "", /filename="corridor-release1-flows.csv"/)
    assert.strictEqual(csv.headers.get("vary"), "accept, accept-encoding")
    assert.match(csv.headers.get("link") ?? "", /<https:[^>]+>; rel="license"/)
    const nameOf = async (query: string) =>
      (await get(`${path}?${query}&format=csv`)).headers.get("content-disposition")?.split('"')[1]
    assert.strictEqual(await nameOf("origin=UKR&from=2004&to=2005"), "corridor-release1-flows-UKR-2004-2005.csv")
    assert.strictEqual(
      await nameOf("origin=UKR,MDA,UZB,KGZ,KAZ,BLR,TJK,RUS,POL,DEU,TUR"),
      "corridor-release1-flows-part.csv"
    )
    const [header, tags] = (await csv.text()).split("\n")
    assert.strictEqual(header, "origin,destination,year,state,victims,low,high,as_of,release,invented")
    assert.match(tags ?? "", /^#country\+code\+origin,#country\+code\+destination,#date\+year,/)
    assert.deepInclude((await json(`${path}?hxl=true`)).hxl, { victims: "#affected+victims" })
  })

  it("carry release, citation and whether they are invented inside the file", async () => {
    const { schema } = tableFromIPC(await bytesOf("arrow"))
    assert.strictEqual(schema.metadata.get("corridor.invented"), "true")
    // What is cited is this table, and not the release with all of its tables.
    assert.match(
      schema.metadata.get("corridor.citation") ?? "",
      /^Corridor \(invented data\), persons by origin, destination and year of arrival, release 1 \(vintage 1, frozen [\d-]{10}, SHA-256 [\da-f]{64}\)\.$/
    )
  })
})

describe("trends and references", () => {
  it("a trend is of one cell by year, from published figures only", async () => {
    const { series, verdict, where } = await json("/v1/trends?table=flows&release=1&origin=UKR&destination=RUS")
    assert.deepStrictEqual(where, { origin: "UKR", destination: "RUS" })
    assert.deepStrictEqual(series, [
      { year: 2004, state: "published", victims: 60 },
      { year: 2005, state: "suppressed", low: 1 }
    ])
    assert.deepInclude(verdict, { direction: "cannot say", published: 1, suppressed: 1 })
    const unselected = await get("/v1/trends?table=flows&origin=UKR")
    assert.strictEqual(unselected.status, 404)
    assert.deepInclude(await unselected.json(), {
      code: "request-not-found",
      errors: [{ path: "destination", expected: "exactly one label" }]
    })
    assert.strictEqual((await get("/v1/trends?table=QQQ")).status, 400)
  })

  it("code lists, vintages and problems", async () => {
    const { codelists } = await json("/v1/codelists")
    for (const { name, rows } of codelists)
      assert.strictEqual((await json(`/v1/codelists/${name}`)).rows.length, rows, name)
    assert.strictEqual((await get("/v1/codelists/direct-identifier-columns")).status, 404)
    const { vintages } = await json("/v1/vintages")
    assert.deepStrictEqual(
      vintages.map((one: { number: number; releases: unknown }) => [one.number, one.releases]),
      [
        [2, [2]],
        [1, [1]]
      ]
    )
    for (const { code } of (await json("/v1/problems")).problems)
      assert.strictEqual((await json(`/v1/problems/${code}`)).code, code)
  })
})
