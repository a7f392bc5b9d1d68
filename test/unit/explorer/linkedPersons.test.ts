import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import type { VNode } from "preact"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { toTable } from "../../../site/explorer/cells/Table.ts"
import { linkedPersons, linkedSentence, personsPage } from "../../../site/explorer/pages/linkedPersons.ts"
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
  site: "https://corridor.example/",
  t: translator("en", catalogues.en),
  p: translator("en", pageWords.en),
  names: {} as PageContext["names"],
  edition: undefined,
  retracted: undefined,
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

it("shows persons once next to persons once at each partner, each with its interval, and never 0 for a missing one", () => {
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

it("inflects both counts of the sentence", () => {
  const sentenceIn = (language: "ru" | "uk" | "ro", persons: number, atPartners: number) => {
    const context = contextOf(undefined)
    const cells = { persons, persons_at_partners: atPartners }
    const rows = (table: string) =>
      toTable(table, {
        ...{ table, dimensions: ["year"], figure: "persons", unit: "", method: "dp" },
        cells: [{ year: 2004, state: "published", persons: cells[table as "persons"], low: 1, high: 2 }]
      })
    const t = translator(language, catalogues[language])
    const own = { language, t, p: translator(language, pageWords[language]) }
    const linked = { ...(context.linked as NonNullable<PageContext["linked"]>), rows }
    const text = renderToString(linkedSentence({ ...context, ...own, linked } as PageContext) as VNode)
    return text.replaceAll("\u00a0", " ")
  }
  for (const [language, persons, atPartners, ...words] of [
    ["ru", 21, 22, "22 человека", "21 человек ("],
    ["ru", 45, 52, "52 человека", "45 человек ("],
    ["uk", 21, 22, "22 особи", "21 особа ("],
    ["uk", 22, 25, "25 осіб", "22 особи ("],
    ["ro", 45, 105, "105 persoane", "45 de persoane ("],
    ["ro", 5, 30, "30 de persoane", "5 persoane ("]
  ] as const)
    for (const one of words) assert.include(sentenceIn(language, persons, atPartners), one)
})

it("shows nothing for another release, or without both tables", () => {
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
