/** Records that become a case's when what waits for approval is sent: a withdrawal of the case erases them too. */
import { Effect } from "effect"
import { recordSchema } from "../../schemas/RecordSchemas.ts"
import { uuid } from "../../schemas/uuid.ts"
import type { NewestRevision } from "../keys/ErasedRecords.ts"
import { storedRecords } from "../keys/RecordsOfPersons.ts"
import { changesOf } from "../submit/receipts/Revisions.ts"
import { waitingRecords } from "./EntryRows.ts"

/**
 * Returns the records whose case number a waiting entry corrects to that of the case, with the revision that they would get, and the time, in ISO
 * 8601, when the first one of those that are stored was stored. `persons` are the first pseudonyms of the case.
 */
export const waitingCorrections = Effect.fn("waitingCorrections")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const records: Array<NewestRevision> = []
  const since: Array<string> = []
  const waiting = [...(yield* waitingRecords(partner, persons)).values()].filter(({ row }) =>
    uuid.test(row.record["recordId"] as string)
  )
  for (const undo of [true, false]) {
    const rows = waiting.filter((one) => one.undo === undo).map(({ row }) => row)
    for (const { row, change } of yield* changesOf(partner, rows, undo)) {
      // An earlier content of the record, which would be held back.
      if (change.is === "outdated") continue
      const id = row.record["recordId"] as string
      records.push({ id, revision: change.revision })
      const [stored] = yield* storedRecords(partner, `corridor_raw.${recordSchema(row.kind).table}`, [id])
      if (stored !== undefined) since.push(stored.since)
    }
  }
  return { records, since: since.sort()[0] }
})
