/** Finds the sheet of a workbook that contains the records. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { isReportColumn } from "../columns/OwnColumns.ts"
import { FileRefused } from "./FileRefused.ts"
import type { TableRow } from "./FileRow.ts"
import type { FileSource } from "./FileSource.ts"
import { findHeader, type Header, type HeaderScore } from "./FindHeader.ts"
import { mostRowsAbove } from "./Limits.ts"
import { sheetRows } from "./xlsx/SheetRows.ts"
import { openWorkbook, type Sheet, type Workbook } from "./xlsx/Workbook.ts"

export interface WorkbookTable {
  readonly header: Header | undefined
  readonly rows: () => AsyncGenerator<ReadonlyArray<TableRow>>
  /** Problems of the other sheets. */
  readonly remarks: ReadonlyArray<ProblemCode>
}

const headerOf = async (workbook: Workbook, sheet: Sheet, score: HeaderScore): Promise<Header | undefined> => {
  const first: Array<TableRow> = []
  for await (const rows of sheetRows(workbook, sheet)) {
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
  const workbook = await openWorkbook(source)
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const table = (sheet: Sheet, header: Header | undefined, remarks: ReadonlyArray<ProblemCode>): WorkbookTable => ({
    header,
    rows: () => sheetRows(workbook, sheet),
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
