/** One table of a release that is out, in memory: labels as numbers, one list a column, and each cell's JSON made once. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import type { DimensionKind } from "../catalogue/Cube.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { boundColumns } from "../history/Bounds.ts"

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

/** What a table is, whatever its cells. */
export interface TableFacts {
  /** Name in the release; a second choice of one table has a number behind it. */
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

/** Name in the catalogue of a table in a release. */
export const catalogueName = (name: string): string => (releaseTables.has(name) ? name : name.replace(/-\d+$/, ""))

/** `dimensions`: those of its cells; undefined where it has none, and then they are the catalogue's. */
export const tableFacts = (name: string, dimensions: ReadonlyArray<string> | undefined): TableFacts => {
  const table = catalogueName(name)
  const own = releaseTables.get(table)
  return {
    name,
    table,
    title: own?.title ?? name,
    unit: own?.cube.unit ?? "persons",
    figure: own?.cube.count ?? "persons",
    dimensions: dimensions ?? own?.by ?? []
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
