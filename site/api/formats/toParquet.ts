import { parquetWriteBuffer } from "hyparquet-writer"
import type { FlatColumn } from "./columnsOf.ts"

const types = { text: "STRING", number: "INT32", boolean: "BOOLEAN" } as const

/** Encodes columns as a Parquet file. `metadata` goes into the file's key-value metadata; with `hxl`, the HXL tags too. */
export const toParquet = (
  columns: ReadonlyArray<FlatColumn>,
  metadata: ReadonlyMap<string, string>,
  hxl: boolean
): Uint8Array => {
  const kvMetadata = [...metadata].map(([key, value]) => ({ key, value }))
  if (hxl)
    kvMetadata.push({ key: "hxl", value: JSON.stringify(Object.fromEntries(columns.map((c) => [c.name, c.hxl]))) })
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, values }) => ({ name, type: types[type], data: [...values] })),
      kvMetadata
    })
  )
}
