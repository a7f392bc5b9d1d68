/**
 * Rows of CSV (RFC 4180) from pieces of text. Line ends are CR, LF or CRLF; a quoted cell may hold any of them. A quote inside a
 * cell that does not begin with one is a plain sign, as spreadsheets read it.
 *
 * Own code because it must run in a browser, bound what it keeps before it keeps it, and say in which row a quote was opened
 * that nothing closes. Held against csv-parse on random tables.
 */
import { FileRefused } from "./FileRefused.ts"
import { longestRow, mostColumns } from "./Limits.ts"

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
  /** A CR ended the row: a LF that comes next belongs to it. */
  private afterCr = false
  /** Number of the row that is being read. */
  private row = 1

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0)
  }

  private endCell(): void {
    this.cells.push(this.cell)
    this.cell = ""
    this.state = states.start
    // Blank columns at the end are many in some files; cells with content are not.
    if (this.cells.length > 8 * mostColumns) throw new FileRefused("columns-too-many", this.row)
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

  /** The rows that `text` completes, blank ones among them. */
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
        // Spaces after the closing quote are common; anything else means that quotes do not fit.
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

  /** The last row, when no line end follows it. */
  end(): Array<ReadonlyArray<string>> {
    if (this.state === states.quoted) throw new FileRefused("csv-malformed", this.row)
    const rows: Array<ReadonlyArray<string>> = []
    if (this.state !== states.start || this.cells.length > 0 || this.cell !== "") this.endRow(rows)
    return rows
  }
}
