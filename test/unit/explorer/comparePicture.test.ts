/** The picture of a comparison, for links to it: the signs and figures of the page, and no others, with text inside its edges. */
import { translator } from "@corridor/page/translator"
import { assert, it } from "vitest"
import { languages } from "../../../schemas/Languages.ts"
import { toTable } from "../../../site/explorer/cells/Table.ts"
import { allOf } from "../../../site/explorer/drawings/El.ts"
import { textWidth } from "../../../site/explorer/drawings/textWidth.ts"
import { comparePage } from "../../../site/explorer/pages/comparePage.ts"
import { comparePicture } from "../../../site/explorer/pages/comparePicture.ts"
import { readComparison } from "../../../site/explorer/pages/comparison.ts"
import { documentOf } from "../../../site/explorer/pages/document.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const cell = (origin: string, destination: string, year: number, state: string, figures: object = {}) => ({
  ...{ origin, destination, year, state },
  ...figures
})

const table = toTable("flows", {
  ...{ table: "flows", dimensions: ["origin", "destination", "year"], figure: "victims", unit: "persons", method: "m" },
  cells: [
    cell("UKR", "RUS", 2003, "published", { victims: 4_321 }),
    cell("UKR", "RUS", 2004, "suppressed", { low: 617, high: 843 }),
    cell("UKR", "RUS", 2005, "suppressed", { low: 733 }),
    cell("COD", "GBR", 2003, "suppressed"),
    cell("COD", "GBR", 2004, "not_collected"),
    cell("COD", "GBR", 2005, "not_reported")
  ] as never
})

const vintage = { number: 1, hash: "00", frozenAt: "2026-01-01T00:00:00Z" }
const release = { ...{ release: 3, invented: true, tables: ["flows"] }, publishedAt: "2026-01-02T00:00:00Z", vintage }
const edition = { release, labels: () => [], rows: () => table, trend: () => undefined } as never
const search = "corridor=UKR~RUS&corridor=COD~GBR&corridor=TJK~TUR"

const numbersIn = (text: string) => text.match(/\d+(?:[.,\u00a0\u202f]\d+)*/g) ?? []

it.each(languages.flatMap((language) => ["persons", "origin"].map((unit) => [language, unit] as const)))(
  "shows what the page shows, in %s as %s",
  (language, unit) => {
    const context = {
      ...{ language, edition, theme: "auto" as const, linked: undefined, pinned: undefined, retracted: undefined },
      site: "https://corridor.example/",
      names: namesIn(language),
      t: translator(language, catalogues[language]),
      p: translator(language, pageWords[language])
    }
    // Of one country the number of inhabitants is not known.
    const population = (place: string) => (place === "COD" ? undefined : 1_000_000)
    const asked = new URLSearchParams(`${search}&unit=${unit}`)
    const page = documentOf(
      context,
      { style: "s.css", licence: "https://example.org/" },
      comparePage(context, edition, asked, population)
    )
    const shown = new Set(numbersIn(page.slice(page.indexOf("<main")).replace(/<[^>]*>/g, " ")))
    const comparison = readComparison(context, table, asked, population)
    for (const width of [480, 700, 1_180]) {
      const picture = comparePicture(context, comparison, width)
      const texts = picture.body.flatMap(allOf).filter(({ tag }) => tag === "text")
      const numbers = texts.flatMap(({ children }) => numbersIn(children.join("")))
      assert.isAbove(numbers.length, 10)
      for (const number of numbers) assert.isTrue(shown.has(number), `${number} at ${width} px`)
      const words = texts.map(({ children }) => children.join(""))
      for (const sign of ["S", "–", "×"]) assert.include(words, sign)
      // A range and one without an upper bound, which ends in an arrow.
      const ranges = picture.body
        .flatMap(allOf)
        .filter(({ tag, attributes }) => tag === "path" && attributes["stroke"] === "@ink")
        .map(({ attributes }) => String(attributes["d"]))
      assert.strictEqual(ranges.length, 2)
      assert.strictEqual(ranges.filter((d) => d.includes("L")).length, 1)
      for (const { children, attributes } of texts)
        assert.isBelow(textWidth(children.join(""), Number(attributes["font-size"])), width)
      assert.isAtLeast(picture.height, 170)
    }
    const { summary } = comparePicture(context, comparison, 700)
    const alt = /"og:image:alt" content="([^"]*)"/.exec(page)?.[1]
    assert.strictEqual(alt, `${context.t("inventedShort")}: ${summary}`)
    for (const one of comparison.series) assert.include(summary, one.name)
    assert.notMatch(summary, /\{\w+\}|undefined|NaN/)
  }
)
