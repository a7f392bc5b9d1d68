/** What an edition says of one cell of a statutory return. It is read or added up from published cells, and from nothing else. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { stateMeanings } from "../catalogue/columnMeanings.ts"
import { isAtLevel, nestedLevels } from "../catalogue/nestedLevels.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { type DimensionColumn, numberOrNull, type PublishedTable } from "../published/PublishedTable.ts"

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
 * Adds cells up. The sum is published if every part is; it is suppressed if one is suppressed, and lies between the sums of the bounds. Parts without
 * data are left out, unless no part has data: persons who were not reported are in no figure.
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
  const sum = (value: (cell: ReturnCell) => number | null) =>
    counted.reduce<number | null>((total, cell) => {
      const one = cell.state === "published" ? cell.value : value(cell)
      return total === null || one === null ? null : total + one
    }, 0)
  return counted.every(({ state }) => state === "published")
    ? { state: "published", value: sum(() => null), low: null, high: null }
    : { state: "suppressed", value: null, low: sum(({ low }) => low ?? 0), high: sum(({ high }) => high) }
}

/** Returns the labels of a column that add up to its total: those of the finest of its levels that no person is in twice. */
const addedLabels = ({ kind, values }: DimensionColumn): ReadonlySet<string> => {
  const levelsAt = (label: string) => nestedLevels[kind].filter((level) => isAtLevel(kind, label, level, 1))
  const all = values.map(levelsAt)
  // Labels such as Several are at each level.
  const level = nestedLevels[kind].find(
    (one) =>
      all.some((own) => own.length === 1 && own[0] === one) || all.every((own) => own.length !== 1 && own[0] === one)
  )
  return new Set(values.filter((_, i) => level !== undefined && all[i]?.includes(level)))
}

/**
 * Returns the cells of a table with these labels; of other dimensions all labels of one level, such as countries without the regions that they are
 * in. Undefined if a dimension has no such level.
 */
const partsOf = (table: PublishedTable, wanted: Wanted): ReadonlyArray<ReturnCell> | undefined => {
  const labels = table.columns.map((column) => {
    const own = wanted[column.name] ?? totalLabel
    return own === totalLabel ? addedLabels(column) : new Set([own])
  })
  if (labels.some(({ size }) => size === 0)) return undefined
  const found: Array<ReturnCell> = []
  for (let place = 0; place < table.states.length; place++)
    if (table.columns.every(({ values, cells }, d) => labels[d]?.has(values[cells[place] as number] as string)))
      found.push(cellAt(table, place))
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
 * Returns what the tables say of a cell: the published cell, else the sum of its parts, of the first table that has a figure. All tables must
 * be of one cube and of all persons of it. A combination without a cell has no records, because an edition has all combinations with records.
 */
export const readCell = (tables: ReadonlyArray<PublishedTable>, wanted: Wanted): ReturnCell => {
  const able = tables.filter((table) => counts(table, wanted))
  const cells = able.map((table) => {
    const parts = () => partsOf(table, wanted)
    return exact(table, wanted) ?? sumOf(parts() ?? [notInEdition])
  })
  return (
    cells.find(({ state }) => state === "published") ??
    cells.find(({ state }) => state === "suppressed") ??
    cells[0] ??
    notInEdition
  )
}
