import { Bool, Dictionary, Field, Int32, Schema, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow"
import type { FlatColumn } from "./columnsOf.ts"

/** Dictionary ids are column numbers. The library's own ids increase with every file, so equal files would differ. */
const typeOf = (type: FlatColumn["type"], column: number) =>
  type === "text" ? new Dictionary(new Utf8(), new Int32(), column) : type === "number" ? new Int32() : new Bool()

/**
 * Encodes columns as an Arrow IPC file. It is not compressed, because readers in browsers do not support compression.
 *
 * Labels are dictionaries and numbers Int32. `metadata` goes into the schema; with `hxl`, each field has its HXL tag.
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
