import type { CheckedRow } from "../check/CheckTable.ts"

/** Some records as NDJSON, and their number. */
export interface RecordChunk {
  readonly text: string
  readonly rows: number
}

/** The records of a checked file that are sent. */
export interface RecordsToSend {
  /** SHA-256 of the records, in order. */
  readonly contentHash: string
  readonly records: number
  /** Whether content that was corrected since is sent again, as the newest revision. */
  readonly undo: boolean
  /** What the check reported of them, for the account that approves them. */
  readonly warnings: ReadonlyArray<{ readonly code: string; readonly rows: number }>
  /** Reads the file again. */
  readonly batches: () => AsyncIterable<ReadonlyArray<CheckedRow>>
  /** The records as they were checked, if they were kept (`keptAtOnce`). */
  readonly chunks: (() => AsyncIterable<RecordChunk>) | undefined
  readonly onSent: (count: number) => void
}
