/** The plain tables of a large edition: pages of a hundred corridors, each corridor on one of them, and no page after the last. */
import { assert, describe, it } from "@effect/vitest"
import type { PublishedFlows } from "../../../release/published/PublishedFlows.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries } from "../../../schemas/Places.ts"
import { corridorsPerPage, plainPage } from "../../../site/explorer/server/plainPage.ts"

const flowsOf = (corridors: number): PublishedFlows => ({
  from: { release: 7, method: "suppression", profile: "ctdc-11" } as unknown as PublishedRelease,
  publishedAt: "2026-11-30T00:00:00Z",
  profile: "ctdc-11",
  invented: false,
  reporting: [],
  incompleteFrom: undefined,
  cells: countries.slice(0, corridors).flatMap(({ code }, i) =>
    [2004, 2005].map((year) => ({
      origin: code,
      destination: "RUS",
      year,
      state: "published" as const,
      victims: 1000 - i
    }))
  )
})

const style = { name: "page.css", type: "text/css", bytes: new Uint8Array() } as never
const linksIn = (page: string | undefined) =>
  [...(page ?? "").matchAll(/href="(\/corridor\/[^"?]+)/g)].map(([, path]) => path)

describe("the plain page", () => {
  it("has every corridor once, a hundred a page, and leads to the pages before and after", () => {
    const flows = flowsOf(230)
    for (const language of languages) {
      const pages = [1, 2, 3].map((page) => plainPage(language, flows, style, page))
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
      assert.isUndefined(plainPage(language, flows, style, 4))
    }
  })

  it("is one page for a small edition, and for none", () => {
    assert.notInclude(plainPage("en", flowsOf(100), style, 1), "page=")
    assert.isUndefined(plainPage("en", flowsOf(100), style, 2))
    assert.isDefined(plainPage("en", flowsOf(0), style, 1))
  })
})
