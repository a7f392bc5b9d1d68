/** The plain tables of a large edition: pages of a hundred corridors, each corridor on one of them, and no page after the last. */
import { assert, describe, it } from "@effect/vitest"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries } from "../../../schemas/Places.ts"
import { type TableAnswer, toTable } from "../../../site/explorer/cells/Table.ts"
import { corridorsPerPage, plainPage } from "../../../site/explorer/server/plainPage.ts"

const release = {
  release: 7,
  method: "suppression",
  profile: "ctdc-11",
  publishedAt: "2026-11-30T00:00:00Z"
} as unknown as PublishedRelease

const cellsOf = (corridors: number): TableAnswer["cells"] =>
  countries
    .slice(0, corridors)
    .flatMap(({ code }, i) =>
      [2004, 2005].map((year) => ({ origin: code, destination: "RUS", year, state: "published", victims: 1000 - i }))
    )

const flowsOf = (cells: TableAnswer["cells"]) =>
  toTable("flows", {
    table: "flows",
    dimensions: ["origin", "destination", "year"],
    figure: "victims",
    unit: "persons",
    method: "suppression",
    cells
  })

const site = "https://example.org/"
const style = { style: { name: "page.css", type: "text/css", bytes: new Uint8Array() } as never, site }
const linksIn = (page: string | undefined) =>
  [...(page ?? "").matchAll(/href="(\/corridor\/[^"?]+)/g)].map(([, path]) => path)

describe("the plain page", () => {
  it("has every corridor once, a hundred a page, and leads to the pages before and after", () => {
    const flows = flowsOf(cellsOf(230))
    for (const language of languages) {
      const pages = [1, 2, 3].map((page) => plainPage(language, release, flows, style, page))
      assert.deepStrictEqual(
        pages.map((page) => linksIn(page).length),
        [corridorsPerPage, corridorsPerPage, 30]
      )
      assert.deepStrictEqual(
        pages.flatMap(linksIn),
        countries.slice(0, 230).map(({ code }) => `/corridor/${code}/RUS`)
      )
      assert.deepStrictEqual(
        pages.map((page) => [...new Set([...(page ?? "").matchAll(/release=7&[^"]*page=(\d)/g)].map(([, n]) => n))]),
        [["2"], ["1", "3"], ["2"]]
      )
      assert.isUndefined(plainPage(language, release, flows, style, 4))
    }
  })

  it("has a description in each language for links to it", () => {
    for (const language of languages) {
      const page = plainPage(language, release, flowsOf(cellsOf(3)), style, 1) ?? ""
      for (const name of ['name="description"', 'property="og:title"', 'property="og:description"'])
        assert.match(page, new RegExp(`<meta ${name} content="[^"]{10,}">`), language)
      assert.include(page, `<meta property="og:url" content="${site}plain?lang=${language}">`)
    }
  })

  it("is one page for a small edition, and for none", () => {
    assert.notInclude(plainPage("en", release, flowsOf(cellsOf(100)), style, 1), "page=")
    assert.isUndefined(plainPage("en", release, flowsOf(cellsOf(100)), style, 2))
    for (const none of [flowsOf([]), undefined]) assert.include(plainPage("en", release, none, style, 1), "<h1>")
  })

  it("has the places that other pages have: no total, and no region next to countries", () => {
    const own = (origin: string, destination: string, year: string | number) => ({
      ...{ origin, destination, year, state: "published", victims: 50 }
    })
    const cells = [
      own("UKR", "RUS", 2004),
      ...[own("Total", "RUS", 2004), own("UKR", "Total", 2004), own("UKR", "RUS", "Total")],
      ...[own("151 Eastern Europe", "RUS", 2004), own("UKR", "RU-KR", 2004), own("UKR-NotKnown", "RUS", 2004)]
    ]
    const page = plainPage("en", release, flowsOf(cells), style, 1)
    assert.deepStrictEqual(linksIn(page), ["/corridor/UKR/RUS"])
    assert.strictEqual((page ?? "").match(/<tr>/g)?.length, 2)
    assert.notInclude(page ?? "", ">Total<")
    // Without countries, regions are the places.
    const regions = plainPage(
      "en",
      release,
      flowsOf([own("RU-KR", "RU-MOS", 2004), own("Total", "RU-MOS", 2004)]),
      style,
      1
    )
    assert.strictEqual((regions ?? "").match(/<tr>/g)?.length, 2)
  })
})
