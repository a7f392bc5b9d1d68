/** Reads the rows of a sheet as displayed texts. A formula has the value that was saved with the file. */
import { FileRefused } from "../FileRefused.ts"
import type { TableRow } from "../FileRow.ts"
import { isBlank } from "../FileRow.ts"
import { longestRow, maxColumns } from "../Limits.ts"
import { type MergedCell, MergedCells } from "../MergedCells.ts"
import { columnOf } from "./CellReference.ts"
import { dateText } from "./ExcelDate.ts"
import type { XmlHandlers } from "./SimpleRows.ts"
import { plainText, type Sheet, type Workbook } from "./Workbook.ts"
import { xmlEvents } from "./XmlEvents.ts"

/** Maximum numbers of rows and columns of a sheet. */
const lastRow = 1_048_576
const lastColumn = 16_384

/** Returns a number as text, without rounding errors of its binary form. A mask completes whole numbers. */
const numberText = (value: string, mask: ((value: number) => string) | undefined): string => {
  const number = Number(value)
  if (mask !== undefined && Number.isSafeInteger(number) && number >= 0) return mask(number)
  return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : value
}

/** The text of a formula whose value was never computed. */
const uncomputed = "#N/A"

const valueOf = (type: string, value: string, style: number, isFormula: boolean, workbook: Workbook): string => {
  if (type === "inlineStr" || type === "str") return plainText(value)
  if (value === "") return isFormula ? uncomputed : ""
  if (type === "s") return workbook.texts[Number(value)] ?? ""
  if (type === "b") return value === "1" ? "TRUE" : "FALSE"
  if (type === "d") return value.slice(0, 10)
  if (type === "e") return value
  const shown = workbook.styles[style]
  return (
    (shown === undefined ? undefined : dateText(Number(value), shown, workbook.is1904)) ??
    numberText(value, workbook.masks.get(style))
  )
}

/** Yields the rows of a sheet that are not blank, in their order, as many at once as a piece of the file holds. */
export async function* sheetRows(workbook: Workbook, sheet: Sheet): AsyncGenerator<ReadonlyArray<TableRow>> {
  let rows: Array<TableRow> = []
  let row = 0
  let hidden = false
  let struck = false
  let coloured = false
  let cells: Array<string> = []
  let column = -1
  let length = 0
  let type = ""
  let style = 0
  let value = ""
  let inValue = false
  let isFormula = false
  let phonetic = false
  const { merged } = await workbook.layoutOf(sheet)
  const filler = new MergedCells()
  let nextMerged = 0

  const endRow = () => {
    if (isBlank(cells)) return
    filler.fill(row, cells)
    for (; nextMerged < merged.length; nextMerged++) {
      const cell = merged[nextMerged] as MergedCell
      if (cell.first > row) break
      if (cell.first === row) filler.begin(cell, cells[cell.column] ?? "")
    }
    const across = filler.across()
    const kept: TableRow = hidden ? { row, cells, hidden } : { row, cells }
    rows.push(
      struck || coloured || across !== undefined
        ? {
            ...kept,
            ...(struck ? { struck } : {}),
            ...(coloured ? { coloured } : {}),
            ...(across === undefined ? {} : { across })
          }
        : kept
    )
  }

  const open: XmlHandlers["open"] = (tag, attributes) => {
    if (tag === "v" || tag === "t") inValue = !phonetic
    else if (tag === "c") {
      const { r } = attributes
      column = r === undefined ? column + 1 : columnOf(r)
      type = attributes["t"] ?? "n"
      style = Number(attributes["s"] ?? 0)
      value = ""
      isFormula = false
    } else if (tag === "row") {
      const given = attributes["r"]
      const next = given === undefined ? row + 1 : Number(given)
      if (!(next > row) || next > lastRow) throw new FileRefused("xlsx-malformed", row)
      row = next
      hidden = /^(?:1|true|on)$/.test(attributes["hidden"] ?? "")
      struck = false
      coloured = false
      cells = []
      column = -1
      length = 0
    } else if (tag === "f") isFormula = true
    else if (tag === "rPh") phonetic = true
  }
  const text = (piece: string) => {
    if (!inValue) return
    length += piece.length
    if (length > longestRow) throw new FileRefused("row-too-long", row)
    value += piece
  }
  const close = (tag: string) => {
    if (tag === "v" || tag === "t") inValue = false
    else if (tag === "c") {
      if (column < 0 || column >= lastColumn) throw new FileRefused("xlsx-malformed", row)
      const text = valueOf(type, value, style, isFormula, workbook)
      if (text === "") return
      if (column >= maxColumns) {
        if (text.trim() === "") return
        throw new FileRefused("columns-too-many", row)
      }
      while (cells.length < column) cells.push("")
      cells[column] = text
      struck ||= workbook.struck.has(style)
      coloured ||= workbook.coloured.has(style)
    } else if (tag === "row") endRow()
    else if (tag === "rPh") phonetic = false
  }

  for await (const _ of xmlEvents(workbook.parts.read(sheet.part), { open, text, close })) {
    if (rows.length === 0) continue
    yield rows
    rows = []
  }
}
