import { FileRefused } from "../FileRefused.ts"
import { isBlank, type TableRow } from "../FileRow.ts"
import { longestRow, maxColumns, maxRepeatedRows } from "../Limits.ts"
import { type MergedCell, MergedCells } from "../MergedCells.ts"

type Attributes = Readonly<Record<string, string | undefined>>

/** Returns the value of a cell that is not a text. Numbers and dates are stored apart from what is shown. */
const storedValue = (attributes: Attributes): string | undefined => {
  const type = attributes["office:value-type"]
  if (type === "date") return attributes["office:date-value"]?.slice(0, 10)
  if (type === "boolean") return attributes["office:boolean-value"]?.toUpperCase()
  if (type === "float" || type === "percentage" || type === "currency") return attributes["office:value"]
  return undefined
}

/** `MD-0012`, `007`, `12-345`: digits that a format completes. Other formats write a quantity, with separators of thousands or a unit. */
const completed = /^(?:0\d|\D*\p{L}\D*\d|\d+[-/])/u

/** Returns whether a text shows a whole number with zeros, letters or separators before or between its digits. */
const isCompleted = (shown: string, value: string): boolean =>
  completed.test(shown) && shown.replace(/\D/g, "").replace(/^0+(?=\d)/, "") === value

const repeated = (value: string | undefined): number => {
  const times = Number(value ?? 1)
  return Number.isInteger(times) && times > 0 ? times : 1
}

/** The paragraphs of a cell as one text, without those of its comments. */
class CellText {
  /** Undefined without a paragraph. */
  text: string | undefined
  private paragraphs = 0
  private comments = 0

  get inComment(): boolean {
    return this.comments > 0
  }

  open(tag: string, attributes: Attributes): void {
    if (tag === "annotation") this.comments++
    else if (this.inComment) return
    else if (tag === "p") {
      this.text = this.text === undefined ? "" : `${this.text}\n`
      this.paragraphs++
    } else if (tag === "s") this.add(" ".repeat(Math.min(100, repeated(attributes["text:c"]))))
    else if (tag === "tab") this.add("\t")
    else if (tag === "line-break") this.add("\n")
  }

  /** Adds text, and returns its length; 0 outside of paragraphs. */
  read(piece: string): number {
    if (this.paragraphs === 0 || this.inComment) return 0
    this.add(piece)
    return piece.length
  }

  close(tag: string): void {
    if (tag === "annotation") this.comments--
    else if (tag === "p" && !this.inComment) this.paragraphs--
  }

  private add(piece: string): void {
    this.text = (this.text ?? "") + piece
  }
}

/** The styles of cells that are struck through, or have a colour behind their text. They precede the sheets. */
class CellStyles {
  private readonly struck = new Set<string>()
  private readonly coloured = new Set<string>()
  private name = ""

  open(tag: string, attributes: Attributes): void {
    if (tag === "style") this.name = attributes["style:name"] ?? ""
    else if (tag === "text-properties" && isDrawn(attributes["style:text-line-through-style"]))
      this.struck.add(this.name)
    else if (tag === "table-cell-properties" && isDrawn(attributes["fo:background-color"])) this.coloured.add(this.name)
  }

  /** Returns what the style of a cell says. */
  marksOf(style: string | undefined): Pick<TableRow, "struck" | "coloured"> {
    if (style === undefined) return noMarks
    return {
      ...(this.struck.has(style) ? { struck: true } : {}),
      ...(this.coloured.has(style) ? { coloured: true } : {})
    }
  }
}

const noMarks = {}
const isDrawn = (value: string | undefined): boolean =>
  value !== undefined && !/^(?:none|transparent|#ffffff)$/i.test(value)

/** Returns whether a row or column is hidden, by hand or by a filter. */
export const isHidden = (attributes: Attributes): boolean =>
  ["collapse", "filter"].includes(attributes["table:visibility"] ?? "")

/** Makes rows of the XML events of an OpenDocument sheet, the one at `position` from 1. Throws `FileRefused` beyond the limits of a table. */
export class DocumentRows {
  /** Rows that are not blank and were not taken yet. */
  rows: Array<TableRow> = []
  private readonly position: number
  private readonly text = new CellText()
  private readonly merged = new MergedCells()
  private table = 0
  /** Rows that ended so far. */
  private row = 0
  private rowRepeats = 1
  private isHidden = false
  private cells: Array<string> = []
  private begun: Array<MergedCell> = []
  private length = 0
  private column = 0
  private cellRepeats = 1
  private rowsSpanned = 1
  private columnsSpanned = 1
  private stored: string | undefined
  private readonly styles = new CellStyles()
  private style: string | undefined
  private marks: Pick<TableRow, "struck" | "coloured"> = noMarks

  constructor(position: number) {
    this.position = position
  }

  readonly open = (tag: string, attributes: Attributes): void => {
    if (tag === "table") {
      this.table++
      this.row = 0
    } else if (this.table === 0) this.styles.open(tag, attributes)
    else if (this.table !== this.position) return
    else if (tag === "table-row") this.beginRow(attributes)
    else if (tag === "table-cell" || tag === "covered-table-cell") this.beginCell(attributes)
    else this.text.open(tag, attributes)
  }

  readonly read = (piece: string): void => {
    if (this.table !== this.position) return
    this.length += this.text.read(piece)
    if (this.length > longestRow) throw new FileRefused("row-too-long", this.row + 1)
  }

  readonly close = (tag: string): void => {
    if (this.table !== this.position) return
    this.text.close(tag)
    if (this.text.inComment) return
    if (tag === "table-cell" || tag === "covered-table-cell") this.endCell()
    else if (tag === "table-row") this.endRow()
  }

  private beginRow(attributes: Attributes): void {
    this.rowRepeats = repeated(attributes["table:number-rows-repeated"])
    this.isHidden = isHidden(attributes)
    this.cells = []
    this.marks = noMarks
    this.column = 0
    this.length = 0
  }

  private beginCell(attributes: Attributes): void {
    this.cellRepeats = repeated(attributes["table:number-columns-repeated"])
    this.rowsSpanned = repeated(attributes["table:number-rows-spanned"])
    this.columnsSpanned = Math.min(maxColumns, repeated(attributes["table:number-columns-spanned"]))
    this.stored = storedValue(attributes)
    this.style = attributes["table:style-name"]
    this.text.text = undefined
  }

  private endCell(): void {
    const { column, cellRepeats, cells } = this
    this.column += cellRepeats
    const shown = this.text.text ?? ""
    const value = this.stored === undefined || isCompleted(shown, this.stored) ? shown : this.stored
    if (value === "") return
    if (this.style !== undefined) this.marks = { ...this.marks, ...this.styles.marksOf(this.style) }
    if (this.column > maxColumns) throw new FileRefused("columns-too-many", this.row + 1)
    while (cells.length < column) cells.push("")
    for (let i = 0; i < cellRepeats; i++) cells.push(value)
    if (this.rowsSpanned > 1 || this.columnsSpanned > 1)
      this.begun.push({
        column,
        lastColumn: column + this.columnsSpanned - 1,
        first: this.row + 1,
        last: this.row + this.rowsSpanned
      })
  }

  private endRow(): void {
    const { row, rowRepeats, cells } = this
    this.row += rowRepeats
    const { begun } = this
    this.begun = []
    if (isBlank(cells)) return
    if (rowRepeats > maxRepeatedRows) throw new FileRefused("xlsx-bomb", row + 1)
    this.merged.fill(row + 1, cells)
    for (const cell of begun) this.merged.begin(cell, cells[cell.column] ?? "")
    const across = this.merged.across()
    const kept = {
      cells,
      ...this.marks,
      ...(this.isHidden ? { hidden: true as const } : {}),
      ...(across === undefined ? {} : { across })
    }
    for (let i = 1; i <= rowRepeats; i++) this.rows.push({ row: row + i, ...kept })
  }
}
