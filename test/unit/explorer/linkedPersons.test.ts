import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import type { VNode } from "preact"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { toTable } from "../../../site/explorer/cells/Table.ts"
import { linkedPersons, personsPage } from "../../../site/explorer/pages/linkedPersons.ts"
import type { PageContext } from "../../../site/explorer/pages/PageContext.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const cellsOf = {
  persons: [{ year: 2004, state: "published", persons: 417, low: 380, high: 440 }],
  persons_at_partners: [
    { year: 2004, state: "published", persons: 508, low: 490, high: 526 },
    { year: 2005, state: "published", persons: 31, low: 13, high: 49 }
  ]
} as const

const contextOf = (
  pinned: number | undefined,
  tables: ReadonlyArray<string> = Object.keys(cellsOf),
  pages: Readonly<Record<string, string>> = {}
): PageContext => ({
  language: "en",
  theme: "auto",
  t: translator("en", catalogues.en),
  p: translator("en", pageWords.en),
  names: {} as PageContext["names"],
  edition: undefined,
  linked: {
    release: { release: 9, invented: false, pages } as unknown as PublishedRelease,
    labels: () => [],
    trend: () => undefined,
    rows: (table) =>
      tables.includes(table)
        ? toTable(table, {
            table,
            dimensions: ["year"],
            figure: "persons",
            unit: "",
            method: "dp",
            cells: cellsOf[table as "persons"]
          })
        : undefined
  },
  pinned
})

const shown = (context: PageContext) => renderToString(linkedPersons(context) as VNode)

it("shows persons once beside persons once at each partner, each with its interval, and never 0 for a missing one", () => {
  const page = shown(contextOf(undefined))
  for (const words of [
    "417 persons",
    "(380 to 440)",
    "508 persons",
    "(490 to 526)",
    "too few to show",
    "/persons?lang=en"
  ])
    assert.include(page, words)
  assert.notMatch(page, />0</)
})

it("shows nothing beside another release, or without both tables", () => {
  assert.strictEqual(shown(contextOf(3)), "")
  assert.strictEqual(shown(contextOf(undefined, ["persons"])), "")
})

it("states the range of persons whom no partner knows, only if the release has one, and no upper end that it does not have", () => {
  const page = (pages: Readonly<Record<string, string>>) =>
    renderToString(h("main", {}, personsPage(contextOf(undefined, undefined, pages)).main) as VNode)
  assert.include(page({ "hidden.json": '{"atLeast":1466,"atMost":2900}' }), "there are 1,466 to 2,900 persons")
  assert.include(page({ "hidden.json": '{"atLeast":1466}' }), "there are at least 1,466 persons")
  for (const pages of [{}, { "hidden.json": "{}" }, { "hidden.json": "?" }])
    assert.notInclude(page(pages), "whom no partner knows")
})
