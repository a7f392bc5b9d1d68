/** Reads a CSV table: its encoding, separator, header and rows. */
import { CsvTokenizer } from "./CsvTokenizer.ts"
import { FileRefused } from "./FileRefused.ts"
import { isBlank, type TableRow } from "./FileRow.ts"
import type { FileSource } from "./FileSource.ts"
import { findHeader, firstRows, type Header, type HeaderScore } from "./FindHeader.ts"
import { longestRow, maxColumns } from "./Limits.ts"
import { encodingOf, type FoundEncoding, textOf } from "./TextEncoding.ts"

interface CsvTable {
  readonly encoding: FoundEncoding
  readonly delimiter: string
  readonly header: Header | undefined
  /** Returns all rows that are not blank, from the top. */
  readonly rows: () => AsyncGenerator<ReadonlyArray<TableRow>>
}

const delimiters = [",", ";", "\t", "|"] as const

/** Excel's first line that gives the separator. Spreadsheets do not show it as a row. */
const separatorLine = /^sep=(.)\r?\n?/i

/** Returns the text without the separator line. */
async function* tableText(text: AsyncGenerator<string>): AsyncGenerator<string> {
  let isFirst = true
  for await (const piece of text) {
    yield isFirst ? piece.replace(separatorLine, "") : piece
    isFirst = false
  }
}

/** Blank with any separator. */
const isBlankLine = (cells: ReadonlyArray<string>) => cells.every((cell) => /^[\s,;|]*$/.test(cell))

/** Marks with which a table makes a spreadsheet keep a cell as text: `="007"` and `'007`, as our own report does for `'=1`. */
const marks = /^="([^"]*)"$|^'(?=[\d=+@-])/
const isMarked = (cell: string) => (cell.charCodeAt(0) === 61 || cell.charCodeAt(0) === 39) && marks.test(cell)
const unmarked = (cell: string) => (isMarked(cell) ? cell.replace(marks, "$1") : cell)

/** A row that was quoted as a whole is one cell with separators in it: programs write so what they took for one column. */
const isWrapped = (cells: ReadonlyArray<string>, delimiter: string) =>
  cells.length === 1 && cells[0]?.includes(delimiter) === true

/** Returns the cells of such a row; the row itself if its quotes are unbalanced. */
const unwrapped = (cells: ReadonlyArray<string>, delimiter: string): ReadonlyArray<string> => {
  const tokens = new CsvTokenizer(delimiter)
  try {
    const rows = [...tokens.push(cells[0] ?? ""), ...tokens.end()]
    return rows.length === 1 ? (rows[0] ?? cells) : cells
  } catch {
    return cells
  }
}

/** Number of rows from which the separator is detected. */
const sampledRows = 200

/**
 * Returns the rows at the start of a text, without a truncated or malformed last row, and whether its rows are quoted as a whole: at least half of them,
 * below a header that may not be.
 */
const sampleRows = (
  sample: string,
  delimiter: string
): { readonly rows: ReadonlyArray<TableRow>; readonly hasWrapped: boolean } => {
  const tokens = new CsvTokenizer(delimiter)
  const rows: Array<ReadonlyArray<string>> = []
  try {
    for (const [line] of sample.matchAll(/[^\r\n]*(?:\r\n|[\r\n]|$)/g)) {
      rows.push(...tokens.push(line))
      if (rows.length >= sampledRows || line === "") break
    }
    rows.push(...tokens.end())
  } catch {
    // This is reported when the file is read; the rows before are complete.
  }
  const wrapped = rows.filter((cells) => isWrapped(cells, delimiter)).length
  const hasWrapped = wrapped > 1 && wrapped * 2 >= rows.filter((cells) => !isBlankLine(cells)).length
  return {
    rows: rows
      .map((cells) => (hasWrapped && isWrapped(cells, delimiter) ? unwrapped(cells, delimiter) : cells))
      .map((cells, i) => ({ row: i + 1, cells: cells.map(unmarked) }))
      .filter(({ cells }) => !isBlankLine(cells)),
    hasWrapped
  }
}

const typicalWidth = (rows: ReadonlyArray<TableRow>): number => {
  const counts = firstRows(rows)
    .map(({ cells }) => cells.length)
    .sort((a, b) => a - b)
  return counts[counts.length >> 1] ?? 0
}

/** Returns the most known column names of a row; 0 if they are not more than `least`. */
const mostKnown = (rows: ReadonlyArray<TableRow>, score: HeaderScore, least: number) =>
  firstRows(rows).reduce((most, { cells }) => Math.max(most, score(cells, Math.max(most, least))), 0)

const firstText = async (source: FileSource, encoding: FoundEncoding): Promise<string> => {
  let text = ""
  for await (const piece of textOf(source, encoding)) {
    text += piece
    if (text.length >= 65_536) break
  }
  return text
}

export const openCsv = async (source: FileSource, score: HeaderScore): Promise<CsvTable> => {
  const encoding = await encodingOf(source)
  const sample = await firstText(source, encoding)
  if (sample.length > 65_535 && !/[\r\n]/.test(sample) && source.size > longestRow)
    throw new FileRefused(
      delimiters.some((delimiter) => sample.split(delimiter).length > maxColumns) ? "columns-too-many" : "row-too-long",
      1
    )
  const named = separatorLine.exec(sample)?.[1]
  const body = sample.replace(separatorLine, "")
  const all = (named === undefined ? delimiters : [named]).map((delimiter) => {
    const found = sampleRows(body, delimiter)
    return { delimiter, ...found, width: typicalWidth(found.rows) }
  })
  // A separator that most rows do not have is none, unless it is so with each.
  const split = all.filter(({ width }) => width > 1)
  const likely = split.length === 0 ? all : split
  // The most known column names win, then the most columns: those with fewer columns must have more known names than the others before.
  let known = -1
  let best = likely[0] as (typeof likely)[number]
  for (const one of likely.length === 1 ? [] : likely.toSorted((a, b) => b.width - a.width)) {
    const found = mostKnown(one.rows, score, Math.max(0, known))
    if (found > known) [best, known] = [one, found]
  }
  return {
    encoding,
    delimiter: best.delimiter,
    header: findHeader(best.rows, score),
    rows: async function* () {
      const tokens = new CsvTokenizer(best.delimiter)
      let row = 0
      const numbered = (split: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<TableRow> =>
        (best.hasWrapped
          ? split.map((cells) => (isWrapped(cells, best.delimiter) ? unwrapped(cells, best.delimiter) : cells))
          : split
        )
          .map((cells) => ({ row: ++row, cells: cells.some(isMarked) ? cells.map(unmarked) : cells }))
          .filter(({ cells }) => !isBlank(cells))
      for await (const text of tableText(textOf(source, encoding))) yield numbered(tokens.push(text))
      yield numbered(tokens.end())
    }
  }
}
