/** Rows as columns, on their way into a table: what a fast insert is made of. */

/**
 * Fixed-width numbers; a UUID is four 32-bit words in the order of `uuidWords`, a UInt64 two with the lower one first, and so is a
 * moment: milliseconds since 1970.
 */
export interface NumberColumn {
  readonly type: "UInt8" | "UInt16" | "UInt32" | "UInt64" | "UUID" | "Bool" | "DateTime64(3)"
  /** Values of at least as many rows as count; those of a null are of no meaning. */
  readonly values: Uint8Array | Uint16Array | Uint32Array
  /** 1 where there is no value; undefined for a column that always has one. */
  readonly nulls: Uint8Array | undefined
}

/** Texts by their place in a list, whether the store keeps them so too (`LowCardinality(String)`) or each for itself (`String`). */
export interface WordColumn {
  readonly type: "Word"
  readonly nullable: boolean
  /** The list. Its first place stands for no value, and holds "". */
  readonly words: ReadonlyArray<string>
  readonly indexes: Uint16Array
}

/** Lists of values. */
export interface ListColumn {
  readonly type: "List"
  /** For each row, how many items it and the rows before it have. */
  readonly ends: Uint32Array
  readonly items: NumberColumn | WordColumn
}

export type Column = NumberColumn | WordColumn | ListColumn

export interface ColumnBlock {
  /** Of those that go to the store. */
  readonly rows: number
  /** By name; all hold at least `rows` rows. */
  readonly columns: ReadonlyMap<string, Column>
  /**
   * The places of the rows that go to the store, in that order; or the name of a column of UUIDs, for the first `rows` in the order in which
   * the store has these (to put a block in order it takes half a microsecond a row itself, three times as long); undefined for the first
   * `rows` as they lie.
   */
  readonly order?: Uint32Array | string | undefined
}

/** 32-bit words of a UUID in a `NumberColumn`. */
export const uuidWords = 4

/** Numbers that one value of a `NumberColumn` takes. */
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

/** The UUID of row `i` as text. */
export const uuidText = (values: Uint32Array, i: number): string => {
  const at = i * uuidWords
  const [a, b, c, d] = [values[at + 1], values[at], values[at + 3], values[at + 2]].map((word) => digit(word as number))
  return `${a}-${b?.slice(0, 4)}-${b?.slice(4)}-${c?.slice(0, 4)}-${c?.slice(4)}${d}`
}

/** The UUIDs of all rows as texts, each at a fifth of what `uuidText` costs. */
export const uuidTexts = (values: Uint32Array): ReadonlyArray<string> => {
  const hex = Buffer.from(values.slice().buffer).swap32().toString("hex")
  return Array.from({ length: values.length / uuidWords }, (_, i) => {
    const word = (n: number, from = 0, to = 8) =>
      hex.slice(8 * (uuidWords * i + n) + from, 8 * (uuidWords * i + n) + to)
    return `${word(1)}-${word(0, 0, 4)}-${word(0, 4)}-${word(3, 0, 4)}-${word(3, 4)}${word(2)}`
  })
}

/** Writes a UUID's text (checked before) as row `i`. */
export const putUuidText = (values: Uint32Array, i: number, text: string): void => {
  const hex = text.replaceAll("-", "")
  const at = i * uuidWords
  values[at + 1] = Number.parseInt(hex.slice(0, 8), 16)
  values[at] = Number.parseInt(hex.slice(8, 16), 16)
  values[at + 3] = Number.parseInt(hex.slice(16, 24), 16)
  values[at + 2] = Number.parseInt(hex.slice(24, 32), 16)
}

/** Writes 16 bytes as row `i`. */
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
