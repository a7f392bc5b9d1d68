/**
 * A block of columns in ClickHouse's Native format, in which the store spends least on an insert: measured, a tenth of the
 * processor time of JSONEachRow. Sources: ClickHouse documentation, "Native" and "LowCardinality"; checked by reading back.
 */
import { Effect } from "effect"
import {
  type Column,
  type ColumnBlock,
  type NumberColumn,
  numbersPerValue,
  type WordColumn
} from "../../ports/ColumnBlock.ts"
import { BufferPool } from "../process/BufferPool.ts"

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

/** Bytes that grow. */
class Output {
  bytes: Buffer
  view: DataView
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.view = viewOf(bytes)
  }

  room(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const bytes = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + more))
    this.bytes.copy(bytes, 0, 0, this.at)
    this.bytes = bytes
    this.view = viewOf(bytes)
  }

  varint(value: number): void {
    this.room(5)
    let rest = value
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.at++] = (rest & 0x7f) | 0x80
    this.bytes[this.at++] = rest
  }

  text(text: string): void {
    const length = Buffer.byteLength(text)
    this.varint(length)
    this.room(length)
    this.at += this.bytes.write(text, this.at, "utf8")
  }

  uint64(low: number, high = 0): void {
    this.room(8)
    this.bytes.writeUInt32LE(low, this.at)
    this.bytes.writeUInt32LE(high, this.at + 4)
    this.at += 8
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  /** Numbers from their places `order`, `width` of them for each. */
  numbers(values: Uint8Array | Uint16Array | Uint32Array, width: number, order: Uint32Array): void {
    this.room(order.length * width * values.BYTES_PER_ELEMENT)
    if (values instanceof Uint32Array) putLongs(this.view, this.at, values, width, order)
    else if (values instanceof Uint16Array) putShorts(this.view, this.at, values, order)
    else putBytes(this.bytes, this.at, values, order)
    this.at += order.length * width * values.BYTES_PER_ELEMENT
  }

  done(): Buffer {
    return this.bytes.subarray(0, this.at)
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

/** This machine's numbers are written as they lie; ClickHouse reads the lower byte first. */
if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) throw new Error("Corridor runs on little-endian machines")

/** Keys follow in the block itself (512), as many as their number says; indexes take two bytes (1). */
const additionalKeys = 0x200
const wideIndexes = 1
const keysVersion = 1

/** Places of rows, or of items, in the order in which they go out; undefined for the order in which they lie. */
type Order = Uint32Array | undefined

const putValues = (
  out: Output,
  values: Uint8Array | Uint16Array | Uint32Array,
  width: number,
  count: number,
  order: Order
) => (order === undefined ? out.raw(asBytes(values, count * width)) : out.numbers(values, width, order))

/**
 * Texts always go as a list of the distinct ones and places in it. Where the table's column is `String` the store writes each text
 * out itself, sooner than it would be done here, and the block is half as large.
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

/** Ends as 64-bit numbers; the upper halves are nothing. */
const putEnds = (out: Output, ends: Uint32Array, rows: number) => {
  out.room(8 * rows)
  const { view } = out
  let { at } = out
  for (let i = 0; i < rows; i++, at += 8) {
    view.setUint32(at, ends[i] as number, true)
    view.setUint32(at + 4, 0, true)
  }
  out.at = at
}

/** Lists whose rows are put in order: where each ends then, and the places of the items. */
interface OrderedLists {
  readonly ends: Uint32Array
  readonly items: Uint32Array
}

const orderLists = (ends: Uint32Array, order: Uint32Array): OrderedLists => {
  const rows = order.length
  const ordered = new Uint32Array(rows)
  const items = new Uint32Array(rows === 0 ? 0 : (ends[rows - 1] as number))
  let at = 0
  for (let i = 0; i < rows; i++) {
    const row = order[i] as number
    const end = ends[row] as number
    for (let item = row === 0 ? 0 : (ends[row - 1] as number); item < end; item++) items[at++] = item
    ordered[i] = at
  }
  return { ends: ordered, items }
}

/** How a block's rows go out; the columns of a list of records share their ends, and what comes of them. */
class Ordered {
  readonly rows: number
  readonly order: Order
  private readonly lists = new Map<Uint32Array, OrderedLists>()

  constructor({ rows, order }: ColumnBlock) {
    this.rows = rows
    this.order = order
  }

  of(ends: Uint32Array): { readonly ends: Uint32Array; readonly items: Order } {
    const { order } = this
    if (order === undefined) return { ends, items: undefined }
    const known = this.lists.get(ends) ?? orderLists(ends, order)
    this.lists.set(ends, known)
    return known
  }
}

const putColumn = (out: Output, column: Column, ordered: Ordered) => {
  const { rows } = ordered
  const items = column.type === "List" ? column.items : column
  // What precedes the data of a list's items comes before the list's own ends.
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

/** Bytes that a column takes at most. */
const sizeOf = (name: string, column: Column, rows: number): number => {
  const items = column.type === "List" ? column.items : column
  const count = column.type === "List" ? (column.ends[rows - 1] as number) : rows
  const head = 2 * (name.length + typeName(column).length) + 64 + (column.type === "List" ? 8 * rows : 0)
  if (items.type !== "Word") {
    const { type, values, nulls } = items as NumberColumn
    return head + count * (numbersPerValue[type] * values.BYTES_PER_ELEMENT + (nulls === undefined ? 0 : 1))
  }
  return head + 2 * count + items.words.reduce((sum, word) => sum + 3 * word.length + 5, 0)
}

/** The block's bytes, in a buffer of the pool. A block without rows has none. */
export const nativeBytes = (block: ColumnBlock, pool: BufferPool): Buffer => {
  const { rows, columns } = block
  if (rows === 0) return Buffer.alloc(0)
  let size = 32
  for (const [name, column] of columns) size += sizeOf(name, column, rows)
  const out = new Output(pool.take(size))
  const ordered = new Ordered(block)
  out.varint(columns.size)
  out.varint(rows)
  for (const [name, column] of columns) {
    out.text(name)
    out.text(typeName(column))
    putColumn(out, column, ordered)
  }
  return out.done()
}

/** Buffers of blocks on their way. */
const blocks = new BufferPool(2)

/**
 * Runs `insert` with the block's bytes, which are void when it has ended. After a failure or an interruption the engine may still
 * be reading them: then they are left alone for good.
 */
export const withNativeBytes = <A, E, R>(block: ColumnBlock, insert: (bytes: Buffer) => Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const bytes = nativeBytes(block, blocks)
    return Effect.tap(insert(bytes), () => Effect.sync(() => blocks.give(Buffer.from(bytes.buffer))))
  })
