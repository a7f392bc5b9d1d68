/**
 * A table of counts of persons: one row for each cell, margins included. Built by `readCountTable`, `tableFromRows`
 * or `TableBuilder`.
 */
export interface CountTable {
  /** Name for errors, such as a file name. */
  readonly name: string
  readonly dimensions: ReadonlyArray<string>
  /** Codes of each dimension in order of appearance, the label of margins among them. */
  readonly codes: ReadonlyArray<ReadonlyArray<string>>
  readonly rows: number
  /** Code of row r in dimension d: `key[r * dimensions.length + d]`. */
  readonly key: Uint32Array
  /** Persons: whole numbers; NaN if the table has none. */
  readonly count: Float64Array
  /** `stateCode` of each row. */
  readonly state: Uint8Array
  /** Number of contributing partners of each row; NaN if unknown. */
  readonly contributors?: Float64Array
  readonly contributions?: Contributions
  /** What a published table states about counts that it hides (`<5` is 4); infinity if nothing. */
  readonly atMost?: Float64Array
}

/** Contributions by row: those of row r are `start[r]` to `start[r + 1] - 1`. None is zero. */
export interface Contributions {
  readonly partners: ReadonlyArray<string>
  readonly start: Uint32Array
  readonly partner: Uint32Array
  readonly count: Float64Array
}

/**
 * Returns the labels of a row, by dimension.
 *
 * @example
 * ```ts
 * import { labelsOf, tableFromRows } from "@corridor/disclosure"
 *
 * labelsOf(tableFromRows("flows", ["origin", "year"], [["UKR", "2024", 9]]), 0) // ["UKR", "2024"]
 * ```
 */
export const labelsOf = (table: CountTable, row: number): ReadonlyArray<string> =>
  table.codes.map((codes, d) => codes[table.key[row * table.dimensions.length + d] as number] as string)
