/** Detects the format of a file from its bytes, and compares it with its name. */
import { FileRefused } from "./FileRefused.ts"
import type { FileSource } from "./FileSource.ts"
import { isZip, kindOfParts, otherFormat } from "./OtherFormats.ts"
import { zipParts } from "./xlsx/ZipParts.ts"

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

/** A web page, also with everything in one file (MHTML), XML, or a part of a page: programs save reports so, and call them `.xls`. */
const markup =
  /^(?:<(?:!doctype|!--|\?xml|(?:html|head|meta|body|table|div|style|script|center|font)[\s>])|MIME-Version:\s)/i

/** Text formats that are recognised by their start. A table may start with anything else. */
const textKind = (head: Uint8Array): FileKind | "markup" => {
  const isWide = head[0] === 0xff && head[1] === 0xfe
  const text = new TextDecoder(isWide ? "utf-16le" : "utf-8").decode(head).trimStart()
  if (markup.test(text)) return "markup"
  return /^(?:\{\s*(?:"|\}|$)|\[\s*(?:\{|\]|$))/.test(text) ? "ndjson" : "csv"
}

/** Returns what an archive with another name is; undefined if its parts do not say it, or cannot be read. */
const kindOfZip = async (source: FileSource) => {
  try {
    return kindOfParts((await zipParts(source)).names)
  } catch (cause) {
    if (cause instanceof FileRefused && cause.code === "file-password") return cause.code
    if (cause instanceof FileRefused) return undefined
    throw cause
  }
}

/** Returns the format of the file. Refuses an empty file, an unsupported format, or content that does not match the name. */
export const fileKindOf = async (source: FileSource): Promise<FileKind> => {
  if (source.size === 0) throw new FileRefused("file-empty")
  const named = kindByName(source.name)
  const head = await source.read(0, 512)
  const other = await otherFormat(source, head)
  if (other !== undefined) throw new FileRefused(other)
  const isNamedTable = anyTable.test(source.name)
  if (isZip(head)) {
    if (isNamedTable || named === "xlsx") return "xlsx"
    throw new FileRefused((await kindOfZip(source)) ?? (named === undefined ? "file-format" : "file-disagrees"))
  }
  const detected = textKind(head)
  if (detected === "markup") throw new FileRefused("file-markup")
  if (named === "xlsx") throw new FileRefused("file-disagrees")
  if (isNamedTable && detected === "csv") return "csv"
  if (named === "csv" && detected === "ndjson") throw new FileRefused("file-disagrees")
  if (named === undefined) throw new FileRefused("file-format")
  return named
}
