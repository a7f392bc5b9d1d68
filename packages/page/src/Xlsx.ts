/** Writes a workbook as XLSX (ECMA-376): texts, numbers, widths, formats, drop-down lists. No cell is a formula. */
import { strToU8, zipSync } from "fflate"

/** A range of cells with a drop-down list, or only with a text that is shown at the selected cell. */
export interface Choice {
  /** `C3:C1000`. */
  readonly cells: string
  /** `Lists!$A$1:$A$12`; undefined if any value may be typed. */
  readonly list: string | undefined
  readonly prompt: string
  /** False if other values may be typed, such as several answers. */
  readonly only: boolean
}

export interface NewSheet {
  readonly name: string
  readonly hidden: boolean
  /** Texts and numbers; null for an empty cell. */
  readonly rows: ReadonlyArray<ReadonlyArray<string | number | null>>
  /** Bold rows, from 1. The sheet is frozen below the last of them. */
  readonly boldRows: number
  /** 0-based positions of columns with the text format. */
  readonly textColumns: ReadonlyArray<number>
  readonly widths: ReadonlyArray<number>
  readonly choices: ReadonlyArray<Choice>
  /** Whether a cell has the remark's background, by 0-based positions. */
  readonly isMarked?: (row: number, column: number) => boolean
}

/** Characters that XML cannot contain, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are intended.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Most texts are words, which need no escape: looking first makes a large sheet several times as fast. */
const isPlain = /^[\w .,:;()>-]*$/

const escaped = (text: string) => (isPlain.test(text) ? text.replaceAll(">", "&gt;") : escapedSigns(text))

const escapedSigns = (text: string) =>
  text
    .toWellFormed()
    .replace(unwritable, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")

/** Returns the letters of a 0-based column: `AA` for 26. */
export const columnLetters = (column: number): string =>
  (column >= 26 ? columnLetters(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26))

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/** Maximum number of rows of a sheet. */
export const lastRow = 1_048_576

/** Maximum number of characters of a cell. */
const longestCell = 32_767

/** Escapes `_x0041_`, which would be read as an encoded character. */
const literal = (text: string) => (!text.includes("_x") ? text : text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_"))

/** Returns a text cell at a 0-based column and a 1-based row; nothing for an empty text. */
export const cellXml = (text: string, column: number, row: number, style: number): string =>
  text === ""
    ? ""
    : `<c r="${columnLetters(column)}${row}" t="inlineStr"${style === 0 ? "" : ` s="${style}"`}><is><t xml:space="preserve">${escaped(literal(text.slice(0, longestCell)))}</t></is></c>`

/** Styles: 0 plain, 1 bold, 2 text, 3 remark on a coloured background. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFDE7E3"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/><xf xfId="0" fillId="2" applyFill="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

const validation = ({ cells, list, prompt, only }: Choice) => {
  const type = list === undefined ? "" : ' type="list"'
  const message = prompt === "" ? "" : ` prompt="${escaped(prompt.slice(0, 250))}"`
  const choices = list === undefined ? "" : `<formula1>${escaped(list)}</formula1>`
  return `<dataValidation${type} allowBlank="1" showInputMessage="1" showErrorMessage="${only ? 1 : 0}" sqref="${cells}"${message}>${choices}</dataValidation>`
}

/** Returns a cell with a text or a number. */
const anyCellXml = (cell: string | number | null, column: number, row: number, style: number): string =>
  typeof cell === "number"
    ? `<c r="${columnLetters(column)}${row}"${style === 0 ? "" : ` s="${style}"`}><v>${cell}</v></c>`
    : cellXml(cell ?? "", column, row, style)

/** Returns the XML of a sheet. */
export const sheetXml = ({ rows, boldRows, textColumns, widths, choices, isMarked }: NewSheet): string => {
  const styleOf = (row: number, column: number) => (row < boldRows ? 1 : isMarked?.(row, column) === true ? 3 : 0)
  const text = new Set(textColumns)
  const cols = widths
    .map(
      (width, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"${text.has(i) ? ' style="2"' : ""}/>`
    )
    .join("")
  const data = rows
    .map(
      (cells, r) =>
        `<row r="${r + 1}">${cells.map((cell, c) => anyCellXml(cell, c, r + 1, styleOf(r, c))).join("")}</row>`
    )
    .join("")
  const pane =
    boldRows === 0
      ? ""
      : `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${boldRows}" topLeftCell="A${boldRows + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
  const validations =
    choices.length === 0
      ? ""
      : `<dataValidations count="${choices.length}">${choices.map(validation).join("")}</dataValidations>`
  return `${head}<worksheet xmlns="${main}">${pane}${cols === "" ? "" : `<cols>${cols}</cols>`}<sheetData>${data}</sheetData>${validations}</worksheet>`
}

const sheetPart = (i: number) => `xl/worksheets/sheet${i + 1}.xml`

/** Returns all parts of a workbook except its sheets. */
export const workbookParts = (
  sheets: ReadonlyArray<Pick<NewSheet, "name" | "hidden">>
): Readonly<Record<string, string>> => {
  const types = sheets
    .map(
      (_, i) =>
        `<Override PartName="/${sheetPart(i)}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`
    )
    .join("")
  return {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${types}</Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets
      .map(
        ({ name, hidden }, i) =>
          `<sheet name="${escaped(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ""} r:id="rId${i + 1}"/>`
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map(
        (_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`
      )
      .join(
        ""
      )}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": styles
  }
}

/** Returns the workbook's bytes, which are the same for the same sheets. */
export const xlsxOf = (sheets: ReadonlyArray<NewSheet>): Uint8Array => {
  const parts = {
    ...workbookParts(sheets),
    ...Object.fromEntries(sheets.map((sheet, i) => [sheetPart(i), sheetXml(sheet)]))
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    // Local, as archives write it: the same on machines of all time zones.
    mtime: "2000-01-01T00:00:00"
  })
}
