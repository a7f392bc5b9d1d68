/** The rows of one raw table as growing columns. The transcoder writes them, and the store gets them. */
import {
  type Column,
  type ColumnBlock,
  type NumberColumn,
  numbersPerValue,
  putUuidText
} from "../../ports/ColumnBlock.ts"
import { sharedGrown } from "../../ports/worker/SharedMemory.ts"
import { type RawColumn, rawTable } from "../../schemas/RawTables.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import type { Row } from "./StoredValue.ts"
import { Dictionary } from "./Vocabulary.ts"

type Numbers = NumberColumn["type"]

const arrays = {
  UInt8: Uint8Array,
  Bool: Uint8Array,
  UInt16: Uint16Array,
  UInt32: Uint32Array,
  UInt64: Uint32Array,
  "DateTime64(3)": Uint32Array,
  UUID: Uint32Array
} as const

const isLong = (type: Numbers) => type === "UInt64" || type === "DateTime64(3)"

/** A column of numbers or UUIDs. */
export class NumberCells {
  readonly type: Numbers
  readonly width: number
  values: Uint8Array | Uint16Array | Uint32Array
  nulls: Uint8Array | undefined

  constructor(type: Numbers, nullable: boolean) {
    this.type = type
    this.width = numbersPerValue[type]
    this.values = new arrays[type](0)
    this.nulls = nullable ? new Uint8Array(0) : undefined
  }

  reserve(rows: number): void {
    if (rows * this.width <= this.values.length) return
    this.values = sharedGrown<typeof this.values>(arrays[this.type], this.values, rows * this.width)
    if (this.nulls === undefined) return
    this.nulls = sharedGrown(Uint8Array, this.nulls, rows)
  }

  put(i: number, value: unknown): void {
    const missing = value === null || value === undefined
    if (this.nulls !== undefined) this.nulls[i] = missing ? 1 : 0
    if (missing) this.values.fill(0, i * this.width, (i + 1) * this.width)
    else if (this.type === "UUID") putUuidText(this.values as Uint32Array, i, value as string)
    else if (isLong(this.type)) {
      const whole = BigInt(value as string | number)
      this.values[2 * i] = Number(whole & 0xffff_ffffn)
      this.values[2 * i + 1] = Number(whole >> 32n)
    } else this.values[i] = Number(value)
  }

  /** Copies the value of row `from` to the earlier row `to`. */
  move(from: number, to: number): void {
    for (let w = 0; w < this.width; w++) this.values[to * this.width + w] = this.values[from * this.width + w] as number
    if (this.nulls !== undefined) this.nulls[to] = this.nulls[from] as number
  }

  column(): Column {
    return { type: this.type, values: this.values, nulls: this.nulls }
  }
}

/** A column with few distinct texts. */
export class WordCells {
  readonly nullable: boolean
  readonly dictionary = new Dictionary()
  indexes: Uint16Array = new Uint16Array(0)

  constructor(nullable: boolean) {
    this.nullable = nullable
  }

  reserve(rows: number): void {
    if (rows <= this.indexes.length) return
    this.indexes = sharedGrown(Uint16Array, this.indexes, rows)
  }

  put(i: number, value: unknown): void {
    this.indexes[i] = value === null || value === undefined ? 0 : this.dictionary.place(value as string)
  }

  move(from: number, to: number): void {
    this.indexes[to] = this.indexes[from] as number
  }

  column(): Column {
    return {
      type: "Word",
      nullable: this.nullable,
      words: this.dictionary.words,
      indexes: this.indexes
    }
  }
}

/** The end of each row's list of items. The columns of a list of records share one. */
class ListEnds {
  ends: Uint32Array = new Uint32Array(0)
  items = 0
  /** Capacity of the columns, in items. */
  room = 0

  reserve(rows: number): void {
    if (rows <= this.ends.length) return
    this.ends = sharedGrown(Uint32Array, this.ends, rows)
  }
}

/** A column whose rows are lists: where each list ends, and all items one after another. */
export class ListCells {
  readonly list: ListEnds
  readonly items: NumberCells | WordCells

  constructor(list: ListEnds, items: NumberCells | WordCells) {
    this.list = list
    this.items = items
  }

  column(): Column {
    return { type: "List", ends: this.list.ends, items: this.items.column() as NumberColumn }
  }
}

type Cells = NumberCells | WordCells | ListCells

const inner = (type: string, name: string) =>
  type.startsWith(`${name}(`) ? type.slice(name.length + 1, -1) : undefined

const itemCells = (type: string): NumberCells | WordCells => {
  const word = inner(type, "LowCardinality")
  if (word !== undefined) return new WordCells(word.startsWith("Nullable"))
  const nullable = inner(type, "Nullable")
  const plain = nullable ?? type
  if (plain === "String") return new WordCells(nullable !== undefined)
  if (!(plain in arrays)) throw new TypeError(`Columns of type ${plain} are not supported.`)
  return new NumberCells(plain as Numbers, nullable !== undefined)
}

/** The longest list that a schema allows; room for it is reserved for each new row. */
const longestList = 64

/** Columns normally have fewer distinct words. */
const fewWords = 4096

export class RowColumns {
  readonly kind: RecordKind
  readonly table: string
  /** The columns from the record's own fields, in the order in which they are hashed. */
  readonly content: ReadonlyArray<RawColumn>
  readonly cells: ReadonlyMap<string, Cells>
  readonly lists: ReadonlyMap<string, ListEnds>
  rows = 0
  private room = 0
  private readonly allLists: ReadonlyArray<ListEnds>

  constructor(kind: RecordKind) {
    const { table, columns, content } = rawTable(kind)
    this.kind = kind
    this.table = table
    this.content = content
    const lists = new Map<string, ListEnds>()
    const listOf = (name: string) => {
      const group = name.split(".")[0] as string
      const list = lists.get(group) ?? new ListEnds()
      lists.set(group, list)
      return list
    }
    this.cells = new Map(
      // The store writes columns with a default.
      columns
        .filter(({ type }) => !type.includes(" DEFAULT "))
        .map(({ name, type }): readonly [string, Cells] => {
          const items = inner(type, "Array")
          return [name, items === undefined ? itemCells(type) : new ListCells(listOf(name), itemCells(items))]
        })
    )
    this.lists = lists
    this.allLists = [...lists.values()]
  }

  number(name: string): NumberCells {
    return this.cells.get(name) as NumberCells
  }

  reserveRow(): void {
    if (this.rows >= this.room) {
      this.room = Math.max(1024, this.room * 2)
      for (const cells of this.cells.values()) if (!(cells instanceof ListCells)) cells.reserve(this.room)
      for (const list of this.lists.values()) list.reserve(this.room)
    }
    for (let i = 0; i < this.allLists.length; i++) {
      const list = this.allLists[i] as ListEnds
      if (list.items + longestList <= list.room) continue
      list.room = Math.max(2048, list.room * 2)
      for (const cells of this.cells.values())
        if (cells instanceof ListCells && cells.list === list) cells.items.reserve(list.room)
    }
  }

  /** Adds a row of values by column name. */
  put(row: Row): void {
    this.reserveRow()
    const i = this.rows
    for (const [name, cells] of this.cells) {
      const value = row[name]
      if (!(cells instanceof ListCells)) cells.put(i, value)
      else
        for (const [j, item] of (value as ReadonlyArray<unknown>).entries()) cells.items.put(cells.list.items + j, item)
    }
    for (const [group, list] of this.lists) {
      const name = [...this.cells.keys()].find((own) => own.split(".")[0] === group) as string
      list.items += (row[name] as ReadonlyArray<unknown>).length
      list.ends[i] = list.items
    }
    this.rows = i + 1
  }

  /** Returns the indexes of all rows. */
  everyRow(): ReadonlyArray<number> {
    return Array.from({ length: this.rows }, (_, row) => row)
  }

  /** Removes the rows for which `isKept` is false. */
  keep(isKept: (row: number) => boolean): void {
    const kept: Array<number> = []
    for (let i = 0; i < this.rows; i++) if (isKept(i)) kept.push(i)
    if (kept.length === this.rows) return
    for (const cells of this.cells.values()) {
      if (!(cells instanceof ListCells)) {
        for (const [to, from] of kept.entries()) cells.move(from, to)
        continue
      }
      let to = 0
      for (const row of kept) {
        const from = row === 0 ? 0 : (cells.list.ends[row - 1] as number)
        for (let item = from; item < (cells.list.ends[row] as number); item++) cells.items.move(item, to++)
      }
    }
    for (const list of this.lists.values()) {
      // Each row's length is read before its new index, which is never larger, is written.
      let [before, end] = [0, 0]
      let next = 0
      for (let row = 0; row < this.rows; row++) {
        const rowEnd = list.ends[row] as number
        if (kept[next] === row) {
          end += rowEnd - before
          list.ends[next++] = end
        }
        before = rowEnd
      }
      list.items = end
    }
    this.rows = kept.length
  }

  /** Removes all rows, and clears dictionaries that have grown large. Returns whether one was cleared. */
  clear(): boolean {
    this.rows = 0
    for (const list of this.lists.values()) list.items = 0
    const large = [...this.dictionaries()].filter(({ size }) => size > fewWords)
    for (const dictionary of large) dictionary.clear()
    return large.length > 0
  }

  /** Returns whether the words of a dozen such batches fit in one block. */
  get hasFewWords(): boolean {
    return [...this.dictionaries()].every(({ size }) => size <= fewWords)
  }

  *dictionaries(): Iterable<Dictionary> {
    for (const cells of this.cells.values()) {
      const items = cells instanceof ListCells ? cells.items : cells
      if (items instanceof WordCells) yield items.dictionary
    }
  }

  /** Returns the rows over the same arrays. Use it before the next batch. */
  block(): ColumnBlock {
    return { rows: this.rows, columns: new Map([...this.cells].map(([name, cells]) => [name, cells.column()])) }
  }

  /** Returns the rows as `block` does, to be written in the table's order. */
  inOrder(): ColumnBlock {
    return { ...this.block(), order: "record_id" }
  }
}
