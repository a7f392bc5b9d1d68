/**
 * Records of withdrawn persons, by the withdrawal log. An earlier revision of such a record may have another case number, from before a correction. It
 * is the same person's, so it is not stored again, whether it is replayed, sent again, or comes late.
 */
import { Effect } from "effect"
import { erasedHashOf } from "./ErasedRecords.ts"
import { recordsWithHash, refusedWithHash } from "./RecordsOfPersons.ts"
import { type LoggedWithdrawal, WithdrawalLog } from "./WithdrawalLog.ts"

/** The newest revision that belonged to the person, by the hash of the record's id. */
export type WithdrawnRecords = ReadonlyMap<string, number>

/** What was read from a log. The entries of an unchanged log are the same array. */
const known = new WeakMap<ReadonlyArray<LoggedWithdrawal>, Map<string, WithdrawnRecords>>()

const readEntries = (entries: ReadonlyArray<LoggedWithdrawal>, partner: string): WithdrawnRecords => {
  const newest = new Map<string, number>()
  for (const entry of entries)
    if (entry.partner === partner)
      for (const { hash, revision } of entry.records ?? [])
        newest.set(hash, Math.max(revision, newest.get(hash) ?? revision))
  return newest
}

/** Returns the partner's records of withdrawn persons. */
export const withdrawnRecordsOf = Effect.fn("WithdrawnRecords.of")(function* (partner: string) {
  const { entries } = yield* (yield* WithdrawalLog).all
  const byPartner = known.get(entries) ?? new Map<string, WithdrawnRecords>()
  known.set(entries, byPartner)
  const records = byPartner.get(partner) ?? readEntries(entries, partner)
  byPartner.set(partner, records)
  return records
})

/** Returns whether a revision belongs to a withdrawn person, whatever its case number. */
export const isWithdrawnRevision = (records: WithdrawnRecords, partner: string, id: string, revision: number) =>
  records.size > 0 && revision <= (records.get(erasedHashOf(partner, id)) ?? -1)

/**
 * Returns those of the records with these hashes that are stored with revisions only that belong to a withdrawn person, or of which a refused message says
 * such a revision, and the newest revision that belongs to the person.
 */
export const storedWithdrawn = Effect.fn("WithdrawnRecords.stored")(function* (
  partner: string,
  records: WithdrawnRecords,
  hashes: Iterable<string> = records.keys()
) {
  const wanted = [...hashes]
  if (wanted.length === 0) return []
  const found = [...(yield* recordsWithHash(partner, wanted)), ...(yield* refusedWithHash(partner, wanted))]
  return found.flatMap(({ id, hash, revision }) => {
    const theirs = records.get(hash) ?? -1
    return revision <= theirs ? [{ id, revision: theirs }] : []
  })
})
