/** The header marks the page that the reader is on: an address that leads nowhere is not the overview. */
import { translator } from "@corridor/page/translator"
import { assert, it } from "vitest"
import { documentOf, type PageContent } from "../../../site/explorer/pages/document.ts"
import { notFoundPage } from "../../../site/explorer/pages/notFoundPage.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

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
  edition: undefined
}
const files = { style: "s.css", licence: "https://example.org/licence" }
const page: PageContent = { path: "/", title: "", description: "", main: [] }

it("the first page is the overview, and one that does not exist is not", () => {
  const current = /href="[^"]*" aria-current="page">Overview</
  assert.match(documentOf(context, files, page), current)
  assert.notMatch(documentOf(context, files, notFoundPage(context)), current)
})

it("says on paper by which address its figures are found again", () => {
  const release = { release: 3, invented: false, publishedAt: "" } as never
  const shown: PageContent = { ...page, path: "/compare", repeated: [["corridor", "UKR~RUS"]] }
  const address = "https://corridor.example/compare?corridor=UKR%7ERUS&amp;release=3&amp;lang=en"
  assert.include(
    documentOf({ ...context, edition: { release } as never }, files, shown),
    `<p class="onPaper">${address}</p>`
  )
})

it("names the licence", () => {
  assert.include(documentOf(context, files, page), '<link rel="license" href="https://example.org/licence"/>')
})
