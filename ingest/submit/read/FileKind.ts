/** Detects the format of a file from its bytes, and compares it with its name. */
import { FileRefused } from "./FileRefused.ts"
import type { FileSource } from "./FileSource.ts"

/** `xlsx` is any workbook: XLSX, ODS, or a ZIP archive of CSV tables. `ndjson` is JSON, by lines or as one document. */
export type FileKind = "csv" | "xlsx" | "ndjson"

const byEnd: Readonly<Record<string, FileKind>> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  ndjson: "ndjson",
  jsonl: "ndjson",
  json: "ndjson",
  geojson: "ndjson",
  xlsx: "xlsx",
  xlsm: "xlsx",
  ods: "xlsx",
  zip: "xlsx"
}

/** Returns the format of the file name's extension; undefined for an unknown extension. */
export const kindByName = (name: string): FileKind | undefined =>
  byEnd[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ""]

/** Tools give this name to new workbooks and to text with tabs, too: the content decides. */
const anyTable = /\.xls$/i

const begins = (bytes: Uint8Array, signature: ReadonlyArray<number>) => signature.every((byte, i) => bytes[i] === byte)

const zip = [0x50, 0x4b, 0x03, 0x04]
/** Old Excel files, and new ones with a password, are OLE containers. */
const ole = [0xd0, 0xcf, 0x11, 0xe0]
/** Formats that are sent by mistake: PDF, PNG, JPEG, GIF, RAR, 7z, gzip, RTF, ELF, an empty zip. */
const others: ReadonlyArray<ReadonlyArray<number>> = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x1f, 0x8b],
  [0x7b, 0x5c, 0x72, 0x74, 0x66],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x50, 0x4b, 0x05, 0x06]
]

/** Text formats that are recognised by their start. A table may start with anything else. */
const textKind = (head: Uint8Array): FileKind | "markup" => {
  const text = new TextDecoder().decode(head).trimStart()
  if (/^<(?:!doctype|\?xml|html|table)/i.test(text)) return "markup"
  return /^(?:\{\s*(?:"|\}|$)|\[\s*(?:\{|\]|$))/.test(text) ? "ndjson" : "csv"
}

/** Returns the format of the file. Refuses an empty file, an unsupported format, or content that does not match the name. */
export const fileKindOf = async (source: FileSource): Promise<FileKind> => {
  if (source.size === 0) throw new FileRefused("file-empty")
  const named = kindByName(source.name)
  const head = await source.read(0, 512)
  if (begins(head, ole)) throw new FileRefused("file-old-excel")
  if (others.some((signature) => begins(head, signature))) throw new FileRefused("file-format")
  const isNamedTable = anyTable.test(source.name)
  if (begins(head, zip)) {
    if (isNamedTable) return "xlsx"
    if (named !== "xlsx") throw new FileRefused(named === undefined ? "file-format" : "file-disagrees")
    return "xlsx"
  }
  if (named === "xlsx") throw new FileRefused("file-disagrees")
  const detected = textKind(head)
  if (detected === "markup") throw new FileRefused("file-format")
  if (isNamedTable && detected === "csv") return "csv"
  if (named === "csv" && detected === "ndjson") throw new FileRefused("file-disagrees")
  if (named === undefined) throw new FileRefused("file-format")
  return named
}
