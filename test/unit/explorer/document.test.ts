/** The header marks the page that the reader is on: an address that leads nowhere is not the overview. */
import { translator } from "@corridor/page/translator"
import { assert, it } from "vitest"
import { documentOf, type PageContent } from "../../../site/explorer/pages/document.ts"
import { notFoundPage } from "../../../site/explorer/pages/notFoundPage.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const context = {
  ...({ language: "en", theme: "auto", linked: undefined, pinned: undefined, retracted: undefined } as const),
  names: namesIn("en"),
  t: translator("en", catalogues.en),
  p: translator("en", pageWords.en),
  edition: undefined
}
const files = { style: "s.css", site: "https://example.org/", licence: "https://example.org/licence" }
const page: PageContent = { path: "/", title: "", description: "", main: [] }

it("the first page is the overview, and one that does not exist is not", () => {
  const current = /href="[^"]*" aria-current="page">Overview</
  assert.match(documentOf(context, files, page), current)
  assert.notMatch(documentOf(context, files, notFoundPage(context)), current)
})

it("names the licence", () => {
  assert.include(documentOf(context, files, page), '<link rel="license" href="https://example.org/licence"/>')
})
