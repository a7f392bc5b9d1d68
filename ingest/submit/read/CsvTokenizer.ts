/**
 * Splits chunks of CSV text (RFC 4180) into rows. Line ends are CR, LF or CRLF; a quoted cell may contain any of them. A quote inside an
 * unquoted cell is an ordinary character, as in spreadsheets.
 *
 * It is our own code because it must run in a browser, limit memory before it allocates, and report the row of an unclosed quote. It is
 * tested against csv-parse on random tables.
 */
import { FileRefused } from "./FileRefused.ts"
import { longestRow, maxColumns } from "./Limits.ts"

const quote = 34
const lf = 10
const cr = 13

const states = { start: 0, plain: 1, quoted: 2, closed: 3 } as const

export class CsvTokenizer {
  private readonly delimiter: number
  private state: number = states.start
  private cell = ""
  private cells: Array<string> = []
  private length = 0
  /** True after a CR: a following LF belongs to the same line end. */
  private afterCr = false
  /** Number of the current row. */
  private row = 1

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0)
  }

  private endCell(): void {
    this.cells.push(this.cell)
    this.cell = ""
    this.state = states.start
    // Some files have many blank columns at the end, but not many filled cells.
    if (this.cells.length > 8 * maxColumns) throw new FileRefused("columns-too-many", this.row)
  }

  private endRow(rows: Array<ReadonlyArray<string>>): void {
    this.endCell()
    rows.push(this.cells)
    this.cells = []
    this.length = 0
    this.row++
  }

  private grow(text: string, from: number, to: number): void {
    this.length += to - from
    if (this.length > longestRow)
      throw new FileRefused(this.state === states.quoted ? "csv-malformed" : "row-too-long", this.row)
    this.cell += text.slice(from, to)
  }

  /** Returns the rows that `text` completes, including blank ones. */
  push(text: string): Array<ReadonlyArray<string>> {
    const rows: Array<ReadonlyArray<string>> = []
    let i = 0
    if (this.afterCr && text.length > 0) {
      if (text.charCodeAt(0) === lf) i = 1
      this.afterCr = false
    }
    while (i < text.length) {
      if (this.state === states.quoted) {
        let end = text.indexOf('"', i)
        if (end === -1) end = text.length
        this.grow(text, i, end)
        i = end
        if (i < text.length) {
          this.state = states.closed
          i++
        }
        continue
      }
      const sign = text.charCodeAt(i)
      if (this.state === states.closed && sign === quote) {
        this.grow(text, i, i + 1)
        this.state = states.quoted
        i++
      } else if (sign === this.delimiter) {
        this.length++
        this.endCell()
        i++
      } else if (sign === lf || sign === cr) {
        this.endRow(rows)
        i++
        if (sign === cr) {
          if (i === text.length) this.afterCr = true
          else if (text.charCodeAt(i) === lf) i++
        }
      } else if (this.state === states.closed) {
        // Spaces after the closing quote are common; anything else means unbalanced quotes.
        if (sign !== 32) throw new FileRefused("csv-malformed", this.row)
        i++
      } else if (this.state === states.start && sign === quote) {
        this.state = states.quoted
        i++
      } else {
        this.state = states.plain
        let end = i + 1
        for (; end < text.length; end++) {
          const next = text.charCodeAt(end)
          if (next === this.delimiter || next === lf || next === cr) break
        }
        this.grow(text, i, end)
        i = end
      }
    }
    return rows
  }

  /** Returns the last row, if no line end follows it. */
  end(): Array<ReadonlyArray<string>> {
    if (this.state === states.quoted) throw new FileRefused("csv-malformed", this.row)
    const rows: Array<ReadonlyArray<string>> = []
    if (this.state !== states.start || this.cells.length > 0 || this.cell !== "") this.endRow(rows)
    return rows
  }
}
