/** A country whose verdict comes from half-years shows them, as a corridor does. */
import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { countryPage } from "../../../site/explorer/pages/countryPage.ts"
import { editionOf } from "../../../site/explorer/pages/Edition.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const years = Array.from({ length: 8 }, (_, i) => String(2003 + i))
const halves = years.flatMap((year) => [`${year}-H1`, `${year}-H2`])

const tableOf = (
  name: string,
  dimensions: ReadonlyArray<string>,
  rows: ReadonlyArray<readonly [string, number]>,
  country: string
) => {
  const builder = tableBuilder(tableFacts(name, dimensions), rows.length, 1, new Map())
  const label = name.includes("transit") ? `via ${country}` : country
  builder.know(0, label)
  for (const [year] of rows) builder.know(1, year)
  for (const [year, victims] of rows)
    builder.add({ labels: [label, year], state: "published", victims, low: null, high: null, asOf: 1 })
  return builder.table()
}

const release = {
  release: 1,
  vintage: { number: 1, hash: "", frozenAt: "" },
  publishedAt: "2026-01-02T00:00:00Z",
  tables: [],
  method: "suppression",
  reporting: [],
  incomplete: [],
  pauses: [],
  reportingPauses: [],
  pages: {},
  edition: undefined
}

/** Returns the page of Kazakhstan. Each table has the figures of one country. */
const pageOf = (names: ReadonlyArray<readonly [name: string, dimension: string, country?: string]>) => {
  const tables = new Map(
    names.map(([name, dimension, country = "KAZ"]) => [
      name,
      tableOf(
        name,
        [dimension, "year"],
        name.endsWith("half_year")
          ? halves.map((half, i) => [half, 100 + 12 * i])
          : years.map((year, i) => [year, 212 + 48 * i]),
        country
      )
    ])
  )
  const context = {
    ...({
      language: "en",
      theme: "auto",
      names: namesIn("en"),
      linked: undefined,
      pinned: undefined,
      site: "https://corridor.example/",
      retracted: undefined
    } as const),
    t: translator("en", catalogues.en),
    p: translator("en", pageWords.en)
  }
  const edition = editionOf(release as unknown as PublishedRelease, tables)
  const { main } = countryPage({ ...context, edition }, edition, "KAZ", () => undefined)
  return renderToString(h("main", {}, main))
}

it.each([
  ["origin", "origin"],
  ["transit", "corridor"],
  ["destination", "destination"]
])("in the role of %s", (role, dimension) => {
  const table = `region_roles_${role}`
  const withHalves = pageOf([
    [table, dimension],
    [`${table}_by_half_year`, dimension]
  ])
  assert.include(withHalves, `id="parts-${role}-chart"`)
  assert.include(withHalves, "Persons by part of the year: the verdict comes from these")
  assert.include(withHalves, "The number rises")
  assert.match(withHalves, /second half of 2010|2010, second half|2010-H2|2010 H2/i)
  assert.notInclude(pageOf([[table, dimension]]), `parts-${role}`)
})

it("says in which roles the edition has no records of the country, and nothing of roles that it does not cover", () => {
  const page = pageOf([
    ["region_roles_origin", "origin"],
    ["region_roles_destination", "destination", "POL"]
  ])
  assert.match(page, /<div class="origin"><dt><a href="#as-origin">/)
  assert.match(
    page,
    /<div class="destination"><dt>Destination<\/dt><dd data-state="not_reported">not reported<\/dd><dd class="more">no records in this edition/
  )
  assert.notInclude(page, '<div class="transit">')
})
