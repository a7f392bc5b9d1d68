import { firstMonthOf } from "../../../release/catalogue/timeLabels.ts"
import { totalLabel } from "../../../release/catalogue/totalLabel.ts"
import { type PublishedTable, selectCells } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { trendOf } from "../../trends/trendOf.ts"
import { cellAt, type Table, type TableAnswer, toTable, type Where } from "../cells/Table.ts"
import type { TrendAnswer } from "../views/TrendAnswer.ts"

/** Labels by dimension. */
export type Selection = Readonly<Record<string, string | ReadonlyArray<string>>>

/** The published cells of one release, as pages read them. */
export interface Edition {
  readonly release: PublishedRelease
  /** Returns the labels of a dimension that occur; none if the release lacks the table or dimension. */
  readonly labels: (table: string, dimension: string) => ReadonlyArray<string>
  /** Returns the cells with these labels as a table; undefined if the release has no such table with these dimensions. */
  readonly rows: (table: string, where?: Selection) => Table | undefined
  /** Returns the trend of one cell; undefined if the release has no such cell. */
  readonly trend: (table: string, where: Readonly<Record<string, string>>) => TrendAnswer | undefined
}

/** Trends by table, because the model is slow enough to be computed once. A table that is read again has none. */
const trends = new WeakMap<PublishedTable, Map<string, TrendAnswer>>()

const wanted = (where: Selection) =>
  new Map(
    Object.entries(where).map(([name, labels]) => [name, new Set(typeof labels === "string" ? [labels] : labels)])
  )

/** Adds a cell that was not reported for each year, or part of one, of the whole table that a single series lacks. */
const withAllYears = (whole: PublishedTable, where: Selection, own: Table): Table => {
  const isSeries =
    own.cells.length > 0 &&
    own.dimensions.every((one) => (one === "year" ? where[one] === undefined : typeof where[one] === "string"))
  if (!isSeries) return own
  const years = (whole.columns.find((column) => column.name === "year")?.values ?? []).filter(
    (label) => firstMonthOf(label) !== undefined
  )
  return { ...own, cells: years.map((year) => cellAt(own, { ...(where as Where), year })) }
}

/** Returns what pages show of a release. A table that lacks a dimension that a page needs counts as missing. */
export const editionOf = (release: PublishedRelease, tables: ReadonlyMap<string, PublishedTable>): Edition => {
  const tableWith = (name: string, dimensions: ReadonlyArray<string>) => {
    const table = tables.get(name)
    return table !== undefined && dimensions.every((one) => table.dimensions.includes(one)) ? table : undefined
  }
  return {
    release,
    labels: (name, dimension) =>
      tables
        .get(name)
        ?.columns.find((column) => column.name === dimension)
        ?.values.filter((label) => label !== totalLabel) ?? [],
    rows: (name, where = {}) => {
      const table = tableWith(name, Object.keys(where))
      if (table === undefined) return undefined
      const dimensions = table.columns.map((column) => column.name)
      const cells = selectCells(table, wanted(where)).map(
        (place) => JSON.parse(table.json[place] as string) as TableAnswer["cells"][number]
      )
      const { figure, unit } = table
      return withAllYears(
        table,
        where,
        toTable(name, { table: table.table, dimensions, figure, unit, method: release.method, cells })
      )
    },
    trend: (name, where) => {
      const table = tableWith(name, [...Object.keys(where), "year"])
      if (table === undefined || table.columns.length !== Object.keys(where).length + 1) return undefined
      const labels = wanted(where)
      if (selectCells(table, labels).length === 0) return undefined
      const own = trends.get(table) ?? new Map<string, TrendAnswer>()
      trends.set(table, own)
      const key = JSON.stringify(where)
      const found = own.get(key) ?? {
        figure: table.figure,
        ...trendOf({ release, table, tables, labels })
      }
      own.set(key, found)
      return found
    }
  }
}
