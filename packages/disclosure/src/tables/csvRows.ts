import { parse } from "csv-parse"
import { Effect, FileSystem, Stream } from "effect"
import { isMissing, sizeOfInput } from "./sizeOfInput.ts"
import { TableRefused } from "./TableRefused.ts"

const delimiters = [",", ";", "\t"]

const delimiterOf = (header: string) =>
  delimiters.reduce((best, one) => (header.split(one).length > header.split(best).length ? one : best))

/** The first line by which Excel states the delimiter. */
const delimiterLine = /^sep=([,;\t])\r?\n/i

/** Longer than any row of a table. */
const longestRow = 1_000_000

const refused = (file: string, row: number, rule: string, expected: string, what = `expected ${expected}`) =>
  new TableRefused({ message: `${file}: ${what}`, problems: [{ file, row, column: "", rule, expected }] })

const noFile = (file: string) => refused(file, 0, "no-file", "the path of a file that exists", "no such file")

const unreadable = (file: string) =>
  refused(file, 0, "unreadable-file", "a file that can be read: no folder, pipe or device")

/** Decompresses gzip no faster than the output is consumed. */
const unpacking = (name: string, take: (bytes: Uint8Array) => Promise<void>) => {
  const packed = new DecompressionStream("gzip")
  const to = packed.writable.getWriter()
  const notGzip = () => refused(name, 0, "compression", "a complete gzip file, as its name ends in .gz")
  const taken = (async () => {
    const from = packed.readable.getReader()
    for (;;) {
      const { done, value } = await from.read().catch(() => {
        throw notGzip()
      })
      if (done) return
      await take(value)
    }
  })()
  // Awaited with every write; its failure waits until then.
  taken.catch(() => {})
  const both = (written: Promise<void>) =>
    Promise.race([
      written.catch(() => {
        throw notGzip()
      }),
      taken.then(() => written)
    ])
  return {
    write: (bytes: Uint8Array) => both(to.write(bytes as Uint8Array<ArrayBuffer>)),
    end: async () => {
      await both(to.close())
      await taken
    }
  }
}

/**
 * Reads a CSV file row by row: comma, semicolon or tab, quoted as in RFC 4180, UTF-8 with or without a byte order
 * mark and Excel's line `sep=;`, gzip if its name ends in `.gz`. `onRow` gets the fields, the row's number in a spreadsheet (the header is
 * 1) and the file's delimiter. Empty lines are skipped. `name` is for errors.
 */
export const csvRows = Effect.fn("csvRows")(function* (
  file: string,
  name: string,
  onRow: (fields: ReadonlyArray<string>, row: number, delimiter: string) => void
) {
  const fs = yield* FileSystem.FileSystem
  const size = yield* sizeOfInput(file).pipe(
    Effect.mapError((error) => (isMissing(error) ? noFile(name) : unreadable(name)))
  )
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let parser: ReturnType<typeof parse> | undefined
  let row = 0
  let skipped = 0
  let consumed: Promise<void> = Promise.resolve()
  const consume = async (rows: AsyncIterable<ReadonlyArray<string>>, delimiter: string) => {
    for await (const fields of rows) {
      row += 1
      if (fields.length > 1 || fields[0] !== "") onRow(fields, skipped + row, delimiter)
    }
  }
  const write = async (chunk: string) => {
    let text = chunk
    if (parser === undefined) {
      const [line = "", given] = delimiterLine.exec(chunk) ?? []
      text = chunk.slice(line.length)
      skipped = line === "" ? 0 : 1
      const delimiter = given ?? delimiterOf(text.split(/\r?\n/, 1)[0] ?? "")
      parser = parse({
        delimiter,
        // Otherwise all lines must end as the first one does.
        record_delimiter: ["\r\n", "\n", "\r"],
        relax_column_count: true,
        skip_empty_lines: false,
        max_record_size: longestRow
      })
      consumed = consume(parser as AsyncIterable<ReadonlyArray<string>>, delimiter)
      // Awaited at the end; the parser reports its failure too.
      consumed.catch(() => {})
    }
    const to = parser
    if (!to.write(text)) await Promise.race([new Promise((resolve) => to.once("drain", resolve)), consumed])
  }
  const toRefusal = (cause: unknown) => {
    if (cause instanceof TableRefused) return cause
    const { code, lines } = cause as { readonly code?: string; readonly lines?: number }
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      return refused(name, 0, "encoding", "a CSV file in UTF-8: save as CSV UTF-8")
    return refused(
      name,
      skipped + (lines ?? row + 1),
      "malformed",
      "valid CSV from this row on: look for a quotation mark without its partner"
    )
  }
  const step = (work: () => Promise<void>) => Effect.tryPromise({ try: work, catch: toRefusal })
  const decode = (bytes: Uint8Array) => write(decoder.decode(bytes, { stream: true }))
  const unpack = file.endsWith(".gz") ? unpacking(name, decode) : undefined
  const read = { chunkSize: 1 << 18, ...(size === undefined ? {} : { bytesToRead: size }) }
  yield* fs.stream(file, read).pipe(
    Stream.mapError(() => unreadable(name)),
    Stream.runForEach((bytes) => step(() => (unpack === undefined ? decode(bytes) : unpack.write(bytes))))
  )
  yield* step(async () => {
    await unpack?.end()
    const rest = decoder.decode()
    if (rest !== "") await write(rest)
    parser?.end()
    await consumed
  })
  if (row === 0) return yield* refused(name, 0, "empty", "a header")
})
