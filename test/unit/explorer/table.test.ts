/** Cells of a table are found through an index, which must agree with a scan of every cell. */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { cellAt, cellsAt, scaleEnd, type Table, toTable } from "../../../site/explorer/cells/Table.ts"
import { editionOf } from "../../../site/explorer/pages/Edition.ts"
import { fullestFirst } from "../../../site/explorer/views/trendView.ts"

const dimensions = ["origin", "destination", "year"] as const
// Some labels contain the separator of the index.
const label = fc.constantFrom("MD", "RU", 'MD","RU', "2019", "", ",")
const labels = fc.record({ origin: label, destination: label, year: label })

const tables: fc.Arbitrary<Table> = fc.array(fc.tuple(labels, fc.nat(9)), { maxLength: 30 }).map((rows) =>
  toTable("flows", {
    table: "flows",
    dimensions,
    figure: "victims",
    unit: "",
    method: "suppression",
    cells: rows.map(([own, victims]) => ({ ...own, state: "published", victims }))
  })
)

const asked = fc.record({ origin: label, destination: label, year: label, elsewhere: label }, { requiredKeys: [] })

it("bounds that say almost nothing are left out", () => {
  const bounds = [{}, { low: 0 }, { low: 1 }, { low: 2 }, { low: 1, high: 9 }, { low: 0, high: 9 }]
  const { cells } = toTable("flows", {
    table: "flows",
    dimensions: ["year"],
    figure: "victims",
    unit: "",
    method: "suppression",
    cells: bounds.map((own, i) => ({ year: String(2000 + i), state: "suppressed", ...own }))
  })
  assert.deepStrictEqual(
    cells.map(({ low, high }) => [low, high]),
    [
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
      [2, undefined],
      [1, 9],
      [0, 9]
    ]
  )
})

it("margins and other levels are neither corridors nor years, in the browser and on the server", () => {
  const rows = [
    ["UKR", "RUS", "2005", 30],
    ["UKR", "Total", "2005", 40],
    ["Total", "RUS", "2005", 50],
    ["Total", "Total", "Total", 90],
    // Regions next to countries, and parts of them, are sums of the same persons or parts of their figures.
    ["151 Eastern Europe", "RUS", "2005", 35],
    ["UA-32", "RUS", "2005", 12],
    ["UKR-NotKnown", "RUS", "2005", 18]
  ] as const
  const { cells } = toTable("flows", {
    table: "flows",
    dimensions,
    figure: "victims",
    unit: "",
    method: "suppression",
    cells: rows.map(([origin, destination, year, victims]) => ({
      origin,
      destination,
      year,
      state: "published",
      victims
    }))
  })
  assert.deepStrictEqual(
    cells.map(({ value }) => value),
    [30]
  )
  const builder = tableBuilder(tableFacts("flows", dimensions), rows.length, 1, new Map())
  for (const [labels, d] of [
    [["UKR", "Total", "151 Eastern Europe", "UA-32", "UKR-NotKnown"], 0],
    [["RUS", "Total"], 1],
    [["2005", "Total"], 2]
  ] as const)
    for (const label of labels) builder.know(d, label)
  for (const [origin, destination, year, victims] of rows)
    builder.add({ labels: [origin, destination, year], state: "published", victims, low: null, high: null, asOf: 1 })
  const release = { release: 1, tables: [], method: "suppression", reporting: [], incomplete: [], pages: {} }
  const edition = editionOf(release as unknown as PublishedRelease, new Map([["flows", builder.table()]]))
  assert.deepStrictEqual(
    edition.rows("flows")?.cells.map(({ value }) => value),
    [30]
  )
  assert.deepStrictEqual(
    dimensions.map((dimension) => edition.labels("flows", dimension)),
    [["UKR", "151 Eastern Europe", "UA-32", "UKR-NotKnown"], ["RUS"], ["2005"]]
  )
})

it("a scale has room for ranges, but no range makes figures small", () => {
  const published = (value: number) => ({ labels: [], state: "published" as const, value, asOf: undefined })
  const hidden = (low: number, high?: number) => ({
    labels: [],
    state: "suppressed" as const,
    value: undefined,
    low,
    high,
    asOf: undefined
  })
  assert.strictEqual(scaleEnd([published(170), hidden(194, 242)]), 242)
  assert.strictEqual(scaleEnd([published(170), hidden(194, 2_000)]), 255)
  assert.strictEqual(scaleEnd([published(170), hidden(194)]), 170)
})

describe("cellAt", () => {
  it("finds the first cell with the labels, for any order of dimensions, repeatedly", () => {
    fc.assert(
      fc.property(tables, fc.array(asked, { minLength: 1, maxLength: 8 }), (table, questions) => {
        for (const where of questions) {
          const [first] = cellsAt(table, where)
          if (first !== undefined) assert.strictEqual(cellAt(table, where), first)
          else
            assert.deepStrictEqual(cellAt(table, where), {
              labels: dimensions.map((name) => where[name] ?? ""),
              state: "not_reported",
              value: undefined,
              asOf: undefined
            })
        }
      })
    )
  })
})

describe("the series that a trend begins with", () => {
  it("has the most published years, and of those the largest figure", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const keyOf = ({ labels: [origin, destination] }: Table["cells"][number]) => `${origin}~${destination}`
        const rank = (key: string) => {
          const own = table.cells.filter((cell) => keyOf(cell) === key)
          return own.length + Math.max(1, ...own.map(({ value = 0 }) => value)) / 1e3
        }
        const ranks = fullestFirst(table).map(rank)
        assert.deepStrictEqual(
          ranks,
          ranks.toSorted((a, b) => b - a)
        )
        assert.sameMembers([...fullestFirst(table)], [...new Set(table.cells.map(keyOf))])
      })
    )
  })

  it("is found by reading each cell a few times, however many series there are", () => {
    let reads = 0
    const cells = Array.from({ length: 4_000 }, (_, i) => ({
      get labels() {
        reads += 1
        return [`A${i % 400}`, "RUS", String(2000 + Math.floor(i / 400))]
      },
      state: "published" as const,
      value: i,
      asOf: undefined
    }))
    assert.strictEqual(fullestFirst({ name: "flows", dimensions, cells, unit: "", method: "" })[0], "A399~RUS")
    assert.isBelow(reads, 10 * cells.length)
  })
})
