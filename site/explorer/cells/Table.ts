/** A table of a release as the API gives it, and where its cells are found. The page knows nothing but this. */

import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
export interface Cell {
  readonly labels: ReadonlyArray<string>
  readonly state: CellState
  /** There where the state is published, and nowhere else. */
  readonly value: number | undefined
  /** Of a suppressed cell: the least and the most that it can be by what the release shows; `high` is absent where nothing bounds it. */
  readonly low?: number | undefined
  readonly high?: number | undefined
  /** When the figure was first published, where that is earlier than this release. */
  readonly asOf: string | undefined
}

export interface Table {
  readonly name: string
  readonly dimensions: ReadonlyArray<string>
  readonly cells: ReadonlyArray<Cell>
  /** What one person is counted once in. */
  readonly unit: string
  /** Cells of the table by state. */
  readonly coverage: Readonly<Record<string, number>>
  readonly method: string
}

/** An answer of the API about a table, as far as the page reads it. */
export interface TableAnswer {
  readonly table: string
  readonly dimensions: ReadonlyArray<string>
  readonly figure: string
  readonly unit: string
  readonly method: string
  readonly coverage: Readonly<Record<string, number>>
  readonly next?: string
  readonly cells: ReadonlyArray<Readonly<Record<string, string | number>>>
}

const stateOf = (word: unknown): CellState => cellStates.find((state) => state === word) ?? "not_reported"

/** `name`: the table's name in the release. */
export const toTable = (name: string, answer: TableAnswer): Table => ({
  name,
  dimensions: answer.dimensions,
  unit: answer.unit,
  coverage: answer.coverage,
  method: answer.method,
  cells: answer.cells.map((cell): Cell => {
    const state = stateOf(cell["state"])
    const value = cell[answer.figure]
    const asOf = cell["asOf"]
    const bound = (one: unknown) => (state === "suppressed" && typeof one === "number" ? one : undefined)
    return {
      labels: answer.dimensions.map((one) => String(cell[one] ?? "")),
      state,
      value: state === "published" && typeof value === "number" ? value : undefined,
      low: bound(cell["low"]),
      high: bound(cell["high"]),
      asOf: typeof asOf === "string" ? asOf : undefined
    }
  })
})

/** Labels of a dimension in order. */
export const labelsOf = (table: Table, dimension: string): ReadonlyArray<string> => {
  const place = table.dimensions.indexOf(dimension)
  return place < 0 ? [] : [...new Set(table.cells.map(({ labels }) => labels[place] as string))].sort()
}

export type Where = Readonly<Record<string, string>>

/** Cells with these labels, in the table's order. */
export const cellsAt = (table: Table, where: Where): ReadonlyArray<Cell> => {
  const wanted = Object.entries(where).map(([name, label]) => [table.dimensions.indexOf(name), label] as const)
  return table.cells.filter(({ labels }) => wanted.every(([place, label]) => labels[place] === label))
}

/** A cell's label of a dimension. */
export const labelOf = (table: Table, cell: Cell, dimension: string): string =>
  cell.labels[table.dimensions.indexOf(dimension)] ?? ""

type Index = ReadonlyMap<string, Cell>

/** Of each table, for the dimensions that it was asked by: a picture asks for every one of its cells. */
const indexes = new WeakMap<Table, Map<string, Index>>()

const keyOf = (labels: ReadonlyArray<string | undefined>) => JSON.stringify(labels)

const indexBy = (table: Table, names: ReadonlyArray<string>): Index => {
  const known = indexes.get(table) ?? new Map<string, Index>()
  indexes.set(table, known)
  const asked = keyOf(names)
  const there = known.get(asked)
  if (there !== undefined) return there
  const places = names.map((name) => table.dimensions.indexOf(name))
  const index = new Map<string, Cell>()
  for (const cell of table.cells) {
    const key = keyOf(places.map((place) => cell.labels[place]))
    if (!index.has(key)) index.set(key, cell)
  }
  known.set(asked, index)
  return index
}

/** The first cell with all these labels; one that the table does not have was not reported. */
export const cellAt = (table: Table, where: Where): Cell =>
  indexBy(table, Object.keys(where)).get(keyOf(Object.values(where))) ?? {
    labels: table.dimensions.map((name) => where[name] ?? ""),
    state: "not_reported",
    value: undefined,
    asOf: undefined
  }

/** The largest published value of cells; 1 where there is none, so that a scale can be made of it. */
export const largest = (cells: Iterable<Cell>): number => {
  let most = 1
  for (const { value } of cells) if (value !== undefined && value > most) most = value
  return most
}

/** Only years; not periods, totals and what is not known. */
export const isYear = (label: string): boolean => /^\d{4}$/.test(label)
