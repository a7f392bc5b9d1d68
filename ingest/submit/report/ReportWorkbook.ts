/**
 * Writes the partner's own table as a workbook, with every row at its old number and a column of problem codes; a second sheet explains the codes.
 * All cells are texts, so none acts as a formula. The workbook is streamed, not kept in memory.
 */

import { cellXml, lastRow, sheetXml, workbookParts } from "@corridor/page/Xlsx"
import { strToU8, Zip, ZipDeflate } from "fflate"
import type { Language } from "../../../schemas/Languages.ts"
import type { CheckedRow } from "../check/CheckTable.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { reportColumn } from "../columns/OwnColumns.ts"
import { submitWords } from "../words/SubmitWords.ts"
import { type ReportWriter, RowProblems, reportCells } from "./ReportRows.ts"

/** Styles of the workbook, by index. */
const [headStyle, problemStyle] = [1, 3]
/** Width of the column of problems, in characters. */
const problemWidth = 70

/** The file has more rows than a sheet can have. */
export class SheetFull extends Error {}

export const reportWorkbook = (opened: OpenedFile, language: Language): ReportWriter => {
  const width = opened.header?.names.length ?? 0
  let made: Array<Uint8Array> = []
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error
    made.push(bytes)
  })
  const part = (name: string, text: string) => {
    const file = new ZipDeflate(name, { level: 6 })
    zip.add(file)
    file.push(strToU8(text), true)
  }
  const { sheet: legendName, columns } = submitWords[language].legend
  const sheets = ["Report", legendName].map((name) => ({ name, hidden: false }))
  for (const [name, text] of Object.entries(workbookParts(sheets))) part(name, text)
  const texts = new RowProblems(language, false)
  const sheet = new ZipDeflate("xl/worksheets/sheet1.xml", { level: 6 })
  zip.add(sheet)
  const taken = (): ReadonlyArray<Uint8Array> => {
    const all = made
    made = []
    return all
  }
  const headRow = opened.header?.row ?? 0
  const pane =
    headRow === 0
      ? ""
      : `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${headRow}" topLeftCell="A${headRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
  sheet.push(
    strToU8(
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${pane}<cols><col min="${width + 1}" max="${width + 1}" width="${problemWidth}" customWidth="1"/></cols><sheetData>`
    )
  )
  const rowXml = (row: CheckedRow): string => {
    const number = row.row.row
    if (number > lastRow) throw new SheetFull("more rows than a sheet has")
    const style = (column: number) => (row.place === "header" ? headStyle : column === width ? problemStyle : 0)
    const cells = reportCells(row, width, texts)
    return `<row r="${number}">${cells.map((cell, column) => cellXml(cell, column, number, style(column))).join("")}</row>`
  }
  const legendXml = () => {
    const explained = texts.explanations.map(({ code, title, expected, remedy }) => [code, title, expected, remedy])
    return sheetXml({
      name: legendName,
      hidden: false,
      rows: [[reportColumn, ...columns], ...explained],
      boldRows: 1,
      textColumns: [],
      widths: [30, problemWidth, problemWidth, problemWidth],
      choices: []
    })
  }
  return {
    start: taken,
    rows: (rows) => {
      sheet.push(strToU8(rows.map(rowXml).join("")))
      return taken()
    },
    end: () => {
      sheet.push(strToU8("</sheetData></worksheet>"), true)
      part("xl/worksheets/sheet2.xml", legendXml())
      zip.end()
      return taken()
    }
  }
}
