import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import type { Cell } from "../../../site/explorer/cells/Table.ts"
import type { PageContext } from "../../../site/explorer/pages/PageContext.ts"
import { barTable, barTables } from "../../../site/explorer/pages/sections/barTable.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const context = {
  language: "en",
  t: translator("en", catalogues.en),
  p: translator("en", pageWords.en)
} as unknown as PageContext

const cell = (own: Partial<Cell>) => ({ labels: [], asOf: undefined, ...own }) as unknown as Cell
const published = (value: number) => cell({ state: "published", value })
const hidden = (low?: number, high?: number) =>
  cell({ state: "suppressed", ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) })

const drawn = (cells: ReadonlyArray<Cell>) => {
  const rows = cells.map((one, i) => ({ name: `row ${i}`, cell: one }))
  const html = renderToString(h("div", {}, barTable(context, "id", "caption", rows)) as never)
  return [...html.matchAll(/<(?:rect [^>]*width="([\d.]+)"|path d="([^"]*)")/g)].map(([, width, path]) => width ?? path)
}

it("a range that begins above the largest figure is drawn on one scale with the bars, and ends where it ends", () => {
  assert.deepStrictEqual(drawn([published(50), hidden(160, 200)]), ["M80 1V9M80 5H100M100 1V9", "25"])
})

it("a range without an end, or that ends far outside, has an arrow after its beginning", () => {
  assert.deepStrictEqual(drawn([published(40), hidden(80)]), ["M66.7 1V9M66.7 5H100M96 1L100 5L96 9", "33.3"])
  assert.deepStrictEqual(drawn([published(100), hidden(60, 9_000)]), ["66.7", "M40 1V9M40 5H100M96 1L100 5L96 9"])
})

it("without a figure or a range nothing is drawn", () => {
  assert.deepStrictEqual(drawn([hidden(), hidden()]), [])
})

it("tables side by side have one scale", () => {
  const tables = [62, 170].map((value, i) => ({
    id: `t${i}`,
    caption: "",
    rows: [{ name: "a", cell: published(value) }]
  }))
  const html = renderToString(h("div", {}, barTables(context, tables)) as never)
  const widths = [...html.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))
  assert.strictEqual(widths.length, 2)
  assert.approximately((widths[0] as number) / (widths[1] as number), 62 / 170, 0.01)
})
