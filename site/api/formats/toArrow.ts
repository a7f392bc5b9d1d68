import { Bool, Dictionary, Field, Int32, Schema, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow"
import type { FlatColumn } from "./columnsOf.ts"

/** Dictionaries are numbered by column: left to itself the library numbers them on and on, and no two files would be the same. */
const typeOf = (type: FlatColumn["type"], column: number) =>
  type === "text" ? new Dictionary(new Utf8(), new Int32(), column) : type === "number" ? new Int32() : new Bool()

/**
 * An Arrow IPC file, not compressed (readers in browsers know no compression). Labels are dictionaries, numbers Int32, which
 * every reader takes for numbers. `metadata` goes into the schema; with `hxl` each field has its tag.
 */
export const toArrow = (
  columns: ReadonlyArray<FlatColumn>,
  metadata: ReadonlyMap<string, string>,
  hxl: boolean
): Uint8Array => {
  const vectors = columns.map(({ values, type }, c) =>
    vectorFromArray(values as ReadonlyArray<unknown>, typeOf(type, c))
  )
  const fields = columns.map(
    ({ name, hxl: tag }, c) =>
      new Field(name, (vectors[c] as (typeof vectors)[0]).type, true, new Map(hxl ? [["hxl", tag]] : []))
  )
  const plain = new Table(Object.fromEntries(columns.map(({ name }, c) => [name, vectors[c] as (typeof vectors)[0]])))
  const described = new Table(new Schema(fields, new Map(metadata)), plain.batches)
  return tableToIPC(described, "file")
}
