import type { CheckedRow } from "../check/CheckTable.ts"

/** Records as NDJSON. */
export interface RecordChunk {
  readonly text: string
  readonly rows: number
}

/** The records of a checked file that are sent. */
export interface RecordsToSend {
  /** SHA-256 of the records, in order. */
  readonly contentHash: string
  readonly records: number
  /** Send contents of records that were corrected since as the newest again. */
  readonly undo: boolean
  /** What the check reported of them, for who approves them. */
  readonly warnings: ReadonlyArray<{ readonly code: string; readonly rows: number }>
  /** Reads the file again. */
  readonly batches: () => AsyncIterable<ReadonlyArray<CheckedRow>>
  /** The records as they were checked, if they were kept (`keptAtOnce`). */
  readonly chunks: (() => AsyncIterable<RecordChunk>) | undefined
  readonly onSent: (count: number) => void
}
