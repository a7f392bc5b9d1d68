/** A region's page links files of the tables that have it: the API refuses a label that a table lacks. */
import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { editionOf } from "../../../site/explorer/pages/Edition.ts"
import { regionPage } from "../../../site/explorer/pages/regionPage.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const tableOf = (role: string, dimension: string, label: string) => {
  const name = `first_level_${role}`
  const builder = tableBuilder(tableFacts(name, [dimension, "year"]), 1, 1, new Map())
  builder.know(0, label)
  builder.know(1, "2008")
  builder.add({ labels: [label, "2008"], state: "published", victims: 40, low: null, high: null, asOf: 1 })
  return [name, builder.table()] as const
}

const tables = new Map([
  tableOf("origin", "origin", "RU-SVE"),
  tableOf("transit", "corridor", "via RU-SVE"),
  tableOf("destination", "destination", "RU-MOS")
])
const release = {
  release: 1,
  vintage: { number: 1, hash: "", frozenAt: "" },
  publishedAt: "2026-01-02T00:00:00Z",
  tables: [...tables.keys()],
  dimensions: new Map<string, ReadonlyArray<string>>(),
  method: "suppression",
  reporting: [],
  incomplete: [],
  pauses: [],
  reportingPauses: [],
  pages: {},
  edition: undefined
}
const edition = editionOf(release as unknown as PublishedRelease, tables)
const context = {
  ...({
    language: "en",
    theme: "auto",
    linked: undefined,
    pinned: undefined,
    site: "https://corridor.example/",
    retracted: undefined
  } as const),
  names: namesIn("en"),
  t: translator("en", catalogues.en),
  p: translator("en", pageWords.en),
  edition
}

it.each([
  ["RU-SVE", ["first_level_origin?origin=RU-SVE", "first_level_transit?corridor=via+RU-SVE"]],
  ["RU-MOS", ["first_level_destination?destination=RU-MOS"]]
])("of %s", (code, files) => {
  const html = renderToString(h("main", {}, regionPage(context, edition, code, "RUS").main))
  const linked = [...html.matchAll(/tables\/([^"]*?)&amp;format=json/g)].map(([, file]) => file)
  assert.deepStrictEqual(linked, files)
})
