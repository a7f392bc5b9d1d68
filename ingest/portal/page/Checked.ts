/** A file, checked here in the browser: the report, the words that were not understood, and the records that may be sent. */
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { checkedBatches, checkFile, type FileCheck, type ReadyRow } from "../../submit/check/CheckTable.ts"
import { type OpenedFile, openFile } from "../../submit/check/OpenFile.ts"
import { type PartnerHasher, webCryptoHasher } from "../../submit/check/PartnerHasher.ts"
import type { Mapping } from "../../submit/columns/Mapping.ts"
import { blobSource } from "../../submit/read/FileSource.ts"
import { type ReportFormat, reportWriter } from "../../submit/report/ReportFormat.ts"
import type { Language } from "../../submit/words/Languages.ts"

/** Words of a column that no list has, as they stand in the file. They stay in this page. */
export type UnknownWords = ReadonlyMap<string, ReadonlySet<string>>

export interface Checked {
  readonly opened: OpenedFile
  readonly hasher: PartnerHasher
  readonly check: FileCheck
  readonly unknownWords: UnknownWords
}

export interface CheckInput {
  readonly file: Blob
  readonly name: string
  readonly key: CryptoKey
  readonly kind: RecordKind | undefined
  readonly mapping: Mapping
}

/** The reader left. */
export class Stopped extends Error {}

/** Most words of one column that are offered to be given a meaning. */
const mostWords = 200

const wordCodes: ReadonlySet<string> = new Set([
  "code-unknown",
  "country-unknown",
  "country-ambiguous",
  "region-unknown",
  "type-mismatch"
])

/** A breath for the page, so that it can be drawn and answer in between. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve))

/** Checks the whole file. `onRows` tells how far it is; `signal` stops it with `Stopped`. Throws `FileRefused` for a file that cannot be read. */
export const checkInBrowser = async (
  { file, name, key, kind, mapping }: CheckInput,
  onRows: (rows: number) => void,
  signal: AbortSignal
): Promise<Checked> => {
  const hasher = webCryptoHasher(key)
  const settings = { recordKind: kind, format: undefined, mapping, sheet: undefined, now: Date.now() }
  const opened = await openFile(blobSource(name, file), settings)
  const words = new Map<string, Set<string>>()
  const positions = new Map(opened.header?.names.map((column, i) => [column, i]) ?? [])
  let rows = 0
  let drawn = performance.now()
  const check = await checkFile(opened, hasher, async (batch) => {
    for (const { row, problems, place } of batch) {
      if (place === "data") rows++
      if (!("cells" in row)) continue
      for (const { code, column } of problems) {
        const at = positions.get(column)
        const cell = at === undefined || !wordCodes.has(code) ? "" : (row.cells[at] ?? "").trim()
        if (cell === "" || cell.length > 100) continue
        const known = words.get(column) ?? new Set()
        words.set(column, known)
        if (known.size < mostWords) known.add(cell)
      }
    }
    if (signal.aborted) throw new Stopped()
    if (performance.now() - drawn < 50) return
    onRows(rows)
    await breath()
    drawn = performance.now()
  })
  return { opened, hasher, check, unknownWords: words }
}

/** The partner's own file with a column of problems, in parts for a `Blob`. */
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

/** What may be sent, as NDJSON in chunks of `size` records. */
export async function* chunksToSend({ opened, hasher }: Checked, size: number) {
  let waiting: Array<ReadyRow> = []
  const made = () => {
    const rows = waiting.length
    const text = waiting.map((row) => JSON.stringify(row)).join("\n")
    waiting = []
    return { text, rows }
  }
  for await (const batch of checkedBatches(opened, hasher))
    for (const { ready } of batch) {
      if (ready === undefined) continue
      waiting.push(ready)
      if (waiting.length === size) yield made()
    }
  if (waiting.length > 0) yield made()
}
