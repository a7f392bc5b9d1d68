/** What an edition says of one cell of a statutory return. It is read or added up from published cells, and from nothing else. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { stateMeanings } from "../catalogue/columnMeanings.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { numberOrNull, type PublishedTable } from "../published/PublishedTable.ts"

/** `not_in_edition`: no table of the edition counts it. */
type ReturnState = CellState | "not_in_edition"

export interface ReturnCell {
  readonly state: ReturnState
  /** Null unless the state is published. */
  readonly value: number | null
  /** Bounds of a suppressed count; null for no bound. */
  readonly low: number | null
  readonly high: number | null
}

export const returnStateMeanings: Readonly<Record<ReturnState, string>> = {
  ...stateMeanings,
  not_in_edition: "no table of the edition counts it, so it cannot be said"
}

const nothing = { value: null, low: null, high: null }
export const notInEdition: ReturnCell = { state: "not_in_edition", ...nothing }

/** Labels by dimension; `Total`, or a dimension that is not named, is the sum over the dimension. */
type Wanted = Readonly<Record<string, string>>

const cellAt = (table: PublishedTable, place: number): ReturnCell => ({
  state: table.states[place] as CellState,
  value: table.states[place] === "published" ? numberOrNull(table.figures[place]) : null,
  low: numberOrNull(table.bounds.low[place]),
  high: numberOrNull(table.bounds.high[place])
})

/**
 * Adds cells up. The sum is published if every part is; it is suppressed if one is suppressed, and lies between the sums of the bounds. Parts
 * without data are left out, unless all are: persons whom nobody reported are in no figure.
 */
export const sumOf = (parts: ReadonlyArray<ReturnCell>): ReturnCell => {
  if (parts.some(({ state }) => state === "not_in_edition")) return notInEdition
  const counted = parts.filter(({ state }) => state === "published" || state === "suppressed")
  if (counted.length === 0)
    return {
      state:
        parts.length > 0 && parts.every(({ state }) => state === "not_collected") ? "not_collected" : "not_reported",
      ...nothing
    }
  const sum = (of: (cell: ReturnCell) => number | null) =>
    counted.reduce<number | null>((total, cell) => {
      const one = cell.state === "published" ? cell.value : of(cell)
      return total === null || one === null ? null : total + one
    }, 0)
  return counted.every(({ state }) => state === "published")
    ? { state: "published", value: sum(() => null), low: null, high: null }
    : { state: "suppressed", value: null, low: sum(({ low }) => low ?? 0), high: sum(({ high }) => high) }
}

/** Returns the cells of a table with these labels; of other dimensions all labels but the total. */
const partsOf = (table: PublishedTable, wanted: Wanted): ReadonlyArray<ReturnCell> => {
  const found: Array<ReturnCell> = []
  for (let place = 0; place < table.states.length; place++) {
    const fits = table.columns.every(({ name, values, cells }) => {
      const label = values[cells[place] as number]
      const own = wanted[name] ?? totalLabel
      return own === totalLabel ? label !== totalLabel : label === own
    })
    if (fits) found.push(cellAt(table, place))
  }
  return found
}

const exact = (table: PublishedTable, wanted: Wanted): ReturnCell | undefined => {
  for (let place = 0; place < table.states.length; place++)
    if (
      table.columns.every(({ name, values, cells }) => values[cells[place] as number] === (wanted[name] ?? totalLabel))
    )
      return cellAt(table, place)
  return undefined
}

/** Returns whether a table counts what is wanted: it has every dimension with a label, and figures of the year. */
const counts = ({ columns }: PublishedTable, wanted: Wanted): boolean =>
  Object.entries(wanted).every(
    ([name, label]) =>
      label === totalLabel ||
      columns.some((column) => column.name === name && (name !== "year" || column.places.has(label)))
  )

/**
 * Returns what the tables say of a cell: the published cell, else the sum of its parts, of the first table that says a figure. All tables must
 * be of one cube and of all persons of it. A combination without a cell has no records, because an edition has all combinations with records.
 */
export const readCell = (tables: ReadonlyArray<PublishedTable>, wanted: Wanted): ReturnCell => {
  const able = tables.filter((table) => counts(table, wanted))
  const cells = able.map((table) => exact(table, wanted) ?? sumOf(partsOf(table, wanted)))
  return (
    cells.find(({ state }) => state === "published") ??
    cells.find(({ state }) => state === "suppressed") ??
    cells[0] ??
    notInEdition
  )
}
