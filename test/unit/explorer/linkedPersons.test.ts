import { translator } from "@corridor/page/translator"
import type { VNode } from "preact"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { toTable } from "../../../site/explorer/cells/Table.ts"
import { linkedPersons } from "../../../site/explorer/pages/linkedPersons.ts"
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

const contextOf = (pinned: number | undefined, tables: ReadonlyArray<string> = Object.keys(cellsOf)): PageContext => ({
  language: "en",
  theme: "auto",
  t: translator("en", catalogues.en),
  p: translator("en", pageWords.en),
  names: {} as PageContext["names"],
  edition: undefined,
  linked: {
    release: { release: 9, invented: false } as PublishedRelease,
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
