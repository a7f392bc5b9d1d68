/** Finds the sheet of a workbook that contains the records. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { isReportColumn } from "../columns/OwnColumns.ts"
import { openCsv } from "./CsvTable.ts"
import { FileRefused } from "./FileRefused.ts"
import type { TableRow } from "./FileRow.ts"
import { blobSource, type FileSource } from "./FileSource.ts"
import { findHeader, type Header, type HeaderScore } from "./FindHeader.ts"
import { largestPackedTable, mostRowsAbove } from "./Limits.ts"
import { contentPart, rowsOfDocument, sheetsOfDocument } from "./ods/OpenDocument.ts"
import { sheetRows } from "./xlsx/SheetRows.ts"
import { openWorkbook, type Sheet } from "./xlsx/Workbook.ts"
import { type ZipParts, zipParts } from "./xlsx/ZipParts.ts"

export interface WorkbookTable {
  readonly header: Header | undefined
  readonly rows: () => AsyncGenerator<ReadonlyArray<TableRow>>
  /** Problems of the other sheets. */
  readonly remarks: ReadonlyArray<ProblemCode>
}

/** The sheets of a workbook, and how their rows are read. */
interface Sheets {
  readonly sheets: ReadonlyArray<Sheet>
  readonly rows: (sheet: Sheet) => AsyncGenerator<ReadonlyArray<TableRow>>
}

/** A CSV table of an archive, such as the export of ODK Central. */
async function* packedRows(parts: ZipParts, name: string, score: HeaderScore) {
  const pieces: Array<Uint8Array> = []
  let size = 0
  for await (const piece of parts.read(name)) {
    size += piece.length
    if (size > largestPackedTable) throw new FileRefused("xlsx-bomb")
    pieces.push(piece)
  }
  const table = blobSource(name, new Blob(pieces as Array<Uint8Array<ArrayBuffer>>))
  yield* (await openCsv(table, score)).rows()
}

const openSheets = async (source: FileSource, score: HeaderScore): Promise<Sheets> => {
  const parts = await zipParts(source)
  if (parts.names.has(contentPart))
    return { sheets: await sheetsOfDocument(parts), rows: (sheet) => rowsOfDocument(parts, sheet) }
  const tables = [...parts.names].filter((name) => /\.csv$/i.test(name) && !name.startsWith("__MACOSX/"))
  if (tables.length > 0) {
    const sheets = tables.map((part, i) => ({ name: part, position: i + 1, hidden: false, part }))
    return { sheets, rows: ({ part }) => packedRows(parts, part, score) }
  }
  const workbook = await openWorkbook(parts)
  return { sheets: workbook.sheets, rows: (sheet) => sheetRows(workbook, sheet) }
}

const headerOf = async (workbook: Sheets, sheet: Sheet, score: HeaderScore): Promise<Header | undefined> => {
  const first: Array<TableRow> = []
  for await (const rows of workbook.rows(sheet)) {
    first.push(...rows)
    if (first.length > mostRowsAbove) break
  }
  // The explanations in a report of ours.
  if (isReportColumn(first[0]?.cells[0] ?? "")) return undefined
  return findHeader(first, score)
}

/** Minimum number of known names of a table of records. One could be chance. */
const enoughKnown = 2

/**
 * Returns the sheet with the name or number `wanted`, hidden or not; otherwise the only visible sheet whose header has known names. If several
 * sheets match, the sender must choose: reading only one would lose records silently.
 */
export const openWorkbookTable = async (
  source: FileSource,
  score: HeaderScore,
  wanted: string | undefined
): Promise<WorkbookTable> => {
  const workbook = await openSheets(source, score)
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const table = (sheet: Sheet, header: Header | undefined, remarks: ReadonlyArray<ProblemCode>): WorkbookTable => ({
    header,
    rows: () => workbook.rows(sheet),
    remarks
  })
  if (wanted !== undefined) {
    const named = workbook.sheets.find(({ name, position }) => name === wanted || String(position) === wanted)
    if (named === undefined) throw new FileRefused("sheet-unknown")
    return table(named, await headerOf(workbook, named, score), [])
  }
  const found: Array<{ readonly sheet: Sheet; readonly header: Header | undefined }> = []
  for (const sheet of visible) found.push({ sheet, header: await headerOf(workbook, sheet, score) })
  const tables = found.filter(({ header }) => (header?.known ?? 0) >= enoughKnown)
  if (tables.length > 1) throw new FileRefused("sheet-choose")
  const chosen = tables[0] ?? found.find(({ header }) => header !== undefined) ?? found[0]
  if (chosen === undefined) throw new FileRefused("file-empty")
  const unread = found.some(({ sheet, header }) => sheet !== chosen.sheet && header !== undefined)
  // Hidden sheets with lists are common; hidden records are reported.
  for (const sheet of workbook.sheets) {
    const header = sheet.hidden ? await headerOf(workbook, sheet, score) : undefined
    if (header !== undefined && header.known >= enoughKnown && header.known * 2 >= header.names.length)
      return table(chosen.sheet, chosen.header, ["sheets-unread"])
  }
  return table(chosen.sheet, chosen.header, unread ? ["sheets-unread"] : [])
}
