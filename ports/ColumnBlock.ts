/** Rows as columns, for a fast insert into a table. */

/**
 * Fixed-width numbers. A UUID has four 32-bit words in the order of `uuidWords`. A UInt64, and a time in milliseconds since 1970, has two, the
 * lower one first.
 */
export interface NumberColumn {
  readonly type: "UInt8" | "UInt16" | "UInt32" | "UInt64" | "UUID" | "Bool" | "DateTime64(3)"
  /** Values of at least `rows` rows. The value of a null has no meaning. */
  readonly values: Uint8Array | Uint16Array | Uint32Array
  /** 1 for a null; undefined for a column without nulls. */
  readonly nulls: Uint8Array | undefined
}

/** Texts as indexes into a dictionary, for columns of type `LowCardinality(String)` or `String`. */
export interface WordColumn {
  readonly type: "Word"
  readonly nullable: boolean
  /** The dictionary. Index 0 stands for null, and has the text "". */
  readonly words: ReadonlyArray<string>
  readonly indexes: Uint16Array
}

/** Lists of values. */
export interface ListColumn {
  readonly type: "List"
  /** For each row, the number of items up to and including it. */
  readonly ends: Uint32Array
  readonly items: NumberColumn | WordColumn
}

export type Column = NumberColumn | WordColumn | ListColumn

export interface ColumnBlock {
  /** Number of rows to insert. */
  readonly rows: number
  /** Columns by name, each with at least `rows` rows. */
  readonly columns: ReadonlyMap<string, Column>
  /**
   * The order of the inserted rows: their indexes; or the name of a UUID column, to sort the first `rows` in the store's order, which is faster
   * than letting the store sort; or undefined, for the first `rows` in the present order.
   */
  readonly order?: Uint32Array | string | undefined
}

/** Number of 32-bit words of a UUID in a `NumberColumn`. */
export const uuidWords = 4

/** Number of array elements per value of a `NumberColumn`. */
export const numbersPerValue: Readonly<Record<NumberColumn["type"], number>> = {
  UInt8: 1,
  UInt16: 1,
  UInt32: 1,
  UInt64: 2,
  "DateTime64(3)": 2,
  UUID: uuidWords,
  Bool: 1
}

const digit = (word: number) => (word >>> 0).toString(16).padStart(8, "0")

/** Returns the UUID of row `i` as text. */
export const uuidText = (values: Uint32Array, i: number): string => {
  const at = i * uuidWords
  const [a, b, c, d] = [values[at + 1], values[at], values[at + 3], values[at + 2]].map((word) => digit(word as number))
  return `${a}-${b?.slice(0, 4)}-${b?.slice(4)}-${c?.slice(0, 4)}-${c?.slice(4)}${d}`
}

/** Returns the UUIDs of all rows as texts, faster than `uuidText` for each. */
export const uuidTexts = (values: Uint32Array): ReadonlyArray<string> => {
  const hex = Buffer.from(values.slice().buffer).swap32().toString("hex")
  return Array.from({ length: values.length / uuidWords }, (_, i) => {
    const word = (n: number, from = 0, to = 8) =>
      hex.slice(8 * (uuidWords * i + n) + from, 8 * (uuidWords * i + n) + to)
    return `${word(1)}-${word(0, 0, 4)}-${word(0, 4)}-${word(3, 0, 4)}-${word(3, 4)}${word(2)}`
  })
}

/** Writes a valid UUID text to row `i`. */
export const putUuidText = (values: Uint32Array, i: number, text: string): void => {
  const hex = text.replaceAll("-", "")
  const at = i * uuidWords
  values[at + 1] = Number.parseInt(hex.slice(0, 8), 16)
  values[at] = Number.parseInt(hex.slice(8, 16), 16)
  values[at + 3] = Number.parseInt(hex.slice(16, 24), 16)
  values[at + 2] = Number.parseInt(hex.slice(24, 32), 16)
}

/** Writes 16 bytes to row `i`. */
export const putUuidBytes = (values: Uint32Array, i: number, bytes: Uint8Array, from: number): void => {
  const at = i * uuidWords
  const word = (j: number) =>
    ((bytes[from + j] as number) << 24) |
    ((bytes[from + j + 1] as number) << 16) |
    ((bytes[from + j + 2] as number) << 8) |
    (bytes[from + j + 3] as number)
  values[at + 1] = word(0)
  values[at] = word(4)
  values[at + 3] = word(8)
  values[at + 2] = word(12)
}
