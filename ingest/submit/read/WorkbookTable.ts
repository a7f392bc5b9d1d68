/** Finds the sheet of a workbook that contains the records. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { isReportColumn } from "../columns/OwnColumns.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import { isTemplateExplanation } from "../templates/TemplateWords.ts"
import { openCsv } from "./CsvTable.ts"
import { FileRefused } from "./FileRefused.ts"
import { batchesOf, type FileRow, type RowPlace, type TableRow } from "./FileRow.ts"
import { blobSource, type FileSource } from "./FileSource.ts"
import { findHeader, type Header, type HeaderScore } from "./FindHeader.ts"
import type { JsonSheet } from "./JsonDocument.ts"
import { sheetTable } from "./JsonTable.ts"
import { largestPackedTable, maxRowsAbove } from "./Limits.ts"
import { isListSheet } from "./ListSheets.ts"
import { contentPart, rowsOfDocument, sheetsOfDocument } from "./ods/OpenDocument.ts"
import { isRepeatHeader, joinRepeats, linkOf, type Repeat, withKeysOfSubmissions } from "./Repeats.ts"
import { type CellComment, commentsOf } from "./xlsx/Comments.ts"
import type { ColumnSpan } from "./xlsx/SheetLayout.ts"
import { sheetRows } from "./xlsx/SheetRows.ts"
import { openWorkbook, type Sheet } from "./xlsx/Workbook.ts"
import { type ZipParts, zipParts } from "./xlsx/ZipParts.ts"

export interface WorkbookTable {
  readonly header: Header | undefined
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
  /** True if the days of the workbook's dates are counted from 1904. */
  readonly is1904?: boolean
  /** Problems of the other sheets. */
  readonly remarks: ReadonlyArray<ProblemCode>
  /** The names of sheets that are left out, or their numbers if a name may identify a person. */
  readonly leftOut?: string
  /** Returns where a row of the table is, if it was put together from several sheets. */
  readonly placeOf?: (row: number) => RowPlace | undefined
  /** Present if the sheets that were put together have records of several kinds. */
  readonly sheetKinds?: SheetKinds
}

/** The kinds of records of several sheets, by the columns of each. */
export interface SheetKinds {
  readonly kinds: ReadonlyArray<RecordKind>
  /** Returns the kind of a row of the table; undefined if the columns of its sheet belong to no kind. */
  readonly ofRow: (row: number) => RecordKind | undefined
  /** Returns whether a sheet of the kind has the column at this position. */
  readonly hasColumn: (kind: RecordKind, at: number) => boolean
}

/** Returns the kind of record to which the columns of a sheet belong; undefined if they belong to none. */
export type KindOfNames = (names: ReadonlyArray<string>) => RecordKind | undefined

/** The sheets of a workbook, and how their rows are read. */
interface Sheets {
  readonly sheets: ReadonlyArray<Sheet>
  readonly rows: (sheet: Sheet) => AsyncGenerator<ReadonlyArray<TableRow>>
  readonly comments: ReadonlyArray<CellComment>
  readonly is1904?: boolean
  /** Absent if columns cannot be hidden. */
  readonly hiddenColumns?: (sheet: Sheet) => Promise<ReadonlyArray<ColumnSpan>>
  /** True if an archive of CSV tables has tables in other formats. */
  readonly hasOtherTables?: boolean
  /** Returns the header of a sheet that need not be searched for. */
  readonly header?: (sheet: Sheet) => Header | undefined
}

/** Returns a CSV table of an archive, such as the export of ODK Central. */
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
    return { ...(await sheetsOfDocument(parts)), rows: (sheet) => rowsOfDocument(parts, sheet) }
  const files = [...parts.names].filter((name) => !name.startsWith("__MACOSX/"))
  const tables = files.filter((name) => /\.(?:csv|tsv)$/i.test(name))
  if (tables.length > 0) {
    const sheets = tables.map((part, i) => ({
      name: part.replace(/\.[ct]sv$/i, ""),
      position: i + 1,
      hidden: false,
      part
    }))
    const hasOtherTables = files.some((name) => /\.(?:xls[xm]?|ods|(?:geo|nd)?json|jsonl)$/i.test(name))
    return { sheets, rows: ({ part }) => packedRows(parts, part, score), comments: [], hasOtherTables }
  }
  const workbook = await openWorkbook(parts)
  return {
    sheets: workbook.sheets,
    is1904: workbook.is1904,
    rows: (sheet) => sheetRows(workbook, sheet),
    comments: await commentsOf(parts),
    hiddenColumns: async (sheet) => (await workbook.layoutOf(sheet)).hiddenColumns
  }
}

const headerOf = async (workbook: Sheets, sheet: Sheet, score: HeaderScore): Promise<Header | undefined> => {
  if (workbook.header !== undefined) return workbook.header(sheet)
  const first: Array<TableRow> = []
  for await (const rows of workbook.rows(sheet)) {
    first.push(...rows)
    if (first.length > maxRowsAbove) break
  }
  // The explanations in a report or template of ours.
  const [top = ""] = first[0]?.cells ?? []
  if (isReportColumn(top) || isTemplateExplanation(top)) return undefined
  return findHeader(isRepeatHeader(first[0]?.cells ?? []) ? first.slice(0, 1) : first, score)
}

interface Found {
  readonly sheet: Sheet
  readonly header: Header | undefined
}

/**
 * Returns the sheets as one table: the columns of all, by what `keyOf` returns for their names, under one header in row 1. Its rows are numbered
 * from 2, and `placeOf` leads back to the sheets.
 */
const joined = (
  workbook: Sheets,
  tables: ReadonlyArray<Found>,
  keyOf: (name: string) => string,
  kindOf: KindOfNames
): WorkbookTable => {
  const names: Array<string> = []
  const positions = new Map<string, number>()
  const columns = tables.map(({ header }) => {
    const met = new Map<string, number>()
    return (header?.names ?? []).map((name, i) => {
      const alone = name === "" ? `\0${i}` : keyOf(name)
      const times = met.get(alone) ?? 0
      met.set(alone, times + 1)
      // A second column of the same meaning in one sheet is a column of its own, and is reported.
      const key = times === 0 ? alone : `${alone}\0${times}`
      const known = positions.get(key)
      if (known !== undefined) return known
      positions.set(key, names.push(name) - 1)
      return names.length - 1
    })
  })
  const places: Array<RowPlace> = []
  const kindsOfTables = tables.map(({ header }) => kindOf(header?.names ?? []))
  const kinds = [...new Set(kindsOfTables.flatMap((kind) => kind ?? []))]
  const kindOfSheet = new Map(tables.map(({ sheet }, t) => [sheet.name, kindsOfTables[t]]))
  const sheetKinds: SheetKinds = {
    kinds,
    ofRow: (row) => kindOfSheet.get(places[row - 2]?.sheet ?? ""),
    hasColumn: (kind, at) => columns.some((own, t) => kindsOfTables[t] === kind && own.includes(at))
  }
  return {
    ...(kinds.length > 1 ? { sheetKinds } : {}),
    header: { row: 1, names, known: Math.max(...tables.map(({ header }) => header?.known ?? 0)) },
    remarks: [],
    placeOf: (row) => places[row - 2],
    rows: async function* () {
      yield [{ row: 1, cells: names }]
      let next = 2
      for (const [t, { sheet, header }] of tables.entries())
        for await (const rows of workbook.rows(sheet))
          yield rows.flatMap((own) => {
            if (own.row <= (header?.row ?? 0)) return []
            const cells: Array<string> = names.map(() => "")
            // Cells without a name stay at the end, where they are checked like those of an unknown column.
            for (const [i, cell] of own.cells.entries()) {
              const at = columns[t]?.[i]
              if (at === undefined) cells.push(cell)
              else cells[at] = cell
            }
            places[next - 2] = { sheet: sheet.name, row: own.row }
            const across = own.across?.map((merged) => merged.map((i) => columns[t]?.[i] ?? -1))
            return [{ ...own, row: next++, cells, ...(across === undefined ? {} : { across }) }]
          })
    }
  }
}

/** Returns the repeats of a survey's submissions among the other sheets. */
const repeatsOf = async (
  workbook: Sheets,
  submissions: Found,
  others: ReadonlyArray<Found>
): Promise<ReadonlyArray<Repeat>> => {
  const repeats: Array<Repeat> = []
  for (const { sheet, header } of others) {
    const link =
      header === undefined || submissions.header === undefined ? undefined : linkOf(header, submissions.header)
    if (header === undefined || link === undefined) continue
    const rows: Array<TableRow> = []
    for await (const batch of workbook.rows(sheet)) rows.push(...batch.filter(({ row }) => row > header.row))
    repeats.push({ sheet: sheet.name, header, link, rows })
  }
  return withKeysOfSubmissions(repeats, submissions.sheet.name)
}

/** Selects all sheets with known names of columns. */
export const allSheets = "all"

const choicesOf = (tables: ReadonlyArray<Found>) =>
  tables.map(({ sheet: { name, position } }) => ({ position, name: holdsIdentifier(name, "cell") ? "" : name }))

const namesOfSheets = (tables: ReadonlyArray<Found>): string =>
  choicesOf(tables)
    .map(({ name, position }) => name || String(position))
    .join(", ")

/** Minimum number of known names of a table of records. One could be chance. */
const enoughKnown = 2

/** More rows of a sheet are not looked at to find out whether it has lists. */
const maxListed = 500

/** Returns the tables without those that only list the values of another one. Without a column of case numbers in any, all are returned. */
const withoutLists = async (
  workbook: Sheets,
  tables: ReadonlyArray<Found>,
  keyOf: (name: string) => string
): Promise<ReadonlyArray<Found>> => {
  const caseNumber = keyOf("caseReference")
  const hasCases = ({ header }: Found) => header?.names.some((name) => keyOf(name) === caseNumber) === true
  if (tables.length < 2 || !tables.some(hasCases)) return tables
  const records: Array<Found> = []
  for (const table of tables) {
    if (!hasCases(table) && (await hasLists(workbook, table))) continue
    records.push(table)
  }
  return records
}

const hasLists = async (workbook: Sheets, { sheet, header }: Found): Promise<boolean> => {
  const rows: Array<TableRow> = []
  for await (const batch of workbook.rows(sheet)) {
    rows.push(...batch.filter(({ row }) => row > (header?.row ?? 0)))
    if (rows.length > maxListed) break
  }
  return isListSheet(sheet.name, header?.names.length ?? 0, rows.slice(0, maxListed))
}

/** Opens a JSON document with a list for each sheet of a workbook. */
export const openJsonSheets = async (
  documents: ReadonlyArray<JsonSheet>,
  score: HeaderScore,
  keyOf: (name: string) => string,
  kindOf: KindOfNames,
  wanted: string | undefined
): Promise<WorkbookTable> => {
  const tables = await Promise.all(documents.map(({ rows }) => sheetTable(() => batchesOf(rows), score)))
  const tableAt = ({ position }: Sheet) => tables[position - 1]
  const sheets = documents.map(({ name }, i) => ({ name, position: i + 1, hidden: false, part: name }))
  const rows = async function* (sheet: Sheet) {
    for await (const batch of tableAt(sheet)?.rows() ?? []) yield batch.flatMap((row) => ("cells" in row ? [row] : []))
  }
  return tableOf(
    { sheets, rows, comments: [], header: (sheet) => tableAt(sheet)?.header },
    score,
    keyOf,
    kindOf,
    wanted
  )
}

/** Opens a workbook, and returns the comments on its cells with its table of records. */
export const openWorkbookTable = async (
  source: FileSource,
  score: HeaderScore,
  keyOf: (name: string) => string,
  kindOf: KindOfNames,
  wanted: string | undefined
): Promise<WorkbookTable & { readonly comments: ReadonlyArray<CellComment> }> => {
  const workbook = await openSheets(source, score)
  const table = await tableOf(workbook, score, keyOf, kindOf, wanted)
  const unread = workbook.hasOtherTables === true ? (["sheets-unread"] as const) : []
  const remarks = [...new Set([...table.remarks, ...unread])]
  return { ...table, remarks, comments: workbook.comments, is1904: workbook.is1904 === true }
}

/** Returns whether a hidden sheet has records. Hidden sheets with lists are common. */
const hidesRecords = async (workbook: Sheets, score: HeaderScore): Promise<boolean> => {
  for (const sheet of workbook.sheets) {
    const header = sheet.hidden ? await headerOf(workbook, sheet, score) : undefined
    if (header !== undefined && header.known >= enoughKnown && header.known * 2 >= header.names.length) return true
  }
  return false
}

/** Returns whether a column with a name is hidden in one of the sheets that are read. */
const hidesColumns = async (workbook: Sheets, read: ReadonlyArray<Found>): Promise<boolean> => {
  for (const { sheet, header } of read) {
    const spans = (await workbook.hiddenColumns?.(sheet)) ?? []
    if (spans.some(([first, last]) => header?.names.slice(first, last + 1).some((name) => name !== ""))) return true
  }
  return false
}

/** Names that programs and most partners give a sheet. They need no search for names of persons, whose lists take longer to read than a small file. */
const usualName =
  /^(?:sheet|лист|аркуш|foai?e|foaia|hoja|feuil|tabelle|foglio|data|данные|дані|date|cases|records|victims|routes|register|реестр|журнал|реєстр|registru|export)?[\s_]?(?:\d{1,2}|(?:19|20)\d\d)?$/iu
const isUsualName = (name: string): boolean => usualName.test(name.trim())

/**
 * Returns the sheet with the name or number `wanted`, hidden or not, or all visible ones with known names as one table; otherwise the only visible sheet whose header has known names. If several
 * sheets match, the sender must choose: reading only one would lose records silently. `keyOf` is the same for names with the same meaning.
 */
const tableOf = async (
  workbook: Sheets,
  score: HeaderScore,
  keyOf: (name: string) => string,
  kindOf: KindOfNames,
  wanted: string | undefined
): Promise<WorkbookTable> => {
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const table = (sheet: Sheet, header: Header | undefined, remarks: ReadonlyArray<ProblemCode>): WorkbookTable => ({
    header,
    rows: () => workbook.rows(sheet),
    remarks
  })
  const found: Array<Found> = []
  for (const sheet of visible) found.push({ sheet, header: await headerOf(workbook, sheet, score) })
  const saidOf = async (read: ReadonlyArray<Found>): Promise<ReadonlyArray<ProblemCode>> => [
    ...((await hidesColumns(workbook, read)) ? (["columns-hidden"] as const) : []),
    ...(read.some(({ sheet }) => !isUsualName(sheet.name) && holdsIdentifier(sheet.name, "heading"))
      ? (["sheet-name-identifies"] as const)
      : [])
  ]
  /** A sheet with the repeats of its submissions. */
  const whole = async (own: Found, remarks: (others: ReadonlyArray<Found>) => ReadonlyArray<ProblemCode>) => {
    const others = found.filter(({ sheet }) => sheet !== own.sheet)
    const repeats = await repeatsOf(workbook, own, others)
    const rest = others.filter(({ sheet }) => !repeats.some((repeat) => repeat.sheet === sheet.name))
    const read = found.filter(({ sheet }) => !rest.some((other) => other.sheet === sheet))
    const said = [...remarks(rest), ...(await saidOf([own, ...read]))]
    const leftOut = namesOfSheets(rest.filter(({ header }) => header !== undefined))
    if (own.header === undefined || repeats.length === 0) return { ...table(own.sheet, own.header, said), leftOut }
    const submissions = { header: own.header, rows: () => workbook.rows(own.sheet) }
    return { ...joinRepeats(submissions, repeats), remarks: said, leftOut }
  }
  const isAll = wanted === allSheets && !workbook.sheets.some(({ name }) => name === allSheets)
  if (wanted !== undefined && !isAll) {
    const named = workbook.sheets.find(({ name, position }) => name === wanted || String(position) === wanted)
    if (named === undefined) throw new FileRefused("sheet-unknown")
    return whole({ sheet: named, header: await headerOf(workbook, named, score) }, () => [])
  }
  const isRepeat = ({ header }: Found) =>
    header !== undefined &&
    found.some((other) => other.header !== undefined && linkOf(header, other.header) !== undefined)
  const tables = await withoutLists(
    workbook,
    found.filter((one) => (one.header?.known ?? 0) >= enoughKnown && !isRepeat(one)),
    keyOf
  )
  if (tables.length > 1 && isAll) {
    // A column of notes is not a table.
    const unread = found.filter((one) => (one.header?.names.length ?? 0) > 1 && !tables.includes(one))
    const isUnread = unread.length > 0 || (await hidesRecords(workbook, score))
    return {
      ...joined(workbook, tables, keyOf, kindOf),
      remarks: [...(isUnread ? (["sheets-unread"] as const) : []), ...(await saidOf(tables))],
      leftOut: namesOfSheets(unread)
    }
  }
  if (tables.length > 1) throw new FileRefused("sheet-choose", 0, choicesOf(tables))
  const chosen = tables[0] ?? found.find((one) => one.header !== undefined && !isRepeat(one)) ?? found[0]
  if (chosen === undefined) throw new FileRefused("file-empty")
  if (await hidesRecords(workbook, score)) return whole(chosen, () => ["sheets-unread"])
  return whole(chosen, (others) => (others.some(({ header }) => header !== undefined) ? ["sheets-unread"] : []))
}
