import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
import { totalLabel } from "../../../release/catalogue/totalLabel.ts"

export interface Cell {
  readonly labels: ReadonlyArray<string>
  readonly state: CellState
  /** Present if the state is published, and only then. */
  readonly value: number | undefined
  /**
   * The bounds of a suppressed cell that the release allows, or the interval of a figure with noise. `high` is absent if there is no upper bound,
   * and both are if they say almost nothing.
   */
  readonly low?: number | undefined
  readonly high?: number | undefined
  /** The time of the earlier release whose figure this is; absent if the figure is of this release. */
  readonly asOf: string | undefined
}

/** What views need of all cells of a table, though they load only those that they show. */
export interface Overview {
  /** Labels by dimension, in each the one with the largest certain figure first. */
  readonly labels: Readonly<Record<string, ReadonlyArray<string>>>
  /** Years with a published figure, the first one first. */
  readonly publishedYears: ReadonlyArray<string>
  /** The largest and the smallest published figure. */
  readonly most: number
  readonly least: number
  /** Labels without the year, separated by `~`: those with the most published years first. Empty for a view that does not list them. */
  readonly series: ReadonlyArray<string>
}

export interface Table {
  readonly name: string
  readonly dimensions: ReadonlyArray<string>
  readonly cells: ReadonlyArray<Cell>
  /** The unit within which a person is counted once. */
  readonly unit: string
  readonly method: string
  /** The overview of the whole table, if these are not all of its cells. */
  readonly overview?: Overview | undefined
}

/** The part of the API's response that the page reads. */
export interface TableAnswer {
  readonly table: string
  readonly dimensions: ReadonlyArray<string>
  readonly figure: string
  readonly unit: string
  readonly method: string
  readonly next?: string
  readonly cells: ReadonlyArray<Readonly<Record<string, string | number>>>
}

const stateOf = (word: unknown): CellState => cellStates.find((state) => state === word) ?? "not_reported"

/** Returns whether bounds say anything worth drawing: "at least 0" does not, and "at least 1" reads like a figure and says almost nothing. */
const hasBounds = (low: number | undefined, high: number | undefined) =>
  low !== undefined && (low > 1 || high !== undefined)

const countryLabel = /^[A-Z]{3}$/

/** Regions of M49 and first-level regions: next to countries they are sums or parts of one. */
const otherLevel = /^(?:\d{3} |[A-Z]{2}-|[A-Z]{3}-NotKnown$)/

/** Returns a test of whether a label is at the level that pages show: that of countries, in a dimension that has several levels. */
const shownLevel = ({ cells }: TableAnswer, dimension: string) => {
  const hasCountries = cells.some((cell) => countryLabel.test(String(cell[dimension])))
  return (label: string) => !(hasCountries && otherLevel.test(label))
}

/**
 * Reads a table without its margins, and of several levels of places only the countries: a sum is neither a corridor nor a place. Files and the API
 * have the sums. `name` is the name in the release; `overview` that of the whole table, if the response has a part of it.
 */
export const toTable = (name: string, answer: TableAnswer, overview?: Overview): Table => {
  const isShown = answer.dimensions.map((one) => {
    if (overview === undefined) return shownLevel(answer, one)
    const known = new Set(overview.labels[one])
    return (label: string) => known.has(label)
  })
  return {
    name,
    overview,
    dimensions: answer.dimensions,
    unit: answer.unit,
    method: answer.method,
    cells: answer.cells.flatMap((cell): ReadonlyArray<Cell> => {
      const labels = answer.dimensions.map((one) => String(cell[one] ?? ""))
      if (labels.some((label, d) => label === totalLabel || isShown[d]?.(label) === false)) return []
      const state = stateOf(cell["state"])
      const value = cell[answer.figure]
      const asOf = cell["asOf"]
      const bound = (one: unknown) => (typeof one === "number" ? one : undefined)
      const [low, high] = [bound(cell["low"]), bound(cell["high"])]
      return [
        {
          labels,
          state,
          value: state === "published" && typeof value === "number" ? value : undefined,
          low: hasBounds(low, high) ? low : undefined,
          high,
          asOf: typeof asOf === "string" ? asOf : undefined
        }
      ]
    })
  }
}

/** Returns the labels of a dimension, sorted. */
export const labelsOf = (table: Table, dimension: string): ReadonlyArray<string> => {
  if (table.overview !== undefined) return (table.overview.labels[dimension] ?? []).toSorted()
  const place = table.dimensions.indexOf(dimension)
  return place < 0 ? [] : [...new Set(table.cells.map(({ labels }) => labels[place] as string))].sort()
}

export type Where = Readonly<Record<string, string>>

/** Returns the cells with these labels, in the table's order. */
export const cellsAt = (table: Table, where: Where): ReadonlyArray<Cell> => {
  const wanted = Object.entries(where).map(([name, label]) => [table.dimensions.indexOf(name), label] as const)
  return table.cells.filter(({ labels }) => wanted.every(([place, label]) => labels[place] === label))
}

/** Returns a cell's label of a dimension; empty if the table lacks the dimension. */
export const labelOf = (table: Table, cell: Cell, dimension: string): string =>
  cell.labels[table.dimensions.indexOf(dimension)] ?? ""

type Index = ReadonlyMap<string, Cell>

/** Indexes by table and dimensions, because a picture looks up each of its cells. */
const indexes = new WeakMap<Table, Map<string, Index>>()

const keyOf = (labels: ReadonlyArray<string | undefined>) => JSON.stringify(labels)

const indexBy = (table: Table, names: ReadonlyArray<string>): Index => {
  const known = indexes.get(table) ?? new Map<string, Index>()
  indexes.set(table, known)
  const key = keyOf(names)
  const existing = known.get(key)
  if (existing !== undefined) return existing
  const places = names.map((name) => table.dimensions.indexOf(name))
  const index = new Map<string, Cell>()
  for (const cell of table.cells) {
    const cellKey = keyOf(places.map((place) => cell.labels[place]))
    if (!index.has(cellKey)) index.set(cellKey, cell)
  }
  known.set(key, index)
  return index
}

/** Returns the first cell with these labels, or a cell that was not reported. */
export const cellAt = (table: Table, where: Where): Cell =>
  indexBy(table, Object.keys(where)).get(keyOf(Object.values(where))) ?? {
    labels: table.dimensions.map((name) => where[name] ?? ""),
    state: "not_reported",
    value: undefined,
    asOf: undefined
  }

/** Returns what is certain about a figure: the published one, or else the smallest that it can be. It orders rows. */
export const certainFigure = ({ value, low }: Cell): number => value ?? low ?? -1

/** Returns cells by what is certain about their figures, the largest first. */
export const byCertainFigure = (cells: ReadonlyArray<Cell>): ReadonlyArray<Cell> =>
  cells.toSorted((a, b) => certainFigure(b) - certainFigure(a))

/** Returns the largest published value, at least 1, so that it can define a scale. */
export const largest = (cells: Iterable<Cell>): number => {
  let most = 1
  for (const { value } of cells) if (value !== undefined && value > most) most = value
  return most
}

/** Returns the smallest published figure, and at most `most`. */
export const smallest = (cells: Iterable<Cell>, most: number): number => {
  let least = most
  for (const { value } of cells) if (value !== undefined && value < least) least = value
  return least
}

/** Returns the end of a scale of figures and ranges: the largest figure, or the end of a range up to half as much again. */
export const scaleEnd = (cells: ReadonlyArray<Cell>, most = largest(cells)): number => {
  let end = most
  for (const { value, high = 0 } of cells) if (value === undefined) end = Math.max(end, Math.min(high, 1.5 * most))
  return end
}
