/** One published table, in memory: labels as numbers, one list per column, and each cell's JSON. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import type { DimensionKind } from "../catalogue/Cube.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import { tableTitle } from "../catalogue/tableTitle.ts"
import type { boundColumns } from "../history/Bounds.ts"

export interface DimensionColumn {
  readonly name: string
  readonly kind: DimensionKind
  /** Labels that occur, sorted. */
  readonly values: ReadonlyArray<string>
  /** Index in `values` by label. */
  readonly places: ReadonlyMap<string, number>
  /** Index in `values` of each cell's label. */
  readonly cells: Int32Array
  /** Whether every label is a single year. */
  readonly isYears: boolean
  /** Labels that the catalogue lists for the dimension; they need not occur. */
  readonly listed?: ReadonlyArray<string>
}

/** Description of a table, without its cells. */
export interface TableFacts {
  /** Name in the release; a second choice of the same table has a number appended. */
  readonly name: string
  /** Name in the catalogue. */
  readonly table: string
  readonly title: string
  readonly unit: string
  readonly figure: string
  readonly dimensions: ReadonlyArray<string>
}

export interface PublishedTable extends TableFacts {
  readonly columns: ReadonlyArray<DimensionColumn>
  readonly states: ReadonlyArray<CellState>
  /** NaN if the cell is not published. */
  readonly figures: Float64Array
  /** Bounds of suppressed counts, and intervals of figures with noise; NaN if there is none. */
  readonly bounds: Readonly<Record<(typeof boundColumns)[number], Float64Array>>
  readonly asOf: Int32Array
  readonly cellsByState: Readonly<Record<string, number>>
  /** JSON of each cell. */
  readonly json: ReadonlyArray<string>
}

/** Returns the catalogue name of a table of a release. */
const catalogueName = (name: string): string => (releaseTables.has(name) ? name : name.replace(/-\d+$/, ""))

/**
 * Returns the description of a table. `dimensions` are those of its cells; undefined for a table without cells, which has those of the
 * catalogue.
 */
export const tableFacts = (name: string, dimensions: ReadonlyArray<string> | undefined): TableFacts => {
  const table = catalogueName(name)
  const own = releaseTables.get(table)
  return {
    name,
    table,
    title: own === undefined ? name : tableTitle(table, dimensions),
    unit: own?.cube.unit ?? "persons",
    figure: own?.cube.count ?? "persons",
    dimensions: dimensions ?? own?.by ?? []
  }
}

/** Returns the indexes of the cells with the wanted labels, in table order. */
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

/** Returns a figure or bound; null if it is NaN, as where there is none. */
export const numberOrNull = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value)
