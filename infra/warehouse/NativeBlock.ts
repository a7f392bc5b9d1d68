/**
 * Encodes a block of columns in ClickHouse's Native format, the cheapest format for the store to insert. Sources: ClickHouse
 * documentation, "Native" and "LowCardinality". Tests read the blocks back.
 */

import {
  type Column,
  type ColumnBlock,
  type NumberColumn,
  numbersPerValue,
  type WordColumn
} from "../../ports/ColumnBlock.ts"
import { Arena } from "../../ports/worker/Arena.ts"
import { uuidOrder } from "./uuidOrder.ts"

const viewOf = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

const putBytes = (to: Uint8Array, from: number, values: Uint8Array, order: Uint32Array): void => {
  for (let i = 0, at = from; i < order.length; i++, at++) to[at] = values[order[i] as number] as number
}

const putShorts = (to: DataView, from: number, values: Uint16Array, order: Uint32Array): void => {
  for (let i = 0, at = from; i < order.length; i++, at += 2)
    to.setUint16(at, values[order[i] as number] as number, true)
}

const putLongs = (to: DataView, from: number, values: Uint32Array, width: number, order: Uint32Array): void => {
  for (let i = 0, at = from; i < order.length; i++) {
    const first = (order[i] as number) * width
    for (let n = first; n < first + width; n++, at += 4) to.setUint32(at, values[n] as number, true)
  }
}

/** A buffer that is written sequentially. */
class Output {
  readonly bytes: Buffer
  readonly view: DataView
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.view = viewOf(bytes)
  }

  varint(value: number): void {
    let rest = value
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.at++] = (rest & 0x7f) | 0x80
    this.bytes[this.at++] = rest
  }

  text(text: string): void {
    const length = Buffer.byteLength(text)
    this.varint(length)
    this.at += this.bytes.write(text, this.at, "utf8")
  }

  uint64(low: number, high = 0): void {
    this.bytes.writeUInt32LE(low, this.at)
    this.bytes.writeUInt32LE(high, this.at + 4)
    this.at += 8
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  /** Writes the values at the positions in `order`; each value consists of `width` numbers. */
  numbers(values: Uint8Array | Uint16Array | Uint32Array, width: number, order: Uint32Array): void {
    if (values instanceof Uint32Array) putLongs(this.view, this.at, values, width, order)
    else if (values instanceof Uint16Array) putShorts(this.view, this.at, values, order)
    else putBytes(this.bytes, this.at, values, order)
    this.at += order.length * width * values.BYTES_PER_ELEMENT
  }
}

const typeName = (column: Column): string => {
  if (column.type === "List") return `Array(${typeName(column.items)})`
  if (column.type === "Word") {
    const text = column.nullable ? "Nullable(String)" : "String"
    return `LowCardinality(${text})`
  }
  return column.nulls === undefined ? column.type : `Nullable(${column.type})`
}

const asBytes = (values: Uint8Array | Uint16Array | Uint32Array, elements: number) =>
  new Uint8Array(values.buffer, values.byteOffset, elements * values.BYTES_PER_ELEMENT)

/** Numbers are copied as they are in memory, and ClickHouse expects little-endian numbers. */
if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) throw new Error("Corridor needs a little-endian machine")

/** LowCardinality flags: the keys follow in the same block (0x200), and indexes have two bytes (1). */
const additionalKeys = 0x200
const wideIndexes = 1
const keysVersion = 1

/** The positions of rows or items in output order. Undefined means the stored order. */
type Order = Uint32Array | undefined

const putValues = (
  out: Output,
  values: Uint8Array | Uint16Array | Uint32Array,
  width: number,
  count: number,
  order: Order
) => (order === undefined ? out.raw(asBytes(values, count * width)) : out.numbers(values, width, order))

/**
 * Writes texts as a dictionary of distinct values and an index per row. If the table's column is `String`, the store expands the
 * dictionary, which is faster than expanding it here and makes the block smaller.
 */
const putWords = (out: Output, column: WordColumn, count: number, order: Order) => {
  if (count === 0) return
  const { words, indexes } = column
  out.uint64(additionalKeys | wideIndexes)
  out.uint64(words.length)
  for (const word of words) out.text(word)
  out.uint64(count)
  putValues(out, indexes, 1, count, order)
}

const putNumbers = (out: Output, { type, values, nulls }: NumberColumn, count: number, order: Order) => {
  if (nulls !== undefined) putValues(out, nulls, 1, count, order)
  putValues(out, values, numbersPerValue[type], count, order)
}

/** Writes the end offsets of lists as 64-bit numbers. */
const putEnds = (out: Output, ends: Uint32Array, rows: number) => {
  const { view } = out
  let { at } = out
  for (let i = 0; i < rows; i++, at += 8) {
    view.setUint32(at, ends[i] as number, true)
    view.setUint32(at + 4, 0, true)
  }
  out.at = at
}

const itemsIn = (ends: Uint32Array, { rows, order }: ColumnBlock): number => {
  if (!(order instanceof Uint32Array)) return ends[rows - 1] ?? 0
  let items = 0
  for (const row of order) items += (ends[row] as number) - (row === 0 ? 0 : (ends[row - 1] as number))
  return items
}

/** The end offset of each list in output order, and the positions of the items. */
interface OrderedLists {
  readonly ends: Uint32Array
  readonly items: Order
}

const arena = new Arena()

/**
 * The output order of a block's rows. The columns of a list of records share their end offsets, so their order is computed once. Its
 * arrays are allocated in the arena.
 */
class Ordered {
  readonly rows: number
  readonly order: Order
  private readonly block: ColumnBlock
  private readonly lists = new Map<Uint32Array, OrderedLists>()

  constructor(block: ColumnBlock) {
    const { rows, columns, order } = block
    this.block = block
    this.rows = rows
    this.order =
      typeof order === "string"
        ? uuidOrder((columns.get(order) as NumberColumn).values as Uint32Array, rows, arena)
        : order
  }

  of(ends: Uint32Array): OrderedLists {
    const { order } = this
    if (order === undefined) return { ends, items: undefined }
    const known = this.lists.get(ends) ?? this.inOrder(ends, order)
    this.lists.set(ends, known)
    return known
  }

  private inOrder(ends: Uint32Array, order: Uint32Array): OrderedLists {
    const { rows } = this
    const ordered = arena.numbers(rows)
    const items = arena.numbers(itemsIn(ends, this.block))
    let at = 0
    for (let i = 0; i < rows; i++) {
      const row = order[i] as number
      const end = ends[row] as number
      for (let item = row === 0 ? 0 : (ends[row - 1] as number); item < end; item++) items[at++] = item
      ordered[i] = at
    }
    return { ends: ordered, items }
  }
}

const putColumn = (out: Output, column: Column, ordered: Ordered) => {
  const { rows } = ordered
  const items = column.type === "List" ? column.items : column
  // The format puts the prefix of the items before the end offsets of the lists.
  if (items.type === "Word") out.uint64(keysVersion)
  let count = rows
  let { order } = ordered
  if (column.type === "List") {
    const list = ordered.of(column.ends)
    putEnds(out, list.ends, rows)
    order = list.items
    count = rows === 0 ? 0 : (list.ends[rows - 1] as number)
  }
  if (items.type === "Word") putWords(out, items, count, order)
  else putNumbers(out, items as NumberColumn, count, order)
}

/** Returns an upper bound for the encoded size of a column, in bytes. */
const sizeOf = (name: string, column: Column, block: ColumnBlock): number => {
  const { rows } = block
  const items = column.type === "List" ? column.items : column
  const count = column.type === "List" ? itemsIn(column.ends, block) : rows
  const head = 2 * (name.length + typeName(column).length) + 64 + (column.type === "List" ? 8 * rows : 0)
  if (items.type !== "Word") {
    const { type, values, nulls } = items as NumberColumn
    return head + count * (numbersPerValue[type] * values.BYTES_PER_ELEMENT + (nulls === undefined ? 0 : 1))
  }
  return head + 2 * count + items.words.reduce((sum, word) => sum + 3 * word.length + 5, 0)
}

/** Returns an upper bound for the encoded size of a block, in bytes. */
export const nativeSize = (block: ColumnBlock): number => {
  let size = 32
  for (const [name, column] of block.columns) size += sizeOf(name, column, block)
  return size
}

/** A block with at least one row, and the memory for the encoded block: at least `nativeSize` bytes. */
interface NativeJob {
  readonly block: ColumnBlock
  readonly memory: Uint8Array
}

/** Encodes the block into the memory and returns the number of bytes written. */
export const writeNative = ({ block, memory }: NativeJob): number => {
  const { rows, columns } = block
  const out = new Output(Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength))
  arena.clear()
  const ordered = new Ordered(block)
  out.varint(columns.size)
  out.varint(rows)
  for (const [name, column] of columns) {
    out.text(name)
    out.text(typeName(column))
    putColumn(out, column, ordered)
  }
  // `Buffer` methods truncate what does not fit, without an error.
  if (out.at >= memory.length) throw new RangeError("the encoded block exceeds its computed size")
  return out.at
}
