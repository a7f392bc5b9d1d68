/**
 * Loads batches of partitions into the store. Loading a batch again, at any moment and any number of times, changes nothing.
 *
 * Small batches of several partitions share one block (`loadBatches`), which has its own token. After a crash each of them is loaded
 * alone, maybe by different processes, while the block's insert may still be in progress. So each batch first inserts its rows under the
 * block's token: from then on the store drops the block if it arrives late. The token may already be used up, by the block, by another of
 * its batches, or by a store that was killed before it had the rows. So the store is queried, and missing rows are inserted under the
 * batch's own token, and so on (`insertIdempotent`).
 */
import { Effect, Exit } from "effect"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { erase } from "../keys/ErasePersons.ts"
import { eraseContradictions, noteStored } from "../keys/EraseWithdrawn.ts"
import { currentKey } from "../keys/KeyStore.ts"
import { isWithdrawnRevision, type WithdrawnRecords, withdrawnRecordsOf } from "../keys/WithdrawnRecords.ts"
import { joinBlocks } from "../transcode/joinBlocks.ts"
import type { KindRows } from "../transcode/Transcoder.ts"
import {
  eraseCorrected,
  eraseWithdrawnRecords,
  type RefusedRevision,
  refusedRevisionsOf,
  revisionAt,
  withdrawnRevisions
} from "./eraseCorrected.ts"
import { faultPoint } from "./faultPoint.ts"
import { insertIdempotent, retryable } from "./insertIdempotent.ts"
import type { RecordCounts } from "./Ledger.ts"
import type { RepeatedMessage } from "./MessageOutcomes.ts"
import * as MessageOutcomes from "./MessageOutcomes.ts"
import type { Withdrawn } from "./PartnerChangeFeed.ts"
import * as Quarantine from "./Quarantine.ts"
import {
  allPersons,
  canShareBlock,
  type LoadRequest,
  none,
  personsOf,
  type ReadBatch,
  read,
  recordsOf,
  rowsOf,
  secondsSince
} from "./ReadBatch.ts"
import { findRepeated } from "./StoredRevisions.ts"
import type { Refusal } from "./Transcribe.ts"

/** A batch that was loaded: its counts, its refusals and the time it took. */
export interface LoadResult {
  readonly counts: RecordCounts
  readonly refusals: ReadonlyArray<Refusal>
  readonly transcribeSeconds: number
  readonly insertSeconds: number
}

/** Returns whether a refused message says a revision that belongs to a withdrawn person, whatever its case number. */
const isOfRecords = (records: WithdrawnRecords, partner: string, { recordId, revision }: Refusal) =>
  recordId !== undefined && revision !== undefined && isWithdrawnRevision(records, partner, recordId, revision)

/** Removes the pseudonyms of withdrawn persons, which must not remain in the quarantine either, and marks their refusals. */
const withoutWithdrawn = (
  refusals: ReadonlyArray<Refusal>,
  withdrawn: Withdrawn,
  isTheirs: (refusal: Refusal) => boolean
): ReadonlyArray<Refusal> =>
  refusals.map((refusal) =>
    refusal.person !== undefined && (withdrawn.has(refusal.person) || isTheirs(refusal))
      ? { ...refusal, person: undefined, isOfWithdrawn: true }
      : refusal
  )

/** Another batch stored contradicting revisions meanwhile. The retry reads them and refuses this batch's. */
const overtaken = retryable("Another batch has stored different contents of the same revisions")

/** Inserts rows of one kind as one block. `requests` are the batches that the rows come from. */
const insert = Effect.fn("LoadBatch.insert")(function* (
  sets: readonly [KindRows, ...ReadonlyArray<KindRows>],
  requests: ReadonlyArray<LoadRequest>
) {
  const [{ columns }, ...others] = sets
  const { partner, token, block: shared, context, isFirst } = requests[0] as LoadRequest
  const warehouse = yield* Warehouse
  // Rows of several batches are few and may be of several partners: the store sorts them itself.
  const block =
    others.length === 0
      ? columns.inOrder()
      : joinBlocks([columns.block(), ...others.map((rows) => rows.columns.block())])
  const insertWith = (rows: ColumnBlock, name: string) =>
    context.limitInserts(rows.rows)(warehouse.insertBlock(columns.table, rows, { token: `${name}:${columns.table}` }))
  // No one else can have used these tokens.
  if (requests.length > 1 || (isFirst && shared === token)) return yield* insertWith(block, shared)
  // The insert that used a token may have stored some of these rows, from copies of the records in another partition.
  const missing = Effect.gen(function* () {
    const all = columns.everyRow()
    const { duplicates, conflicts } = yield* findRepeated(partner, columns, all)
    if (conflicts.size > 0) return yield* overtaken
    const rows = all.filter((row) => !duplicates.has(row))
    return rows.length === 0 ? undefined : { ...block, rows: rows.length, order: Uint32Array.from(rows) }
  })
  yield* insertIdempotent(block, { block: shared, own: token }, insertWith, missing)
})

const isConflict = ({ problems }: Refusal) => problems.some(({ code }) => code === "revision-conflict")

/** Returns the refusals of rows that break a rule about other records. */
const refusalsOf = (
  batch: LogBatch,
  rows: KindRows,
  which: ReadonlySet<number>,
  code: "revision-conflict" | "case-withdrawn",
  path: string
): ReadonlyArray<Refusal> => {
  const person = personsOf(rows)
  const record = recordsOf(rows)
  const { values } = rows.columns.number("revision")
  return [...which].map((row) => ({
    at: batch.position(rows.at[row] as number),
    kind: rows.columns.kind,
    schemaId: undefined,
    person: person(row),
    recordId: record(row),
    revision: values[row] as number,
    problems: [{ code, path }]
  }))
}

const versioned = ({ keys }: LoadRequest, persons: ReadonlySet<string>) =>
  [...persons].map((person) => ({ version: currentKey(keys).version, person }))

/**
 * Removes repeated and refused rows from a batch. Returns the complete refusals, the number of duplicates, the persons who withdraw in
 * the batch, and the persons of refused rows who had withdrawn before.
 */
const removeRepeated = Effect.fn("LoadBatch.removeRepeated")(function* ({
  request,
  transcoder,
  kinds,
  refusals
}: ReadBatch) {
  const { batch, partner } = request
  const refused = [...refusals]
  const withdrawing = allPersons(transcoder.kinds.get("withdrawal") as KindRows)
  yield* noteStored(partner, versioned(request, withdrawing))
  const withdrawn = withdrawing.size === 0 ? request.withdrawn : new Set([...withdrawing, ...request.withdrawn])
  const withdrawnRecords = yield* withdrawnRecordsOf(partner)
  const withdrawnBefore = new Set<string>()
  const earlierRevisions: Array<string> = []
  const refusedRevisions: Array<RefusedRevision> = []
  const repeatedMessages: Array<RepeatedMessage> = []
  let duplicates = 0
  yield* faultPoint("inserting")
  for (const { rows, lookups } of kinds) {
    const { columns } = rows
    const gone = columns.kind === "withdrawal" ? none : rowsOf(rows, withdrawn)
    const earlier = new Set([...withdrawnRevisions(partner, rows, withdrawnRecords)].filter((row) => !gone.has(row)))
    const isWithdrawn = (row: number) => gone.has(row) || earlier.has(row)
    const left = lookups.filter((row) => !isWithdrawn(row))
    const { duplicates: repeated, storedAt, conflicts } = yield* findRepeated(partner, columns, left, isWithdrawn)
    refused.push(...refusalsOf(batch, rows, gone, "case-withdrawn", ""))
    refused.push(...refusalsOf(batch, rows, earlier, "case-withdrawn", ""))
    refused.push(...refusalsOf(batch, rows, conflicts, "revision-conflict", "revision"))
    const [person, record] = [personsOf(rows), recordsOf(rows)]
    for (const row of gone) {
      withdrawnBefore.add(person(row))
      refusedRevisions.push(revisionAt(rows, row))
    }
    for (const row of earlier) earlierRevisions.push(record(row))
    duplicates += repeated.size
    for (const row of repeated) {
      const at = batch.position(rows.at[row] as number)
      // A row that is stored already, from an earlier load of this batch, does not repeat itself.
      if (storedAt.get(row) !== `${at.partition}/${at.offset}`)
        repeatedMessages.push({ recordId: record(row), person: person(row), at })
    }
    const removed = [gone, earlier, repeated, conflicts]
    if (removed.some(({ size }) => size > 0)) rows.keep((row) => !removed.some((some) => some.has(row)))
    // Withdrawals first: a loader that looks for withdrawals after its own insert must find these.
    if (columns.kind === "withdrawal") yield* insert([rows], [request])
  }
  return {
    refusals: withoutWithdrawn(refused, withdrawn, (refusal) => isOfRecords(withdrawnRecords, partner, refusal)),
    duplicates,
    repeated: repeatedMessages,
    withdrawing,
    withdrawnBefore,
    withdrawnRecords,
    earlierRevisions,
    refusedRevisions
  }
})

type Remaining = Effect.Success<ReturnType<typeof removeRepeated>>

/**
 * Erases what was withdrawn while the batch was stored. For a batch that was tried before, also erases rows that an insert of that time
 * may have added after their person had withdrawn.
 */
const eraseLate = Effect.fn("LoadBatch.eraseLate")(function* (
  { request, kinds, refusals: refusedAtFirst }: ReadBatch,
  { refusals, repeated, withdrawing, withdrawnBefore, refusedRevisions, ...before }: Remaining,
  late: Withdrawn
) {
  const { partner, keys } = request
  const lateRevisions = [...refusedRevisionsOf(refusedAtFirst, late)]
  const toErase = new Set(request.isFirst ? withdrawing : [...withdrawing, ...withdrawnBefore])
  for (const { rows } of kinds) {
    const person = personsOf(rows)
    if (rows.columns.kind !== "withdrawal")
      for (const row of rowsOf(rows, late)) {
        toErase.add(person(row))
        lateRevisions.push(revisionAt(rows, row))
      }
  }
  for (const { person } of [...refusals, ...repeated]) if (person !== undefined && late.has(person)) toErase.add(person)
  yield* eraseCorrected(partner, currentKey(keys).version, [...refusedRevisions, ...lateRevisions])
  // Again: rows may have been stored since the first look, before the withdrawals were.
  const claimed = yield* noteStored(partner, versioned(request, toErase))
  yield* erase(partner, toErase, claimed)
  const earlier = new Set(request.isFirst ? [] : before.earlierRevisions)
  const records = yield* withdrawnRecordsOf(partner)
  if (records !== before.withdrawnRecords || !request.isFirst)
    for (const refusal of refusals) if (isOfRecords(records, partner, refusal)) earlier.add(refusal.recordId as string)
  if (records !== before.withdrawnRecords)
    for (const { rows } of kinds)
      for (const row of withdrawnRevisions(partner, rows, records)) earlier.add(recordsOf(rows)(row))
  yield* eraseWithdrawnRecords(partner, records, earlier)
  // What a refused row contradicts may have been erased since it was compared.
  if (late.size > 0 && refusals.some(isConflict)) yield* eraseContradictions(partner)
})

/**
 * Stores the new rows of each kind and the quarantine, then erases what was withdrawn meanwhile. Several batches, which must all pass
 * `canShareBlock`, go into one block of each table.
 */
const store = Effect.fn("LoadBatch.store")(function* (batches: ReadonlyArray<ReadBatch>) {
  const startedAt = performance.now()
  const remaining = yield* Effect.forEach(batches, removeRepeated)
  const requests = batches.map(({ request }) => request)
  const { announce } = requests[0] as LoadRequest
  const rowsByTable = Map.groupBy(
    batches.flatMap(({ kinds }) => kinds.flatMap(({ rows }) => (rows.columns.kind === "withdrawal" ? [] : rows))),
    ({ columns }) => columns.table
  )
  const inserts = [...rowsByTable.values()].map((sets) => insert(sets as [KindRows, ...Array<KindRows>], requests))
  const storeRefusals = Effect.gen(function* () {
    const quarantined = yield* Quarantine.store(
      requests.map((request, i) => ({
        ...request,
        refusals: (remaining[i] as Remaining).refusals,
        keyVersion: currentKey(request.keys).version
      })),
      announce
    )
    // Afterwards: an erasure deletes the note of an erased record that no row of the quarantine gives a case, and without it could not find the row.
    yield* MessageOutcomes.store(requests.map(({ partner }, i) => ({ partner, ...(remaining[i] as Remaining) })))
    return quarantined
  })
  // Wait for all, even if one has failed: the next load of a batch must not look for rows whose insert is still in progress.
  const [refusalsStored, ...rowsStored] = yield* Effect.all([storeRefusals, ...inserts], {
    concurrency: "unbounded",
    mode: "result"
  })
  yield* Effect.forEach(rowsStored, Effect.fromResult, { discard: true })
  const quarantined = yield* Effect.fromResult(refusalsStored)
  yield* Effect.forEach(requests, ({ onStored }) => onStored ?? Effect.void, { discard: true })

  // Look again after everything is written: a withdrawal from another partition may have been stored meanwhile.
  const withdrawn = yield* Effect.forEach(
    requests,
    ({ partner, keys, context }) => context.partnerChanges.withdrawnOf(partner, currentKey(keys).version),
    { concurrency: "unbounded" }
  )
  yield* Effect.forEach(batches, (each, i) => eraseLate(each, remaining[i] as Remaining, withdrawn[i] as Withdrawn), {
    discard: true
  })
  const insertSeconds = secondsSince(startedAt)
  return batches.map(({ request: { batch }, kinds, seconds }, i): LoadResult => {
    const { refusals, duplicates } = remaining[i] as Remaining
    const held = quarantined[i] as number
    const loaded = kinds.reduce((sum, { rows }) => sum + rows.columns.rows, 0)
    return {
      counts: { consumed: batch.count, loaded, quarantined: held, duplicates: duplicates + refusals.length - held },
      refusals,
      transcribeSeconds: seconds,
      insertSeconds
    }
  })
})

/**
 * Loads batches of different partitions that were planned for one block. Returns an exit for each. If storing the shared block fails, all
 * of its batches fail with it, and each must be loaded again alone, with `isFirst` false.
 */
export const loadBatches = Effect.fn("LoadBatch.loadBatches")(function* (requests: ReadonlyArray<LoadRequest>) {
  const batches = yield* Effect.forEach(requests, read)
  yield* faultPoint("decoded", batches.length)
  const exits = new Map<ReadBatch, Exit.Exit<LoadResult, Effect.Error<ReturnType<typeof store>>>>()
  const sharing = batches.length === 1 ? [] : batches.filter(canShareBlock)
  if (sharing.length > 0) {
    const stored = yield* Effect.exit(store(sharing))
    for (const [i, each] of sharing.entries()) {
      yield* each.ticket.leave
      exits.set(
        each,
        Exit.map(stored, (all) => all[i] as LoadResult)
      )
    }
  }
  for (const each of batches) {
    if (exits.has(each)) continue
    // The filter already knows the records of earlier batches in flight; the store does not yet.
    yield* each.ticket.awaitEarlier
    exits.set(
      each,
      Exit.map(yield* Effect.exit(store([each])), ([one]) => one as LoadResult)
    )
    yield* each.ticket.leave
  }
  return batches.map((each) => exits.get(each) as NonNullable<ReturnType<typeof exits.get>>)
}, Effect.scoped)

/** Loads a batch: withdrawals first, then the new rows of each kind, then the quarantine. */
export const loadBatch = (request: LoadRequest) =>
  Effect.flatMap(loadBatches([request]), ([exit]) => exit as NonNullable<typeof exit>)
