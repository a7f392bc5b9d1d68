import { isYear } from "../../../release/catalogue/timeLabels.ts"
import { byCertainFigure, labelOf, largest, type Overview, smallest, type Table } from "./Table.ts"

const overviews = new WeakMap<Table, Overview>()

/** Returns a cell's labels except the year, as one text for the address. */
const seriesKey = (table: Table, labels: ReadonlyArray<string>) =>
  table.dimensions.flatMap((name, d) => (name === "year" ? [] : [labels[d] ?? ""])).join("~")

const seriesOf = (table: Table): ReadonlyArray<string> => {
  const found = new Map<string, { years: number; most: number }>()
  for (const { labels, value } of table.cells) {
    const key = seriesKey(table, labels)
    const { years, most } = found.get(key) ?? { years: 0, most: 1 }
    found.set(key, value === undefined ? { years, most } : { years: years + 1, most: Math.max(most, value) })
  }
  return [...found].sort(([, a], [, b]) => b.years - a.years || b.most - a.most).map(([key]) => key)
}

const make = (table: Table): Overview => {
  const ranked = byCertainFigure(table.cells)
  const most = largest(table.cells)
  const published = table.cells.filter(({ state }) => state === "published")
  return {
    labels: Object.fromEntries(
      table.dimensions.map((name) => [name, [...new Set(ranked.map((cell) => labelOf(table, cell, name)))]])
    ),
    publishedYears: [...new Set(published.map((cell) => labelOf(table, cell, "year")))].filter(isYear).sort(),
    most,
    least: smallest(table.cells, most),
    series: seriesOf(table)
  }
}

/** Returns the overview of the whole table, also of a table with a part of its cells. */
export const overviewOf = (table: Table): Overview => {
  const overview = table.overview ?? overviews.get(table) ?? make(table)
  overviews.set(table, overview)
  return overview
}
