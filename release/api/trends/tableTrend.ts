/** A series of one cell of a table by year, each year with its state, and the verdict of `release/analysis` on it. */
import { type CellTrend, cellTrend } from "../../analysis/released/cellTrend.ts"
import type { PublishedTable } from "../../publish/PublishedTable.ts"

export interface YearFigure {
  readonly year: number
  readonly state: PublishedTable["states"][number]
  readonly value: number | undefined
  /** The cell as it stands in the table; undefined where the table has none. */
  readonly json: string | undefined
}

export interface TableTrend {
  readonly years: ReadonlyArray<YearFigure>
  readonly trend: CellTrend | undefined
}

/** `places`: the cells of the series. Years run from the table's first to its last; those without a cell were not reported. */
export const tableTrend = (table: PublishedTable, places: ReadonlyArray<number>): TableTrend => {
  const column = table.columns.find(({ kind }) => kind === "year")
  const yearOf = (place: number) => column?.values[column.cells[place] as number] ?? ""
  const all = (column?.values ?? []).filter((label) => /^\d{4}$/.test(label)).map(Number)
  if (all.length === 0) return { years: [], trend: undefined }
  const first = Math.min(...all)
  const count = Math.max(...all) - first + 1
  const byYear = new Map(places.map((place) => [yearOf(place), place]))
  const years = Array.from({ length: count }, (_, i): YearFigure => {
    const place = byYear.get(String(first + i))
    if (place === undefined) return { year: first + i, state: "not_reported", value: undefined, json: undefined }
    const state = table.states[place] as YearFigure["state"]
    const value = state === "published" ? (table.figures[place] as number) : undefined
    return { year: first + i, state, value, json: table.json[place] }
  })
  return { years, trend: cellTrend(years, first, count) }
}
