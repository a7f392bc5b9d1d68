/** The tables whose rows are kept for a number of days (docs/reference/retention.md). `infra/erasure/retention.ts` deletes older rows. */
import {
  erasedRecordTable,
  messageOutcomeTable,
  quarantineTable,
  readingTable
} from "../../ingest/keys/PersonTables.ts"

/** Table with the times at which a process saw the store's clock. */
export const clockTable = "corridor_audit.clock_seen"

interface BoundedTable {
  readonly table: string
  /** Column with the time at which a row was written. */
  readonly written: string
  readonly days: number
}

export const boundedTables: ReadonlyArray<BoundedTable> = [
  { table: "corridor_audit.batch", written: "at", days: 90 },
  { table: quarantineTable, written: "quarantined_at", days: 180 },
  // The result of a replay is kept at least as long as the refused message, or a message that was loaded would seem to be refused again.
  { table: readingTable, written: "at", days: 180 },
  { table: messageOutcomeTable, written: "at", days: 180 },
  { table: erasedRecordTable, written: "at", days: 180 },
  { table: clockTable, written: "at", days: 30 }
]
