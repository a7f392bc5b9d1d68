import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { checkedBatches, checkFile, type FileCheck } from "../../submit/check/CheckTable.ts"
import { type OpenedFile, openFile } from "../../submit/check/OpenFile.ts"
import { type PartnerHasher, webCryptoHasher } from "../../submit/check/PartnerHasher.ts"
import type { Mapping } from "../../submit/columns/Mapping.ts"
import { type ColumnChanges, columnChanges } from "../../submit/preview/ColumnChanges.ts"
import { type ColumnPreview, FirstRows, previewColumns } from "../../submit/preview/ColumnPreview.ts"
import { blobSource } from "../../submit/read/FileSource.ts"
import { type ReportFormat, reportWriter } from "../../submit/report/ReportFormat.ts"
import type { Language } from "../../submit/words/Languages.ts"

/** Values that no code list contains, by column. They never leave the page. */
export type UnknownValues = ReadonlyMap<string, ReadonlySet<string>>

/** A file checked in the browser. */
export interface Checked {
  readonly opened: OpenedFile
  readonly hasher: PartnerHasher
  readonly check: FileCheck
  readonly unknownValues: UnknownValues
  readonly columns: ReadonlyArray<ColumnPreview>
  /** Undefined if no such file was sent before. */
  readonly changes: ColumnChanges | undefined
}

export interface CheckInput {
  readonly file: Blob
  readonly name: string
  readonly key: CryptoKey
  readonly kind: RecordKind | undefined
  readonly mapping: Mapping
  /** The sheet of a workbook, by its number, or all. */
  readonly sheet: string | undefined
}

/** The partner stopped the check. */
export class Stopped extends Error {}

/** The most unknown values of one column that the mapping lists. */
const maxUnknownValues = 200

const unknownValueCodes: ReadonlySet<string> = new Set([
  "code-unknown",
  "country-unknown",
  "country-ambiguous",
  "region-unknown",
  "type-mismatch"
])

/** Lets the page draw and respond to input. */
const yieldToPage = () => new Promise<void>((resolve) => setTimeout(resolve))

/**
 * Checks the whole file and calls `onRows` with the number of rows checked so far.
 *
 * Throws `Stopped` when `signal` aborts, and `FileRefused` if the file cannot be read.
 */
export const checkInBrowser = async (
  { file, name, key, kind, mapping, sheet }: CheckInput,
  onRows: (rows: number) => void,
  signal: AbortSignal
): Promise<Checked> => {
  const hasher = webCryptoHasher(key)
  const settings = { recordKind: kind, format: undefined, mapping, sheet, now: Date.now() }
  const opened = await openFile(blobSource(name, file), settings)
  const unknownValues = new Map<string, Set<string>>()
  const positions = new Map(opened.header?.names.map((column, i) => [column, i]) ?? [])
  const first = new FirstRows()
  let rows = 0
  let lastDrawn = performance.now()
  const check = await checkFile(opened, hasher, async (batch) => {
    first.add(batch)
    for (const { row, problems, place } of batch) {
      if (place === "data") rows++
      if (!("cells" in row)) continue
      for (const { code, column } of problems) {
        const at = positions.get(column)
        const cell = at === undefined || !unknownValueCodes.has(code) ? "" : (row.cells[at] ?? "").trim()
        if (cell === "" || cell.length > 100) continue
        const known = unknownValues.get(column) ?? new Set()
        unknownValues.set(column, known)
        if (known.size < maxUnknownValues) known.add(cell)
      }
    }
    if (signal.aborted) throw new Stopped()
    if (performance.now() - lastDrawn < 50) return
    onRows(rows)
    await yieldToPage()
    lastDrawn = performance.now()
  })
  const columns = previewColumns(opened, first)
  return { opened, hasher, check, unknownValues, columns, changes: columnChanges(mapping, opened) }
}

/** Returns the partner's file with a column of problems added, as parts of a `Blob`. */
export const reportParts = async (
  { opened, hasher }: Checked,
  format: ReportFormat,
  language: Language
): Promise<ReadonlyArray<Uint8Array<ArrayBuffer>>> => {
  const writer = reportWriter(opened, format, language)
  const parts = [...writer.start()]
  for await (const batch of checkedBatches(opened, hasher)) parts.push(...writer.rows(batch))
  parts.push(...writer.end())
  return parts as ReadonlyArray<Uint8Array<ArrayBuffer>>
}
