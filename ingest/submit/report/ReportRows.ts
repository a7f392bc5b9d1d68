/**
 * Writes the partner's own file, valid rows included, with a column of problems. It contains the partner's values and stays with the partner.
 * When it is opened in a spreadsheet, no cell acts as a formula or hides its content.
 */

import type { Language } from "../../../schemas/Languages.ts"
import type { CheckedRow } from "../check/CheckTable.ts"
import { type FileProblemEntry, isError } from "../check/FileProblemEntry.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { reportColumn } from "../columns/OwnColumns.ts"
import { columnText, sentencesOf, wordsOfProblem } from "../words/ProblemWords.ts"
import { inSheet, submitWords } from "../words/SubmitWords.ts"

/** Characters that change the display of others, or that programs interpret. Line breaks in a cell stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are intended.
const hiddenSigns = /[\p{Cf}\p{Co}\u2028\u2029\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu

/** Most cells, which need no search for such characters. */
const plainText = /^[\x20-\x7e\n]*$/

const visible = (text: string) =>
  plainText.test(text)
    ? text
    : text.replace(hiddenSigns, (sign) => `\\u{${(sign.codePointAt(0) as number).toString(16)}}`)

/** Texts that a spreadsheet would take for a formula, also after blanks or in full-width characters. */
const formula = /^[\s\u00a0]*[=+\-@|%＝＋－＠]/
const number = /^-?\d+(?:[.,]\d+)?$/

/** Returns a displayed cell as CSV. */
export const safeCell = (text: string, delimiter: string): string => {
  const safe = (formula.test(text) && !number.test(text)) || /^[\t\r\n]/.test(text) ? `'${text}` : text
  return /["\n\r,;\t]/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** How often the same text is written before later rows refer to the first one, and how many texts are remembered. */
const [maxRepeats, maxTexts] = [1_000, 20_000]

/** What a problem of the report means: the same for all rows with this code and these allowed values. */
interface Explanation {
  readonly code: string
  readonly title: string
  readonly expected: string
  readonly remedy: string
}

/**
 * Writes the problems of rows as codes with their columns, and keeps the explanation of each code. A file can have many rows with the same
 * problem, so its explanation is written once.
 */
export class RowProblems {
  private readonly explained = new Map<string, Explanation>()
  private readonly texts = new Map<string, { readonly place: string; times: number }>()
  private readonly language: Language
  private readonly isInline: boolean

  /** `isInline`: the first row with a problem has its explanation. Otherwise use `explanations`. */
  constructor(language: Language, isInline: boolean) {
    this.language = language
    this.isInline = isInline
  }

  /** Returns the explanations of all problems so far. */
  get explanations(): ReadonlyArray<Explanation> {
    return [...this.explained.values()]
  }

  /** Returns the problem's explanation; undefined if it was returned before. */
  explain(problem: FileProblemEntry): Explanation | undefined {
    const { code, limit } = problem
    const key = limit === undefined ? code : `${code} ${"list" in limit ? limit.list : limit.range.join(" ")}`
    if (this.explained.has(key)) return undefined
    const { because: _, ...kind } = problem
    const explanation = { code, ...wordsOfProblem(kind, this.language) }
    this.explained.set(key, explanation)
    return explanation
  }

  /**
   * Returns the problems of a row, errors first: the code, its columns, and the row that it refers to. A text that very many rows share is
   * replaced by the number of the first row that has it.
   */
  text(problems: ReadonlyArray<FileProblemEntry>): string {
    const [first] = problems
    if (first === undefined) return ""
    const text = this.fullText(problems)
    const known = this.texts.get(text)
    if (known !== undefined) return ++known.times > maxRepeats && known.place.length < text.length ? known.place : text
    if (this.texts.size < maxTexts)
      this.texts.set(text, { place: inSheet(first.sheet, submitWords[this.language].asInRow(first.row)), times: 1 })
    return text
  }

  /** Returns the text of a row's number. */
  row(number: number): string {
    return submitWords[this.language].row(number)
  }

  private fullText(problems: ReadonlyArray<FileProblemEntry>): string {
    const byCode = new Map<string, { readonly columns: Array<string>; explanation: Explanation | undefined }>()
    const sorted = problems.every(isError) ? problems : [...problems].sort((a, b) => +isError(b) - +isError(a))
    for (const problem of sorted) {
      const { code, because, becauseSheet } = problem
      const found = byCode.get(code) ?? { columns: [], explanation: undefined }
      byCode.set(code, found)
      found.explanation ??= this.explain(problem)
      const column = columnText(problem, this.language)
      const row = because === undefined ? "" : inSheet(becauseSheet, submitWords[this.language].row(because))
      found.columns.push(column === "" || row === "" ? column + row : `${column}, ${row}`)
    }
    const line = ([code, { columns, explanation }]: readonly [
      string,
      { readonly columns: ReadonlyArray<string>; readonly explanation: Explanation | undefined }
    ]) => {
      const places = columns.filter((column) => column !== "").join("; ")
      const short = places === "" ? code : `${code} (${places})`
      if (explanation === undefined || !this.isInline) return short
      return `${short}: ${sentencesOf(explanation, this.language)}`
    }
    return Array.from(byCode, line).join("\n")
  }
}

/** Maximum number of consecutive blank rows that are kept. After more of them, row numbers differ from the partner's file. */
const maxBlankRows = 100_000

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
  texts: RowProblems
): ReadonlyArray<string> => {
  const cells = "cells" in row ? row.cells : []
  const missing = new Array<string>(Math.max(0, width - cells.length)).fill("")
  const found = texts.text(problems)
  const [first] = problems
  // Rows of several sheets have other numbers in the report than in the file.
  const text = first?.sheet === undefined ? found : `${inSheet(first.sheet, texts.row(first.row))}: ${found}`
  const last = place === "header" ? [reportColumn, text].filter((part) => part !== "").join("\n") : text
  return [...cells.slice(0, width), ...missing, last, ...cells.slice(width)].map(visible)
}

const encoder = new TextEncoder()

/** Writes CSV with the file's own separator. */
export const reportCsv = (opened: OpenedFile, language: Language): ReportWriter => {
  const { delimiter, beyondAscii, header } = opened
  const width = header?.names.length ?? 0
  const texts = new RowProblems(language, true)
  let before = 0
  const line = (row: CheckedRow): string => {
    const blank = "\n".repeat(Math.min(maxBlankRows, Math.max(0, row.row.row - before - 1)))
    before = row.row.row
    return `${blank}${reportCells(row, width, texts)
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

/** Writes NDJSON with a list of problems in each line. The first problem of a kind has its explanation. */
export const reportJson = (language: Language): ReportWriter => {
  const texts = new RowProblems(language, true)
  /** Problems of the columns, which have no line of their own and are shown with the first row. */
  let ofColumns: ReadonlyArray<FileProblemEntry> = []
  const line = ({ row, place, problems: own }: CheckedRow): string => {
    if (place === "header" || place === "above") {
      ofColumns = [...ofColumns, ...own]
      return ""
    }
    const problems = [...ofColumns, ...own]
    ofColumns = []
    const entries = problems.map((problem) => {
      const { code, severity, column, because } = problem
      const short = { code, severity, column, ...(because === undefined ? {} : { because }) }
      const explanation = texts.explain(problem)
      if (explanation === undefined) return short
      const { title, expected, remedy } = explanation
      return { ...short, rule: title, expected, remedy }
    })
    const record = "object" in row ? row.object : ("cells" in row && row.of) || { row: row.row }
    return `${visible(JSON.stringify({ ...record, [reportColumn]: entries }))}\n`
  }
  return { start: () => [], rows: (rows) => [encoder.encode(rows.map(line).join(""))], end: () => [] }
}
