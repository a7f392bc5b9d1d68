/** One table of a release that is out, in memory: labels as numbers, one list a column, and each cell's JSON made once. */
import type { DimensionKind } from "../catalogue/Family.ts"
import { dimensionOf } from "../catalogue/Family.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import { boundColumns } from "./Bounds.ts"

/** A cell that is out, with the moment that its figure is of; null where it is this release's own. */
export interface StoredCell {
  readonly labels: ReadonlyArray<string>
  readonly state: CellState
  readonly victims: number | null
  /** Of a suppressed cell: the least and the most that it can be; null where nothing bounds it, or in releases that had no bounds. */
  readonly low: number | null
  readonly high: number | null
  /** Number of the release whose figure it is; 0 where nothing is shown. */
  readonly asOf: number
}

export const cellStates = ["published", "suppressed", "not_reported", "not_collected"] as const
export type CellState = (typeof cellStates)[number]

export interface DimensionColumn {
  readonly name: string
  readonly kind: DimensionKind
  /** Labels that occur, in order. */
  readonly values: ReadonlyArray<string>
  /** Place in `values` by label. */
  readonly places: ReadonlyMap<string, number>
  /** Place in `values` of each cell's label. */
  readonly cells: Int32Array
  /** Every label is a single year. */
  readonly isYears: boolean
}

export interface PublishedTable {
  /** Name in the release; a second choice of one table has a number behind it. */
  readonly name: string
  /** Name in the catalogue. */
  readonly table: string
  readonly title: string
  readonly unit: string
  readonly figure: string
  readonly columns: ReadonlyArray<DimensionColumn>
  readonly states: ReadonlyArray<CellState>
  /** NaN where nothing is shown. */
  readonly figures: Float64Array
  /** NaN where there is no bound, and of all cells that are not suppressed. */
  readonly bounds: Readonly<Record<(typeof boundColumns)[number], Float64Array>>
  readonly asOf: Int32Array
  /** How many cells are in each state that occurs: how much of the table is told. */
  readonly coverage: Readonly<Record<string, number>>
  /** Each cell as it stands in an answer. */
  readonly json: ReadonlyArray<string>
}

const singleYear = /^\d{4}$/

const columnOf = (name: string, kind: DimensionKind, labels: ReadonlyArray<string>): DimensionColumn => {
  const values = [...new Set(labels)].sort()
  const places = new Map(values.map((value, place) => [value, place]))
  return {
    name,
    kind,
    values,
    places,
    cells: Int32Array.from(labels, (label) => places.get(label) as number),
    isYears: kind === "year" && values.length > 0 && values.every((value) => singleYear.test(value))
  }
}

/** A label in an answer: a single year is a number. */
const labelJson = (kind: DimensionKind, label: string): string =>
  kind === "year" && singleYear.test(label) ? label : JSON.stringify(label)

const coverageOf = (cells: ReadonlyArray<StoredCell>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    cellStates.flatMap((state) => {
      const n = cells.reduce((sum, cell) => sum + (cell.state === state ? 1 : 0), 0)
      return n === 0 ? [] : [[state, n] as const]
    })
  )

/** Name in the catalogue of a table in a release. */
export const catalogueName = (name: string): string => (releaseTables.has(name) ? name : name.replace(/-\d+$/, ""))

/** `moments`: when a release was out, by its number. A cell that is not shown has its labels, its state and what bounds it. */
export const toPublishedTable = (
  name: string,
  dimensions: ReadonlyArray<string>,
  cells: ReadonlyArray<StoredCell>,
  release: number,
  moments: ReadonlyMap<number, string>
): PublishedTable => {
  const table = catalogueName(name)
  const own = releaseTables.get(table)
  const figure = own?.family.count ?? "persons"
  const kinds = dimensions.map((one) => (own === undefined ? undefined : dimensionOf(own.family, one))?.kind ?? "code")
  const json = cells.map((cell) => {
    const { labels, state, victims, asOf } = cell
    const parts = dimensions.map(
      (one, d) => `${JSON.stringify(one)}:${labelJson(kinds[d] as DimensionKind, labels[d] ?? "")}`
    )
    parts.push(`"state":"${state}"`)
    if (state === "published") parts.push(`"${figure}":${victims}`)
    if (state === "suppressed")
      for (const name of boundColumns) if (cell[name] !== null) parts.push(`"${name}":${cell[name]}`)
    const moment = state === "published" && asOf !== release ? moments.get(asOf) : undefined
    if (moment !== undefined) parts.push(`"asOf":"${moment}"`)
    return `{${parts.join(",")}}`
  })
  return {
    name,
    table,
    title: own?.title ?? name,
    unit: own?.family.unit ?? "persons",
    figure,
    columns: dimensions.map((one, d) =>
      columnOf(
        one,
        kinds[d] as DimensionKind,
        cells.map(({ labels }) => labels[d] ?? "")
      )
    ),
    states: cells.map(({ state }) => state),
    figures: Float64Array.from(cells, ({ state, victims }) =>
      state === "published" ? (victims ?? Number.NaN) : Number.NaN
    ),
    bounds: {
      low: Float64Array.from(cells, ({ state, low }) => (state === "suppressed" ? (low ?? Number.NaN) : Number.NaN)),
      high: Float64Array.from(cells, ({ state, high }) => (state === "suppressed" ? (high ?? Number.NaN) : Number.NaN))
    },
    asOf: Int32Array.from(cells, ({ state, asOf }) => (state === "published" ? asOf : 0)),
    coverage: coverageOf(cells),
    json
  }
}

/** Places of the cells whose labels are among those wanted, in the table's order. */
export const selectCells = (
  table: PublishedTable,
  wanted: ReadonlyMap<string, ReadonlySet<string>>
): ReadonlyArray<number> => {
  const tests = table.columns.flatMap(({ name, values, cells }) => {
    const labels = wanted.get(name)
    return labels === undefined
      ? []
      : [{ cells, fits: Uint8Array.from(values, (value) => (labels.has(value) ? 1 : 0)) }]
  })
  const found: Array<number> = []
  for (let place = 0; place < table.json.length; place++)
    if (tests.every(({ cells, fits }) => fits[cells[place] as number] === 1)) found.push(place)
  return found
}
