/** A table of counts of persons: one row per cell, margins among them. Made by `readCountTable` or from a vintage. */
export interface CountTable {
  /** How errors name it: a file's or a mart's name. */
  readonly name: string
  readonly dimensions: ReadonlyArray<string>
  /** Codes of each dimension, in the order in which they were met; the label of margins is one of them. */
  readonly codes: ReadonlyArray<ReadonlyArray<string>>
  readonly rows: number
  /** Code of row r in dimension d: `key[r * dimensions.length + d]`. */
  readonly key: Uint32Array
  /** Persons: whole numbers; NaN where the table says none. */
  readonly count: Float64Array
  /** `stateCode` of each row. */
  readonly state: Uint8Array
  /** Partners that each row's count comes from; NaN where it is not said. */
  readonly contributors?: Float64Array
  readonly contributions?: Contributions
  /** What a published table says of counts that it does not show (`<5` is 4); infinity where nothing. */
  readonly atMost?: Float64Array
}

/** What each partner contributes to each row: those of row r are `start[r] … start[r + 1] - 1`; none is zero. */
export interface Contributions {
  readonly partners: ReadonlyArray<string>
  readonly start: Uint32Array
  readonly partner: Uint32Array
  readonly count: Float64Array
}

/** The labels of a row, dimension by dimension. */
export const labelsOf = (table: CountTable, row: number): ReadonlyArray<string> =>
  table.codes.map((codes, d) => codes[table.key[row * table.dimensions.length + d] as number] as string)
