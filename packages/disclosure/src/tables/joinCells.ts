import { CellIndex } from "./CellIndex.ts"
import { stateCode } from "./CellState.ts"
import type { CountTable } from "./CountTable.ts"
import { type DimensionSums, dimensionSums } from "./DimensionSums.ts"
import type { Hierarchy } from "./Hierarchy.ts"

/**
 * The cells of several tables of the same persons, each once. A table without a dimension has the label of margins
 * there.
 */
export interface JoinedCells {
  readonly dimensions: ReadonlyArray<string>
  /** Codes of each dimension; code 0 is the label of margins. */
  readonly codes: ReadonlyArray<ReadonlyArray<string>>
  readonly sums: ReadonlyArray<DimensionSums>
  readonly cells: CellIndex
  /** Cell of each row of each table; -1 for a row without a figure (not reported, not collected). */
  readonly cellOf: ReadonlyArray<Int32Array>
  /** NaN if no table gives it. */
  readonly value: Float64Array
  /** 1 if a table shows the cell, and if a table hides it; both are possible. */
  readonly shown: Uint8Array
  readonly hidden: Uint8Array
  /** Rows with a different count, or that occur twice in one table: table, row. */
  readonly clashes: ReadonlyArray<CountConflict>
}

export interface CountConflict {
  readonly table: number
  readonly row: number
  readonly rule: "same-cell-other-count" | "duplicate-cell"
}

/** Codes by number, with the label of margins at 0. */
class Codes {
  readonly list: Array<string>
  readonly #number: Map<string, number>

  constructor(total: string) {
    this.list = [total]
    this.#number = new Map([[total, 0]])
  }

  add(code: string): number {
    const known = this.#number.get(code)
    if (known !== undefined) return known
    this.#number.set(code, this.list.length)
    return this.list.push(code) - 1
  }
}

/** Joins the rows of the tables by what they count. `total` is the label of margins. */
export const joinCells = (tables: ReadonlyArray<CountTable>, hierarchy: Hierarchy, total: string): JoinedCells => {
  const dimensions = [...new Set(tables.flatMap((table) => table.dimensions))]
  const codes = dimensions.map(() => new Codes(total))
  const place = (name: string) => dimensions.indexOf(name)
  const numbers = tables.map((table) =>
    table.codes.map((list, d) => {
      const known = codes[place(table.dimensions[d] as string)] as Codes
      return Uint32Array.from(list, (code) => known.add(code))
    })
  )
  for (const one of hierarchy) {
    const known = codes[place(one.dimension)]
    known?.add(one.child)
    known?.add(one.parent)
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const cells = new CellIndex(dimensions.length, rows)
  const value = new Float64Array(rows).fill(Number.NaN)
  const shown = new Uint8Array(rows)
  const hidden = new Uint8Array(rows)
  const clashes: Array<CountConflict> = []
  const vector = new Uint32Array(dimensions.length)
  const lastTable = new Int32Array(rows).fill(-1)
  const cellOf = tables.map((table, t) => {
    const width = table.dimensions.length
    const at = table.dimensions.map(place)
    const number = numbers[t] as ReadonlyArray<Uint32Array>
    vector.fill(0)
    return Int32Array.from({ length: table.rows }, (_, row) => {
      const state = table.state[row] as number
      if (state > stateCode.suppressed) return -1
      for (let d = 0; d < width; d++)
        vector[at[d] as number] = (number[d] as Uint32Array)[table.key[row * width + d] as number] as number
      const cell = cells.add(vector)
      if (lastTable[cell] === t) clashes.push({ table: t, row, rule: "duplicate-cell" })
      lastTable[cell] = t
      if (state === stateCode.published) shown[cell] = 1
      else hidden[cell] = 1
      const count = table.count[row] as number
      if (Number.isNaN(count)) return cell
      if (Number.isNaN(value[cell])) value[cell] = count
      else if (value[cell] !== count) clashes.push({ table: t, row, rule: "same-cell-other-count" })
      return cell
    })
  })
  return {
    dimensions,
    codes: codes.map((known) => known.list),
    sums: dimensions.map((name, d) => dimensionSums(name, (codes[d] as Codes).list, hierarchy)),
    cells,
    cellOf,
    value: value.slice(0, cells.size),
    shown: shown.slice(0, cells.size),
    hidden: hidden.slice(0, cells.size),
    clashes
  }
}
