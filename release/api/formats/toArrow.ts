import { Bool, Dictionary, Field, Int32, Schema, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow"
import type { FlatColumn } from "./columnsOf.ts"

const typeOf = (type: FlatColumn["type"]) =>
  type === "text" ? new Dictionary(new Utf8(), new Int32()) : type === "number" ? new Int32() : new Bool()

/**
 * An Arrow IPC file, not compressed (readers in browsers know no compression). Labels are dictionaries, numbers Int32, which
 * every reader takes for numbers. `metadata` goes into the schema; with `hxl` each field has its tag.
 */
export const toArrow = (
  columns: ReadonlyArray<FlatColumn>,
  metadata: ReadonlyMap<string, string>,
  hxl: boolean
): Uint8Array => {
  const vectors = columns.map(({ values, type }) => vectorFromArray(values as ReadonlyArray<unknown>, typeOf(type)))
  const fields = columns.map(
    ({ name, hxl: tag }, c) =>
      new Field(name, (vectors[c] as (typeof vectors)[0]).type, true, new Map(hxl ? [["hxl", tag]] : []))
  )
  const plain = new Table(Object.fromEntries(columns.map(({ name }, c) => [name, vectors[c] as (typeof vectors)[0]])))
  const described = new Table(new Schema(fields, new Map(metadata)), plain.batches)
  return tableToIPC(described, "file")
}
