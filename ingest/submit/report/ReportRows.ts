/**
 * The partner's own file given back, good rows included, with a column of what is wrong. It holds the partner's values and so
 * stays with the partner; opened in a spreadsheet, none of them acts as a formula or hides what it is.
 */

import type { CheckedRow } from "../check/CheckTable.ts"
import { type FileProblemEntry, isError } from "../check/FileProblemEntry.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { reportColumn } from "../columns/OwnColumns.ts"
import type { Language } from "../words/Languages.ts"
import { sentenceOf, wordsOfProblem } from "../words/ProblemWords.ts"

/** Signs that change how others look, or that programs take for commands. A cell's own line breaks stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control signs are what is meant.
const hiddenSigns = /[\p{Cf}\p{Co}\u2028\u2029\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu

const visible = (text: string) =>
  text.replace(hiddenSigns, (sign) => `\\u{${(sign.codePointAt(0) as number).toString(16)}}`)

/** What a spreadsheet would take for a formula, also behind blanks and in full width. */
const formula = /^[\s\u00a0]*[=+\-@|%＝＋－＠]/
const number = /^-?\d+(?:[.,]\d+)?$/

/** A cell as CSV. */
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

/** More blank rows in a row than this are not kept: what follows then has another number than in the partner's file. */
const mostBlankRows = 100_000

/** Writes the report's lines in the order of the file. */
export class ReportWriter {
  private readonly opened: OpenedFile
  private readonly language: Language
  private readonly width: number
  private row = 0

  constructor(opened: OpenedFile, language: Language) {
    this.opened = opened
    this.language = language
    this.width = opened.header?.names.length ?? 0
  }

  /** What stands before the first line: spreadsheets read UTF-8 by this mark alone. */
  get start(): string {
    return this.opened.kind !== "ndjson" && (this.opened.beyondAscii || this.language !== "en") ? "\uFEFF" : ""
  }

  /** The lines of these rows, each with its end. */
  lines(rows: ReadonlyArray<CheckedRow>): string {
    return rows.map((row) => (this.opened.kind === "ndjson" ? this.json(row) : this.csv(row))).join("")
  }

  private csv({ row, place, problems }: CheckedRow): string {
    const { delimiter } = this.opened
    const cells = "cells" in row ? row.cells : []
    const own = Array.from({ length: this.width }, (_, i) => cells[i] ?? "")
    const told = words(problems, this.language)
    const last = place === "header" ? [reportColumn, told].filter((part) => part !== "").join("\n") : told
    const blank = "\n".repeat(Math.min(mostBlankRows, Math.max(0, row.row - this.row - 1)))
    this.row = row.row
    const line = [...own, last, ...cells.slice(this.width)].map((cell) => safeCell(cell, delimiter)).join(delimiter)
    return `${blank}${line}\n`
  }

  private json({ row, problems }: CheckedRow): string {
    const told = problems.map((problem) => {
      const { title, expected, mend } = wordsOfProblem(problem, this.language)
      const { code, severity, column } = problem
      return { code, severity, column, rule: title, expected, mend }
    })
    const own = "object" in row ? row.object : { row: row.row }
    return `${visible(JSON.stringify({ ...own, [reportColumn]: told }))}\n`
  }
}
