/** A page whose edition lacks the table is not found and says so; one whose table has no such records says that. */
import { translator } from "@corridor/page/translator"
import { assert, describe, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { languages } from "../../../schemas/Languages.ts"
import { comparePage } from "../../../site/explorer/pages/comparePage.ts"
import { corridorPage } from "../../../site/explorer/pages/corridorPage.ts"
import { countryPage } from "../../../site/explorer/pages/countryPage.ts"
import type { PageContent } from "../../../site/explorer/pages/document.ts"
import { type Edition, editionOf } from "../../../site/explorer/pages/Edition.ts"
import type { PageContext } from "../../../site/explorer/pages/PageContext.ts"
import { regionPage } from "../../../site/explorer/pages/regionPage.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

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
} as unknown as PublishedRelease

/** An edition with one cell in each of these tables. */
const editionWith = (tables: Readonly<Record<string, Readonly<Record<string, string>>>>): Edition =>
  editionOf(
    release,
    new Map(
      Object.entries(tables).map(([name, cell]) => {
        const builder = tableBuilder(tableFacts(name, Object.keys(cell)), 1, 1, new Map())
        for (const [d, label] of Object.values(cell).entries()) builder.know(d, label)
        builder.add({ labels: Object.values(cell), state: "published", victims: 30, low: null, high: null, asOf: 1 })
        return [name, builder.table()]
      })
    )
  )

const flows = { flows: { origin: "KAZ", destination: "TUR", year: "2011" } }
const regions = { first_level_transit: { corridor: "via RU-MOW", year: "2011" } }
const victims = { victims: { sex: "Female", year: "2011" } }

const none = () => undefined
const pages: Readonly<Record<string, (context: PageContext, edition: Edition) => PageContent>> = {
  corridor: (context, edition) => corridorPage(context, edition, { origin: "CHL", destination: "PER" }),
  country: (context, edition) => countryPage(context, edition, "CHL", none),
  region: (context, edition) => regionPage(context, edition, "UA-05", "UKR"),
  comparison: (context, edition) => comparePage(context, edition, new URLSearchParams(), none)
}

describe.each(languages)("in %s", (language) => {
  const t = translator(language, catalogues[language])
  const p = translator(language, pageWords[language])
  const show = (name: string, edition: Edition) => {
    const reader = { language, theme: "auto" as const, names: namesIn(language), linked: undefined }
    return pages[name]?.(
      { ...reader, t, p, pinned: undefined, site: "https://corridor.example/", retracted: undefined, edition },
      edition
    )
  }
  const missing = p("tableMissing")

  it.each([
    ["corridor", regions],
    ["country", regions],
    ["country", victims],
    ["region", flows],
    ["comparison", victims]
  ] as const)("the page of a %s without its table", (name, tables) => {
    const { status, description } = show(name, editionWith(tables)) ?? {}
    assert.deepStrictEqual([status, description], [404, missing])
  })

  it.each([
    ["corridor", flows],
    ["country", flows],
    ["region", regions],
    ["comparison", flows]
  ] as const)("the page of a %s with it", (name, tables) => {
    const { status, description } = show(name, editionWith(tables)) ?? {}
    assert.isUndefined(status)
    assert.notStrictEqual(description, missing)
  })
})
