/** Builds a published table cell by cell. */

import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
import { type CubeDimension, type DimensionKind, dimensionOf, valuesOf } from "../catalogue/Cube.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import { isYear } from "../catalogue/timeLabels.ts"
import { boundColumns } from "../history/Bounds.ts"
import type { DimensionColumn, PublishedTable, TableFacts } from "./PublishedTable.ts"

export interface StoredCell {
  readonly labels: ReadonlyArray<string>
  readonly state: CellState
  readonly victims: number | null
  /** Bounds of a suppressed count, or the interval of a figure with noise; null for no bound and in old releases. */
  readonly low: number | null
  readonly high: number | null
  /** Number of the release in which the figure was current; 0 if there is no figure. */
  readonly asOf: number
}

/** Returns the JSON of a label; a single year is a number. */
const labelJson = (kind: DimensionKind, label: string): string =>
  kind === "year" && isYear(label) ? label : JSON.stringify(label)

const columnBuilder = (name: string, dimension: CubeDimension | undefined, count: number) => {
  const kind = dimension?.kind ?? "code"
  const listed = dimension === undefined ? [] : valuesOf(dimension)
  const values: Array<string> = []
  const places = new Map<string, number>()
  const cells = new Int32Array(count)
  /** JSON of each label with its name, computed once because few labels occur in all cells. */
  const json: Array<string> = []
  let isYears = kind === "year"
  return {
    know: (label: string) => {
      isYears &&= isYear(label)
      places.set(label, values.push(label) - 1)
      json.push(`${JSON.stringify(name)}:${labelJson(kind, label)}`)
    },
    /** Sets the label of a cell and returns its JSON. The label must be known. */
    put: (cell: number, label: string): string => {
      const place = places.get(label) as number
      cells[cell] = place
      return json[place] as string
    },
    column: (): DimensionColumn => ({
      name,
      kind,
      values,
      places,
      cells,
      isYears: isYears && values.length > 0,
      listed
    })
  }
}

/**
 * Creates a builder. `count` is the number of cells; `moments` has the time of publication by release number. A cell that is not published
 * has labels, state and bounds only.
 */
export const tableBuilder = (
  facts: TableFacts,
  count: number,
  release: number,
  moments: ReadonlyMap<number, string>
) => {
  const { dimensions, figure } = facts
  const cube = releaseTables.get(facts.table)?.cube
  const columns = dimensions.map((one) => columnBuilder(one, cube && dimensionOf(cube, one), count))
  const states: Array<CellState> = []
  const figures = new Float64Array(count).fill(Number.NaN)
  const bounds = { low: new Float64Array(count).fill(Number.NaN), high: new Float64Array(count).fill(Number.NaN) }
  const ages = new Int32Array(count)
  const json: Array<string> = []
  const counts = new Map<CellState, number>()

  /** Registers a label of a dimension. All labels must be registered, in order, before the first cell. */
  const know = (dimension: number, label: string) => columns[dimension]?.know(label)

  const add = (own: StoredCell) => {
    const { labels, state, victims, asOf } = own
    const cell = states.push(state) - 1
    const parts = columns.map((column, d) => column.put(cell, labels[d] ?? ""))
    parts.push(`"state":"${state}"`)
    if (state === "published") {
      const moment = asOf === release ? undefined : moments.get(asOf)
      figures[cell] = victims ?? Number.NaN
      ages[cell] = asOf
      parts.push(`"${figure}":${victims}`)
      if (moment !== undefined) parts.push(`"asOf":"${moment}"`)
    }
    for (const name of boundColumns) {
      bounds[name][cell] = own[name] ?? Number.NaN
      if (own[name] !== null) parts.push(`"${name}":${own[name]}`)
    }
    json.push(`{${parts.join(",")}}`)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }

  const table = (): PublishedTable => ({
    ...facts,
    columns: columns.map(({ column }) => column()),
    states,
    figures,
    bounds,
    asOf: ages,
    cellsByState: Object.fromEntries([...counts].sort(([a], [b]) => cellStates.indexOf(a) - cellStates.indexOf(b))),
    json
  })

  return { know, add, table }
}
