/** Reads the sheets of an OpenDocument spreadsheet (ISO 26300, OpenDocument 1.3, part 3) as displayed texts and ISO dates. */
import { FileRefused } from "../FileRefused.ts"
import { isBlank, type TableRow } from "../FileRow.ts"
import { longestRow, mostColumns, mostRepeatedRows, mostSharedText } from "../Limits.ts"
import { type MergedCell, MergedCells } from "../MergedCells.ts"
import type { CellComment } from "../xlsx/Comments.ts"
import type { Sheet } from "../xlsx/Workbook.ts"
import { readXml, xmlEvents } from "../xlsx/XmlEvents.ts"
import type { ZipParts } from "../xlsx/ZipParts.ts"

/** The part with all sheets. */
export const contentPart = "content.xml"

/** Returns the sheets in their order, and the comments on their cells. Styles of hidden sheets have `table:display="false"`. */
export const sheetsOfDocument = async (
  parts: ZipParts
): Promise<{ readonly sheets: ReadonlyArray<Sheet>; readonly comments: ReadonlyArray<CellComment> }> => {
  const sheets: Array<Sheet> = []
  const comments: Array<CellComment> = []
  let comment: string | undefined
  let kept = 0
  let inParagraph = false
  const hidden = new Set<string>()
  let style = ""
  await readXml(parts.read(contentPart), {
    open: (tag, attributes) => {
      if (tag === "style") style = attributes["style:name"] ?? ""
      else if (tag === "annotation") comment = ""
      else if (tag === "p") inParagraph = true
      else if (tag === "table-properties" && attributes["table:display"] === "false") hidden.add(style)
      else if (tag === "table")
        sheets.push({
          name: attributes["table:name"] ?? "",
          position: sheets.length + 1,
          hidden: hidden.has(attributes["table:style-name"] ?? ""),
          part: contentPart
        })
    },
    // The author and the date of a comment are no paragraphs.
    text: (piece) => {
      if (comment === undefined || !inParagraph) return
      kept += piece.length
      if (kept > mostSharedText) throw new FileRefused("xlsx-bomb")
      comment += piece
    },
    close: (tag) => {
      if (tag === "p") {
        inParagraph = false
        if (comment !== undefined) comment += "\n"
      }
      if (tag !== "annotation") return
      const text = comment?.trim() ?? ""
      if (text !== "") comments.push({ row: 0, text })
      comment = undefined
    }
  })
  return { sheets, comments }
}

/** Returns the value of a cell that is not a text. Numbers and dates are stored apart from what is shown. */
const storedValue = (attributes: Readonly<Record<string, string>>): string | undefined => {
  const type = attributes["office:value-type"]
  if (type === "date") return attributes["office:date-value"]?.slice(0, 10)
  if (type === "boolean") return attributes["office:boolean-value"]?.toUpperCase()
  if (type === "float" || type === "percentage" || type === "currency") return attributes["office:value"]
  return undefined
}

const repeated = (value: string | undefined): number => {
  const times = Number(value ?? 1)
  return Number.isInteger(times) && times > 0 ? times : 1
}

export async function* rowsOfDocument(parts: ZipParts, sheet: Sheet): AsyncGenerator<ReadonlyArray<TableRow>> {
  let rows: Array<TableRow> = []
  let table = 0
  let row = 0
  let times = 1
  let hidden = false
  let cells: Array<string> = []
  let column = 0
  let length = 0
  let span = 1
  let stored: string | undefined
  let text: string | undefined
  let inText = 0
  let inNote = 0
  const filler = new MergedCells()
  let begun: Array<MergedCell> = []
  let rowsSpanned = 1

  const isHere = () => table === sheet.position
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    if (tag === "table") {
      table++
      row = 0
    } else if (!isHere()) return
    else if (tag === "table-row") {
      times = repeated(attributes["table:number-rows-repeated"])
      hidden = ["collapse", "filter"].includes(attributes["table:visibility"] ?? "")
      cells = []
      column = 0
      length = 0
    } else if (tag === "table-cell" || tag === "covered-table-cell") {
      span = repeated(attributes["table:number-columns-repeated"])
      rowsSpanned = repeated(attributes["table:number-rows-spanned"])
      stored = storedValue(attributes)
      text = undefined
    } else if (tag === "annotation") inNote++
    else if (inNote > 0) return
    else if (tag === "p") {
      text = text === undefined ? "" : `${text}\n`
      inText++
    } else if (tag === "s") text = `${text ?? ""}${" ".repeat(Math.min(100, repeated(attributes["text:c"])))}`
    else if (tag === "tab") text = `${text ?? ""}\t`
    else if (tag === "line-break") text = `${text ?? ""}\n`
  }
  const onText = (piece: string) => {
    if (!isHere() || inText === 0 || inNote > 0) return
    length += piece.length
    if (length > longestRow) throw new FileRefused("row-too-long", row + 1)
    text = (text ?? "") + piece
  }
  const close = (tag: string) => {
    if (!isHere()) return
    if (tag === "annotation") inNote--
    else if (inNote > 0) return
    else if (tag === "p") inText--
    else if (tag === "table-cell" || tag === "covered-table-cell") {
      const value = stored ?? text ?? ""
      if (value !== "") {
        if (column + span > mostColumns) throw new FileRefused("columns-too-many", row + 1)
        while (cells.length < column) cells.push("")
        for (let i = 0; i < span; i++) cells.push(value)
        if (rowsSpanned > 1) begun.push({ column, first: row + 1, last: row + rowsSpanned })
      }
      column += span
    } else if (tag === "table-row") {
      if (!isBlank(cells)) {
        if (times > mostRepeatedRows) throw new FileRefused("xlsx-bomb", row + 1)
        filler.fill(row + 1, cells)
        for (const cell of begun) filler.begin(cell, cells[cell.column] ?? "")
        for (let i = 1; i <= times; i++) rows.push(hidden ? { row: row + i, cells, hidden } : { row: row + i, cells })
      }
      begun = []
      row += times
    }
  }

  for await (const _ of xmlEvents(parts.read(sheet.part), { open, text: onText, close })) {
    if (rows.length === 0) continue
    yield rows
    rows = []
  }
}
