/** Reads a table back from a file of each format, as a reader's own program would. */
import { tableFromIPC } from "apache-arrow"
import { parse } from "csv-parse/sync"
import { parquetMetadata, parquetReadObjects } from "hyparquet"
import { SaxesParser } from "saxes"
import type { Format } from "../metadata/formats.ts"
import { unpack } from "./archive.ts"

/** A row with the columns of the file. A value is null where the file has none. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

const plain = (value: unknown): string | number | boolean | null =>
  value === undefined || value === null
    ? null
    : typeof value === "bigint"
      ? Number(value)
      : (value as string | number | boolean)

const plainRow = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))

/** The rows of a file, and what it says about the table, as text by name; undefined for a format that says nothing. */
export interface TableFile {
  readonly rows: ReadonlyArray<Row>
  readonly facts: ReadonlyMap<string, string> | undefined
}

const factText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

/** Reads the cells of the first sheet of a workbook, by row and letters of the column. */
const sheetRows = (bytes: Uint8Array): ReadonlyArray<ReadonlyMap<string, string | number>> => {
  const parts = unpack(bytes)
  const sheet = typeof parts === "string" ? undefined : parts.get("xl/worksheets/sheet1.xml")
  if (sheet === undefined) throw new Error("no workbook")
  const rows: Array<Map<string, string | number>> = []
  let column = ""
  let text = ""
  const parser = new SaxesParser()
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "row") rows.push(new Map())
    if (name === "c") column = (attributes["r"] ?? "").replace(/\d+$/, "")
    if (name === "t" || name === "v") text = ""
    if (name === "f") throw new Error("a formula")
  })
  parser.on("text", (more) => {
    text += more
  })
  parser.on("closetag", ({ name }) => {
    if (name === "t") rows.at(-1)?.set(column, text)
    if (name === "v") rows.at(-1)?.set(column, Number(text))
  })
  parser.on("error", (error) => {
    throw error
  })
  parser.write(new TextDecoder("utf-8", { fatal: true }).decode(sheet)).close()
  return rows
}

const readers: Readonly<Record<Format, (bytes: Uint8Array) => TableFile | Promise<TableFile>>> = {
  csv: (bytes) => ({
    rows: (parse(Buffer.from(bytes), { columns: true }) as ReadonlyArray<Readonly<Record<string, string>>>).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text === "" ? null : text]))
    ),
    facts: undefined
  }),
  xlsx: (bytes) => {
    const [head = new Map(), ...rows] = sheetRows(bytes)
    return {
      rows: rows.map((row) => Object.fromEntries([...head].map(([column, name]) => [name, plain(row.get(column))]))),
      facts: undefined
    }
  },
  json: (bytes) => {
    const { cells, page, pages, ...facts } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as {
      readonly cells: ReadonlyArray<Readonly<Record<string, unknown>>>
      readonly page: number
      readonly pages: number
    }
    if (page !== 1 || pages !== 1) throw new Error("a part of a table")
    return {
      rows: cells.map(plainRow),
      facts: new Map(Object.entries(facts).map(([name, value]) => [`corridor.${name}`, factText(value)]))
    }
  },
  arrow: (bytes) => {
    const table = tableFromIPC(bytes)
    const rows = table.toArray().map((row) => plainRow(row.toJSON() as Record<string, unknown>))
    return { rows, facts: table.schema.metadata }
  },
  parquet: async (bytes) => {
    const { buffer, byteOffset, byteLength } = bytes
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
    const { key_value_metadata: pairs = [] } = parquetMetadata(file)
    return {
      rows: (await parquetReadObjects({ file })).map(plainRow),
      facts: new Map(pairs.map(({ key, value }) => [key, value ?? ""]))
    }
  }
}

/** Returns the content of a file. Fails if the bytes are not of the format. */
export const readTableFile = async (bytes: Uint8Array, format: Format): Promise<TableFile> =>
  await readers[format](bytes)
