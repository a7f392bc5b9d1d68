/** Notes the records whose messages are not stored, so that the partner can ask for their outcome. */
import { Effect } from "effect"
import type { LogPosition } from "../../ports/LogBatch.ts"
import { timeText } from "../../ports/timeText.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { noteErased } from "../keys/ErasedRecords.ts"
import { messageOutcomeTable } from "../keys/PersonTables.ts"
import type { Refusal } from "./Transcribe.ts"

/** A message whose record is stored already, from another message. */
export interface RepeatedMessage {
  readonly recordId: string
  readonly person: string
  readonly at: LogPosition
}

/** Messages of a partner that were read and not stored. */
interface NotStored {
  readonly partner: string
  readonly refusals: ReadonlyArray<Refusal>
  readonly repeated: ReadonlyArray<RepeatedMessage>
}

/** Maximum number of rows in one statement. */
const rowsPerInsert = 10_000

/** Stores the notes. Storing them again changes nothing: a note has the message's position. Of withdrawn cases no id is kept. */
export const store = Effect.fn("MessageOutcomes.store")(function* (all: ReadonlyArray<NotStored>) {
  const rows = all.flatMap(({ partner, refusals, repeated }) => {
    const rowOf = (
      recordId: string,
      { partition, offset, timestamp }: LogPosition,
      outcome: string,
      revision: number | null
    ) => ({
      partner_id: partner,
      record_id: recordId,
      revision,
      partition,
      offset,
      sent_at: timeText(timestamp),
      outcome
    })
    return [
      ...refusals.flatMap((refusal) =>
        refusal.recordId === undefined || refusal.isOfWithdrawn
          ? []
          : [rowOf(refusal.recordId, refusal.at, "rejected", refusal.revision ?? null)]
      ),
      ...repeated.map(({ recordId, at }) => rowOf(recordId, at, "duplicate", null))
    ]
  })
  for (let from = 0; from < rows.length; from += rowsPerInsert)
    yield* Warehouse.insert(messageOutcomeTable, rows.slice(from, from + rowsPerInsert), { token: "" })
  for (const { partner, refusals } of all) {
    const withdrawn = refusals.flatMap(({ isOfWithdrawn, recordId }) => (isOfWithdrawn ? (recordId ?? []) : []))
    yield* noteErased(partner, withdrawn)
  }
})
