import type { Language } from "../../../schemas/Languages.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { type CheckedRow, checkedBatches } from "../../submit/check/CheckTable.ts"
import { checkFile, type FileCheck, heldBecause, sendable } from "../../submit/check/checkFile.ts"
import { type EarlierCases, readEarlierCases } from "../../submit/check/EarlierCases.ts"
import { type OpenedFile, openFile } from "../../submit/check/OpenFile.ts"
import { type PartnerHasher, webCryptoHasher } from "../../submit/check/PartnerHasher.ts"
import type { Mapping } from "../../submit/columns/Mapping.ts"
import { type ColumnChanges, columnChanges } from "../../submit/preview/ColumnChanges.ts"
import { type ColumnPreview, FirstRows, previewColumns } from "../../submit/preview/ColumnPreview.ts"
import { FileRefused } from "../../submit/read/FileRefused.ts"
import { blobSource } from "../../submit/read/FileSource.ts"
import { type ReportFormat, reportWriter } from "../../submit/report/ReportFormat.ts"
import type { SentBefore } from "../../submit/send/casesSentBefore.ts"
import { submitWords } from "../../submit/words/SubmitWords.ts"

/** Values that no code list contains, by column. They never leave the page. */
type UnknownValues = ReadonlyMap<string, ReadonlySet<string>>

/** A file checked in the browser. */
export interface Checked {
  readonly opened: OpenedFile
  readonly hasher: PartnerHasher
  /** The cases of the earlier files that the partner chose, if any. */
  readonly earlier: EarlierCases | undefined
  /** The cases that refuse consent and have records on the server. Undefined until the partner asks for them. */
  readonly sentBefore?: SentBefore
  readonly check: FileCheck
  readonly unknownValues: UnknownValues
  readonly columns: ReadonlyArray<ColumnPreview>
  /** Undefined if no such file was sent before. */
  readonly changes: ColumnChanges | undefined
}

interface CheckInput {
  readonly file: Blob
  readonly name: string
  readonly key: CryptoKey
  readonly kind: RecordKind | undefined
  readonly mapping: Mapping
  /** The sheet of a workbook, by its number, or all. */
  readonly sheet: string | undefined
  /** Files that were sent before, to compare case numbers with. */
  readonly earlier?: ReadonlyArray<File>
}

/** The partner stopped the check. */
export class Stopped extends Error {}

/** One of the earlier files cannot be read. */
export class EarlierRefused extends Error {
  readonly refused: FileRefused

  constructor(refused: FileRefused) {
    super("An earlier file cannot be read")
    this.refused = refused
  }
}

/** The most unknown values of one column that the mapping lists. */
const maxUnknownValues = 200

const unknownValueCodes: ReadonlySet<string> = new Set([
  "code-unknown",
  "answer-unclear",
  "number-for-no-answer",
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
  { file, name, key, kind, mapping, sheet, earlier: files = [] }: CheckInput,
  onRows: (rows: number) => void,
  signal: AbortSignal
): Promise<Checked> => {
  const hasher = webCryptoHasher(key)
  const settings = { recordKind: kind, format: undefined, mapping, sheet, now: Date.now() }
  const opened = await openFile(blobSource(name, file), settings)
  const unknownValues = new Map<string, Set<string>>()
  const positions = new Map(opened.header?.names.map((column, i) => [column, i]) ?? [])
  const first = new FirstRows(opened)
  let rows = 0
  let lastDrawn = performance.now()
  const draw = async () => {
    if (signal.aborted) throw new Stopped()
    if (performance.now() - lastDrawn < 50) return
    onRows(rows)
    await yieldToPage()
    lastDrawn = performance.now()
  }
  const open = (one: File) => openFile(blobSource(one.name, one), settings)
  const readEarlier = async () => readEarlierCases(await Promise.all(files.map(open)), hasher, draw)
  const earlier =
    files.length === 0
      ? undefined
      : await readEarlier().catch((cause: unknown) => {
          throw cause instanceof FileRefused ? new EarlierRefused(cause) : cause
        })
  const begin = () => {
    rows = 0
    first.clear()
    unknownValues.clear()
    return onBatch
  }
  const onBatch = async (batch: ReadonlyArray<CheckedRow>) => {
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
    await draw()
  }
  const check = await checkFile(opened, hasher, begin, { earlier })
  const columns = previewColumns(opened, first)
  return { opened, hasher, earlier, check, unknownValues, columns, changes: columnChanges(mapping, opened) }
}

/** Returns the check with what is wrong because records of these cases were sent before. */
export const withSent = async (checked: Checked, sentBefore: SentBefore): Promise<Checked> => {
  const { opened, hasher, earlier } = checked
  return {
    ...checked,
    sentBefore,
    check: await checkFile(opened, hasher, undefined, { earlier, sent: sentBefore.sent })
  }
}

/** Returns why the rows without errors are held back; undefined if they may be sent. */
export const heldText = ({ check }: Checked, language: Language): string | undefined => {
  const because = heldBecause(check, sendable(check) !== "nothing")
  return because === undefined ? undefined : submitWords[language].heldBecause(check.accepted, because)
}

/** Returns the partner's file with a column of problems added, as parts of a `Blob`. */
export const reportParts = async (
  { opened, hasher, earlier, sentBefore, check }: Checked,
  format: ReportFormat,
  language: Language
): Promise<ReadonlyArray<Uint8Array<ArrayBuffer>>> => {
  const writer = reportWriter(opened, format, language)
  const known = { earlier, sent: sentBefore?.sent, heldBecause: heldBecause(check, sendable(check) !== "nothing") }
  const parts = [...writer.start()]
  for await (const batch of checkedBatches(opened, hasher, known)) parts.push(...writer.rows(batch))
  parts.push(...writer.end())
  return parts as ReadonlyArray<Uint8Array<ArrayBuffer>>
}
