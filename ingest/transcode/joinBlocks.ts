/** Joins the rows of several blocks, so that small batches of several partitions share an insert. */
import {
  type Column,
  type ColumnBlock,
  type ListColumn,
  type NumberColumn,
  numbersPerValue,
  type WordColumn
} from "../../ports/ColumnBlock.ts"

/** A column and the number of its valid values. */
type Part<C extends Column> = readonly [column: C, count: number]

const total = (parts: ReadonlyArray<Part<Column>>) => parts.reduce((sum, [, count]) => sum + count, 0)

const joinNumbers = (parts: ReadonlyArray<Part<NumberColumn>>): NumberColumn => {
  const [[{ type, values: model, nulls: isNullable }]] = parts as readonly [Part<NumberColumn>]
  const width = numbersPerValue[type]
  const values = new (model.constructor as Uint32ArrayConstructor)(total(parts) * width)
  const nulls = isNullable === undefined ? undefined : new Uint8Array(total(parts))
  let at = 0
  for (const [column, count] of parts) {
    values.set(column.values.subarray(0, count * width), at * width)
    if (column.nulls !== undefined) nulls?.set(column.nulls.subarray(0, count), at)
    at += count
  }
  return { type, values, nulls }
}

/** A dictionary contains all words of its batches so far. Only those that a value uses are copied. */
const joinWords = (parts: ReadonlyArray<Part<WordColumn>>): WordColumn => {
  const places = new Map([["", 0]])
  const indexes = new Uint16Array(total(parts))
  let at = 0
  for (const [{ words, indexes: own }, count] of parts) {
    const known: Array<number> = []
    for (let i = 0; i < count; i++) {
      const from = own[i] as number
      let to = known[from]
      if (to === undefined) {
        const word = from === 0 ? "" : (words[from] as string)
        to = places.get(word) ?? places.size
        places.set(word, to)
        known[from] = to
      }
      indexes[at++] = to
    }
  }
  if (places.size > 0x1_0000) throw new RangeError("A column has more than 65,536 distinct words.")
  return { type: "Word", nullable: (parts[0] as Part<WordColumn>)[0].nullable, words: [...places.keys()], indexes }
}

const joinItems = (parts: ReadonlyArray<Part<NumberColumn | WordColumn>>) =>
  parts[0]?.[0].type === "Word"
    ? joinWords(parts as ReadonlyArray<Part<WordColumn>>)
    : joinNumbers(parts as ReadonlyArray<Part<NumberColumn>>)

const joinLists = (parts: ReadonlyArray<Part<ListColumn>>): ListColumn => {
  const ends = new Uint32Array(total(parts))
  const items: Array<Part<NumberColumn | WordColumn>> = []
  let [at, before] = [0, 0]
  for (const [list, count] of parts) {
    for (let i = 0; i < count; i++) ends[at++] = before + (list.ends[i] as number)
    const length = count === 0 ? 0 : (list.ends[count - 1] as number)
    before += length
    items.push([list.items, length])
  }
  return { type: "List", ends, items: joinItems(items) }
}

const joinColumns = (parts: ReadonlyArray<Part<Column>>): Column =>
  parts[0]?.[0].type === "List"
    ? joinLists(parts as ReadonlyArray<Part<ListColumn>>)
    : joinItems(parts as ReadonlyArray<Part<NumberColumn | WordColumn>>)

/**
 * Joins blocks with the same columns, in order. Returns a single block as it is. Throws a `RangeError` if a column has more than 65,536
 * distinct words.
 */
export const joinBlocks = (blocks: readonly [ColumnBlock, ...ReadonlyArray<ColumnBlock>]): ColumnBlock => {
  const [first] = blocks
  if (blocks.length === 1) return first
  return {
    rows: blocks.reduce((sum, { rows }) => sum + rows, 0),
    columns: new Map(
      [...first.columns.keys()].map((name) => [
        name,
        joinColumns(blocks.map(({ rows, columns }) => [columns.get(name) as Column, rows]))
      ])
    )
  }
}
