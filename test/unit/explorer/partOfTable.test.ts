/** A view shows the same with the overview of a table and the cells that it asks for as with all cells. */
import { translator } from "@corridor/page/translator"
import fc from "fast-check"
import type { Topology } from "topojson-specification"
import { assert, it } from "vitest"
import points from "../../../schemas/map/points.json" with { type: "json" }
import map from "../../../schemas/map/world.topo.json" with { type: "json" }
import { overviewOf } from "../../../site/explorer/cells/Overview.ts"
import { type TableAnswer, toTable } from "../../../site/explorer/cells/Table.ts"
import { countriesOnly } from "../../../site/explorer/server/countriesOnly.ts"
import { nameFile } from "../../../site/explorer/server/nameFile.ts"
import { mapView } from "../../../site/explorer/views/mapView.ts"
import { matrixView } from "../../../site/explorer/views/matrixView.ts"
import { trendView } from "../../../site/explorer/views/trendView.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { toNames } from "../../../site/explorer/words/Names.ts"

type Cell = TableAnswer["cells"][number]

const dimensions = {
  flows: ["origin", "destination", "year"],
  corridors: ["origin", "destination", "corridor", "year"]
} as const

const answer = (table: keyof typeof dimensions, cells: ReadonlyArray<Cell>): TableAnswer => ({
  ...{ table, figure: "victims", unit: "persons", method: "suppression", dimensions: dimensions[table], cells }
})

const t = translator("en", catalogues.en)
const names = toNames(nameFile("en"), t("all"))
const resources = { points, world: countriesOnly(map as unknown as Topology) }

// Totals, a region of the world and one of a country, as releases have them.
const places = ["UKR", "RUS", "MDA", "TJK", "TUR", "KAZ", "150 Europe", "RU-KR", "Total"]
const years = ["2003", "2004", "2005", "Total"]
const place = fc.constantFrom(...places)
const state = fc.oneof(
  fc.record({ state: fc.constant("published"), victims: fc.integer({ min: 11, max: 900 }) }),
  fc.record({
    state: fc.constant("suppressed"),
    low: fc.integer({ min: 1, max: 40 }),
    high: fc.integer({ min: 41, max: 90 })
  }),
  fc.constant({ state: "not_reported" })
)
const tables = fc
  .uniqueArray(
    fc.record({ origin: place, destination: place, year: fc.constantFrom(...years), via: place, own: state }),
    {
      minLength: 1,
      maxLength: 60,
      selector: ({ origin, destination, year }) => `${origin} ${destination} ${year}`
    }
  )
  .map((rows) => ({
    flows: rows.map(({ origin, destination, year, own }): Cell => ({ origin, destination, year, ...own })),
    corridors: rows.map(
      ({ origin, destination, year, via, own }): Cell => ({
        ...{ origin, destination, year, corridor: `${origin} > ${via} > ${destination}`, ...own }
      })
    )
  }))

const filters = fc.record(
  { year: fc.constantFrom(...years, "1999"), place, label: fc.constantFrom("UKR~RUS", "TJK~TUR", "nothing") },
  { requiredKeys: [] }
)

it.each([mapView, matrixView, trendView])("shows the same: $name", (view) => {
  fc.assert(
    fc.property(tables, filters, (cells, chosen) => {
      const whole = (["flows", "corridors"] as const).map(
        (name) => [name, toTable(name, answer(name, cells[name]))] as const
      )
      const part = view.part?.(chosen, overviewOf(whole[0]?.[1] as ReturnType<typeof toTable>))
      fc.pre(part !== undefined)
      const isWanted = (cell: Cell) => Object.entries(part).every(([name, label]) => cell[name] === label)
      const parts = whole.map(([name, table]) => {
        const own = name === "corridors" && !("year" in part) ? cells[name] : cells[name].filter(isWanted)
        const overview = JSON.parse(JSON.stringify(overviewOf(table)))
        return [name, toTable(name, answer(name, own), overview)] as const
      })
      const shown = [whole, parts].map((list) => {
        const props = { tables: new Map(list), filters: chosen, t, names, language: "en" as const, width: 600 }
        return view.make({ ...props, linkTo: (path) => path, resources })
      })
      assert.deepStrictEqual(shown[1], shown[0])
    }),
    { numRuns: 60 }
  )
})
