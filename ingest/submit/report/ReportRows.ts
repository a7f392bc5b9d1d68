/**
 * Writes the partner's own file, valid rows included, with a column of problems. It contains the partner's values and stays with the partner.
 * When it is opened in a spreadsheet, no cell acts as a formula or hides its content.
 */

import type { CheckedRow } from "../check/CheckTable.ts"
import { type FileProblemEntry, isError } from "../check/FileProblemEntry.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { reportColumn } from "../columns/OwnColumns.ts"
import type { Language } from "../words/Languages.ts"
import { sentenceOf, wordsOfProblem } from "../words/ProblemWords.ts"

/** Characters that change the display of others, or that programs interpret. Line breaks in a cell stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are intended.
const hiddenSigns = /[\p{Cf}\p{Co}\u2028\u2029\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu

const visible = (text: string) =>
  text.replace(hiddenSigns, (sign) => `\\u{${(sign.codePointAt(0) as number).toString(16)}}`)

/** Texts that a spreadsheet would take for a formula, also after blanks or in full-width characters. */
const formula = /^[\s\u00a0]*[=+\-@|%＝＋－＠]/
const number = /^-?\d+(?:[.,]\d+)?$/

/** Returns a cell as CSV. */
export const safeCell = (text: string, delimiter: string): string => {
  const plain = visible(text)
  const safe = (formula.test(plain) && !number.test(plain)) || /^[\t\r\n]/.test(plain) ? `'${plain}` : plain
  return /["\n\r,;\t]/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const words = (problems: ReadonlyArray<FileProblemEntry>, language: Language) =>
  [...problems]
    .sort((a, b) => Number(isError(b)) - Number(isError(a)))
    .map((problem) => sentenceOf(problem, language))
    .join("\n")

/** Maximum number of consecutive blank rows that are kept. After more of them, row numbers differ from the partner's file. */
const mostBlankRows = 100_000

/** Writes the report in the order of the file. Each step returns the bytes that are ready. */
export interface ReportWriter {
  readonly start: () => ReadonlyArray<Uint8Array>
  readonly rows: (rows: ReadonlyArray<CheckedRow>) => ReadonlyArray<Uint8Array>
  readonly end: () => ReadonlyArray<Uint8Array>
}

/** Returns the displayed cells of a row, with its problems after the `width` columns of the header. */
export const reportCells = (
  { row, place, problems }: CheckedRow,
  width: number,
  language: Language
): ReadonlyArray<string> => {
  const cells = "cells" in row ? row.cells : []
  const own = Array.from({ length: width }, (_, i) => cells[i] ?? "")
  const text = words(problems, language)
  const last = place === "header" ? [reportColumn, text].filter((part) => part !== "").join("\n") : text
  return [...own, last, ...cells.slice(width)].map(visible)
}

const encoder = new TextEncoder()

/** Writes CSV with the file's own separator. */
export const reportCsv = (opened: OpenedFile, language: Language): ReportWriter => {
  const { delimiter, beyondAscii, header } = opened
  const width = header?.names.length ?? 0
  let before = 0
  const line = (row: CheckedRow): string => {
    const blank = "\n".repeat(Math.min(mostBlankRows, Math.max(0, row.row.row - before - 1)))
    before = row.row.row
    return `${blank}${reportCells(row, width, language)
      .map((cell) => safeCell(cell, delimiter))
      .join(delimiter)}\n`
  }
  return {
    // Spreadsheets recognise UTF-8 by this byte-order mark.
    start: () => (beyondAscii || language !== "en" ? [encoder.encode("\uFEFF")] : []),
    rows: (rows) => [encoder.encode(rows.map(line).join(""))],
    end: () => []
  }
}

/** Writes NDJSON with a list of problems in each line. */
export const reportJson = (language: Language): ReportWriter => {
  const line = ({ row, problems }: CheckedRow): string => {
    const entries = problems.map((problem) => {
      const { title, expected, remedy } = wordsOfProblem(problem, language)
      const { code, severity, column, because } = problem
      return { code, severity, column, ...(because === undefined ? {} : { because }), rule: title, expected, remedy }
    })
    const own = "object" in row ? row.object : { row: row.row }
    return `${visible(JSON.stringify({ ...own, [reportColumn]: entries }))}\n`
  }
  return { start: () => [], rows: (rows) => [encoder.encode(rows.map(line).join(""))], end: () => [] }
}
