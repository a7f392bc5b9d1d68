/** The rows of a partner's file, one after the other: CSV (comma, semicolon or tab) and NDJSON, UTF-8. */
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { parse } from "csv-parse"
import { Effect, Schema, Stream } from "effect"
import type { ProblemCode } from "../../schemas/generated/types.ts"

/** The file can't be read at all. `message` says why in words and holds no content. */
export class FileProblem extends Schema.TaggedError<FileProblem>()("FileProblem", {
  code: Schema.String,
  /** Row as a spreadsheet shows it, or 0 for the file as a whole. */
  row: Schema.Int,
  message: Schema.String
}) {}

/** A row with its number as a spreadsheet shows it: in CSV the header is row 1, in NDJSON a row is a line. */
export type FileRow =
  | { readonly row: number; readonly cells: Readonly<Record<string, string>> }
  | { readonly row: number; readonly object: unknown }
  | { readonly row: number; readonly broken: ProblemCode }

export type FileKind = "csv" | "ndjson"

/** The kind of a file by its name's end. */
export const fileKindOf = (file: string): FileKind | undefined => {
  const end = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase()
  if (end === "csv" || end === "tsv") return "csv"
  return end === "ndjson" || end === "jsonl" ? "ndjson" : undefined
}

/** Longer than any record; a line beyond it is no record, and is not kept in memory whole for long. */
const maxRowLength = 1_000_000

const problem = (code: ProblemCode, row: number, message: string) => new FileProblem({ code, row, message })

const toProblem = (cause: unknown): FileProblem => {
  if (cause instanceof FileProblem) return cause
  const { code, lines } = cause as { code?: string; lines?: number }
  if (code === "ENOENT") return problem("file-format", 0, "there is no such file")
  if (code === "EACCES" || code === "EISDIR") return problem("file-format", 0, "the file cannot be opened")
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return problem("file-encoding", 0, "the file is not UTF-8")
  return problem("csv-malformed", lines ?? 0, "the file cannot be read as CSV from this row on")
}

/** Decodes strictly: bad UTF-8 is told and never replaced. */
async function* utf8(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  for await (const chunk of createReadStream(file)) yield decoder.decode(chunk as Uint8Array, { stream: true })
  const rest = decoder.decode()
  if (rest !== "") yield rest
}

const delimiters = [",", ";", "\t"]

const delimiterOf = (header: string) =>
  delimiters.reduce((best, candidate) =>
    header.split(candidate).length > header.split(best).length ? candidate : best
  )

async function* csvRows(file: string): AsyncGenerator<FileRow> {
  const text = utf8(file)
  const first = await text.next()
  const start = first.done === true ? "" : first.value
  const parser = parse({
    delimiter: delimiterOf(start.split(/\r?\n/, 1)[0] ?? ""),
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: maxRowLength
  })
  const feed = async () => {
    parser.write(start)
    for await (const chunk of text)
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once("drain", resolve))
    parser.end()
  }
  feed().catch((cause) => parser.destroy(cause as Error))
  let header: ReadonlyArray<string> | undefined
  let row = 0
  for await (const values of parser as AsyncIterable<ReadonlyArray<string>>) {
    row++
    if (header === undefined) {
      header = values.map((name) => name.trim())
      yield { row, cells: Object.fromEntries(header.map((name) => [name, name])) }
    } else if (values.slice(header.length).some((value) => value !== "")) yield { row, broken: "csv-malformed" }
    else yield { row, cells: Object.fromEntries(header.map((name, i) => [name, values[i] ?? ""])) }
  }
}

async function* ndjsonRows(file: string): AsyncGenerator<FileRow> {
  const { Readable } = await import("node:stream")
  let row = 0
  for await (const line of createInterface({ input: Readable.from(utf8(file)), crlfDelay: Number.POSITIVE_INFINITY })) {
    row++
    const text = row === 1 ? line.replace(/^\uFEFF/, "") : line
    if (text.trim() === "") continue
    if (text.length > maxRowLength) yield { row, broken: "json-malformed" }
    else yield parseLine(row, text)
  }
}

const parseLine = (row: number, text: string): FileRow => {
  try {
    const object: unknown = JSON.parse(text)
    return typeof object === "object" && object !== null && !Array.isArray(object)
      ? { row, object }
      : { row, broken: "json-malformed" }
  } catch {
    return { row, broken: "json-malformed" }
  }
}

/**
 * The rows of the file. The first row of a CSV file is its header, whose cells are their own names.
 * Fails with a `FileProblem` when the file can't be read on.
 */
export const fileRows = (file: string, kind: FileKind): Stream.Stream<FileRow, FileProblem> =>
  Stream.suspend(() => Stream.fromAsyncIterable(kind === "csv" ? csvRows(file) : ndjsonRows(file), toProblem))

/** A file of a kind that is read, by its name. */
export const requireFileKind = (file: string): Effect.Effect<FileKind, FileProblem> => {
  const kind = fileKindOf(file)
  return kind === undefined
    ? Effect.fail(problem("file-format", 0, "only .csv, .tsv, .ndjson and .jsonl files are read"))
    : Effect.succeed(kind)
}
