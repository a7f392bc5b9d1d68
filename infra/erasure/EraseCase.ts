/**
 * **High risk.** Completes a withdrawal: removes a person from every place that can be reached, and lists what remains where and until when.
 *
 * The order makes it safe to interrupt and repeat at any point. The withdrawal is logged before anything is erased, with the time since which
 * marts counted the person. The marts are rebuilt before vintages are compared with them. The entry that completes the erasure is written last;
 * until then, a repetition does every step again.
 */
import { DateTime, Duration, Effect } from "effect"
import { dropOldRounds, isInRound } from "../../ingest/keys/ErasePersons.ts"
import { eraseWithdrawn } from "../../ingest/keys/EraseWithdrawn.ts"
import { erasedRecordTable, erasingTable } from "../../ingest/keys/PersonTables.ts"
import type { VersionedPerson } from "../../ingest/keys/Pseudonym.ts"
import { countedSpan, entriesOf, logErasure, pendingErasures, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { findCase, personsOf, withdrawCase, withdrawWaiting } from "../../ingest/pipeline/WithdrawCase.ts"
import type { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import type { ErasedVintage } from "../../release/vintage/eraseFromVintages.ts"
import { boundedTables } from "../migrations/boundedTables.ts"
import { sayUnfinished } from "../process/sayUnfinished.ts"
import { eraseMessages } from "./eraseMessages.ts"
import { issueReceipt, renewReceipts } from "./issueReceipt.ts"
import { backupsWithin, isPresent, knownBackups } from "./KnownBackups.ts"
import { linkageRemains } from "./linkageRemains.ts"
import { pullRemains } from "./pullRemains.ts"
import type { Remains } from "./Remains.ts"
import { recutVintages } from "./recutVintages.ts"
import { removeOldParts } from "./removeOldParts.ts"
import { storeRemains } from "./storeRemains.ts"

interface ErasureInput<E, R> {
  readonly partner: string
  /** Every reference under which records of the case may have been sent. */
  readonly references: ReadonlyArray<string>
  readonly keysFolder: string
  /** Builds the marts again. */
  readonly rebuild: Effect.Effect<unknown, E, R>
  /** Whether to delete all loaded messages of the partner from its topic. */
  readonly deletesMessages: boolean
  /** False for a stack that never had an event log. */
  readonly hasLog: boolean
  /** Whether the store's files are on this machine. */
  readonly isStoreHere: boolean
  /** Whether the state store is in PostgreSQL. */
  readonly isStateElsewhere: boolean
}

export interface Erasure {
  /** Number of rows of the case, by table. */
  readonly erased: Readonly<Record<string, number>>
  readonly tombstone: string
  readonly vintages: ReadonlyArray<ErasedVintage>
  /** Number of the vintage that was created without the person; null if none was needed. */
  readonly newVintage: number | null
  readonly deletedMessages: number
  /** Code of the receipt, which is stored nowhere. */
  readonly receipt: string
  readonly remains: ReadonlyArray<Remains>
}

/** An idle store looks for replaced parts every ten minutes, and keeps a dropped table for eight. */
const partsLifetime = Duration.minutes(20)

const hashesLifetime = Duration.days(boundedTables.find(({ table }) => table === erasedRecordTable)?.days ?? 0)

/** Returns the state of the case, and changes nothing. */
export const previewErasure = Effect.fn("EraseCase.preview")(function* (
  partner: string,
  references: ReadonlyArray<string>
) {
  const found = yield* findCase(partner, references)
  const { persons } = yield* personsOf(partner, references)
  const entries = entriesOf((yield* (yield* WithdrawalLog).all).entries, partner, persons)
  return { ...found, persons, isLogged: entries.length > 0, span: countedSpan(entries) }
})

const backupRemains = (
  keysFolder: string,
  since: string | undefined,
  until: string,
  now: DateTime.Utc
): ReadonlyArray<Remains> => {
  const how =
    "A restore erases the person again, by the withdrawal log in the key folder. Delete the backup to remove the bytes."
  const of = since === undefined ? [] : backupsWithin(knownBackups(keysFolder), { since, until }, now.epochMilliseconds)
  const listed = of.filter(isPresent).map(
    ({ id, folder, repository }): Remains => ({
      place: `backup ${id} in ${folder}`,
      what: "records and counts of that time",
      until: "the backup is deleted",
      how: repository === undefined ? how : `corridor backup prune ${folder} --keep N`
    })
  )
  const elsewhere: Remains = {
    place: "copies of backups elsewhere",
    what: `records and counts, in every backup made before ${until}`,
    until: "the backups are deleted",
    how
  }
  return [...listed, elsewhere]
}

/** Pseudonyms of an erasure of the case that was interrupted: another process may still need them. */
const roundRemains = Effect.fn("EraseCase.roundRemains")(function* (persons: ReadonlyArray<string>) {
  if (!(yield* isInRound(persons))) return []
  const remains: Remains = {
    place: erasingTable,
    what: "the case's stored pseudonym, from an erasure that was interrupted",
    until: "an hour after it",
    how: "The pipeline deletes it within ten minutes, and so does the next 'erase'."
  }
  return [remains]
})

/** What stays by design. */
const alwaysRemains: ReadonlyArray<Remains> = [
  {
    place: "corridor_raw.withdrawal and withdrawals.jsonl in the key folder",
    what: "the case's stored pseudonym and, in the log, hashes of the ids of its corrected records, so that later records are refused and restored copies erased",
    until: "the partner's keys are shredded",
    how: "'keys shred' removes what links it to the case."
  },
  {
    place: "corridor_audit.submission and the access log",
    what: "numbers of the submissions that contained the case, made from a hash of what was sent, with counts; in entries of earlier versions the hash",
    until: "kept",
    how: "A case cannot be found by a number or hash without the partner's key and everything that was sent with it."
  },
  {
    place: "published releases, and answers to queries and requests",
    what: "protected counts that include the person",
    until: "kept; a later edition replaces one of its series",
    how: "No count can be traced to a person; readers have copies."
  },
  {
    place: "other partners' records",
    what: "the same person, if another partner sent records too: pseudonyms differ by partner, so nobody can tell",
    until: "the case is withdrawn there",
    how: "Ask the person who else helped them, and run 'erase' for each of these partners."
  },
  {
    place: "the partner's own files and devices",
    what: "its case files, reports of checks, and queues and unsent forms of the portal on prepared devices",
    until: "the partner deletes them",
    how: "Corridor cannot reach them. Tell the partner; what it sends of the case is refused, unless it lost its key and registered a new one."
  }
]

const storeFiles = (until: string): Remains => ({
  place: "files of the store",
  what: "replaced parts of tables, and dropped tables, which no query reads",
  until,
  how: "ClickHouse deletes them by itself while it runs, within this time of its next start."
})

const deadRows: Remains = {
  place: "PostgreSQL, its write-ahead log and its archives",
  what: "encrypted rows of what waited for approval, as they were before, perhaps with the case; no query reads them",
  until: "PostgreSQL vacuums the table, and the log and its archives are deleted",
  how: "VACUUM review_rows. They cannot be read without the pipeline's key of the partner."
}

const recordHashes = (until: string): Remains => ({
  place: "corridor_audit.erased_record",
  what: "hashes of the ids of the case's records, so that the partner can ask for their outcome",
  until,
  how: "The pipeline deletes them. An id is random or made with the partner's key, so it cannot be guessed."
})

const receiptHash: Remains = {
  place: "corridor_release.withdrawal_receipt",
  what: "the hash of the receipt's code, the day of the withdrawal and the number of a vintage; no partner and no case",
  until: "kept",
  how: "It answers the person who has the code, and nobody else."
}

const quarantinePositions: Remains = {
  place: "topic corridor.quarantine",
  what: "rules that refused messages broke and their positions in the partner's topic, perhaps of this case; nothing of their content",
  until: "the topic's retention",
  how: "A position has no use once the message is deleted."
}

const cameBack: Remains = {
  place: "marts and the newest vintage",
  what: "counts of rows that arrived while the person was being erased",
  until: "'erase --pending' has run",
  how: "corridor erase --pending"
}

const ledgerHashes: Remains = {
  place: "ledger",
  what: "hashes of the erased marts of vintages; none of a person",
  until: "kept",
  how: "The ledger only grows. A hash reveals nothing to those who do not know all other counts."
}

type Reach = Pick<ErasureInput<never, never>, "keysFolder" | "hasLog" | "isStoreHere" | "isStateElsewhere">

/** Removes replaced parts from the disk, and returns what remains of cases of these partners, apart from messages. */
const remainsOf = Effect.fn("EraseCase.remainsOf")(function* (
  { keysFolder, hasLog, isStoreHere, isStateElsewhere }: Reach,
  partners: ReadonlyArray<string>,
  { since, until }: { readonly since: string | undefined; readonly until: string },
  persons: ReadonlyArray<VersionedPerson>
): Effect.fn.Return<ReadonlyArray<Remains>, WarehouseError, Warehouse> {
  const areFilesGone = isStoreHere && (yield* removeOldParts())
  const now = yield* DateTime.now
  const after = (duration: Duration.Duration) => DateTime.formatIso(DateTime.addDuration(now, duration))
  return [
    ...backupRemains(keysFolder, since, until, now),
    ...(areFilesGone ? [] : [storeFiles(after(partsLifetime))]),
    ...(yield* storeRemains(isStoreHere)),
    ...(isStateElsewhere ? [deadRows] : []),
    ...(yield* roundRemains(persons.map(({ person }) => person))),
    recordHashes(after(hashesLifetime)),
    receiptHash,
    ...(hasLog ? [quarantinePositions] : []),
    ...(since === undefined ? [] : [ledgerHashes]),
    ...partners.flatMap((partner) => pullRemains(keysFolder, partner)),
    ...(yield* linkageRemains(partners)),
    ...alwaysRemains
  ]
})

interface PendingErased extends Pick<Erasure, "vintages" | "newVintage" | "deletedMessages" | "remains"> {
  /** Number of withdrawals that were completed. */
  readonly completed: number
}

/**
 * Completes every withdrawal of the log that is not complete: those that arrived as records or through the portal, whose case number only the partner
 * knows. Their rows are erased already; vintages, messages and replaced parts remain.
 */
export const erasePending = Effect.fn("EraseCase.erasePending")(function* <E, R>(
  input: Reach & Pick<ErasureInput<E, R>, "rebuild" | "deletesMessages">
) {
  yield* dropOldRounds()
  const complete = Effect.gen(function* () {
    const log = yield* WithdrawalLog
    // First, because the log may learn from what is found that an erasure is not complete.
    for (const partner of new Set((yield* log.all).entries.map((entry) => entry.partner))) {
      // Without its key nobody can read what waits.
      yield* Effect.catchTag(withdrawWaiting(partner), "KeyStoreError", ({ message }) => Effect.logWarning(message))
      yield* eraseWithdrawn(partner)
    }
    const { entries } = yield* log.all
    const pending = pendingErasures(entries)
    const partners = [...new Set(pending.map(({ partner }) => partner))].sort()
    if (pending.length > 0) yield* input.rebuild
    const at = DateTime.formatIso(yield* DateTime.now)
    const spans = pending.flatMap(({ span }) => (span === undefined ? [] : [{ ...span, until: span.until ?? at }]))
    const { newVintage, vintages } = yield* recutVintages(spans)
    const messages = input.hasLog
      ? yield* Effect.forEach(partners, (partner) => eraseMessages(partner, input.deletesMessages))
      : []
    const persons = pending.flatMap((one) => one.persons)
    const ends = yield* Effect.forEach(pending, ({ partner, persons: own, span }) =>
      logErasure({ partner, at: span?.until ?? at, persons: own }, entries.length)
    )
    yield* Effect.forEach(pending, (one) => renewReceipts(one.partner, one.persons), { discard: true })
    const completed = ends.filter((isComplete) => isComplete).length
    const since = spans.map((span) => span.since).sort()[0]
    return {
      completed,
      vintages,
      newVintage,
      deletedMessages: messages.reduce((sum, { deleted }) => sum + deleted, 0),
      remains: [
        ...messages.flatMap(({ remains }) => remains),
        ...(completed < pending.length ? [cameBack] : []),
        ...(yield* remainsOf(input, partners, { since, until: at }, persons))
      ]
    } satisfies PendingErased
  })
  return yield* complete.pipe(sayUnfinished("Withdrawals are not complete. Run the same 'erase' again."))
})

/**
 * Erases a person: withdraws the case, removes it from every place that Corridor reaches, and returns what remains where and until when.
 * Run it again after a failure.
 */
export const eraseCase = Effect.fn("EraseCase.erase")(function* <E, R>(input: ErasureInput<E, R>) {
  yield* dropOldRounds()
  const before = yield* previewErasure(input.partner, input.references)
  const withdrawn = yield* withdrawCase(input.partner, input.references).pipe(
    sayUnfinished("The case may be withdrawn in part only. Run the same 'erase' again.")
  )
  return yield* complete(input, before, withdrawn).pipe(
    sayUnfinished("The case is withdrawn, but its erasure is not complete. Run the same 'erase' again.")
  )
})

/** Takes the steps after the withdrawal. */
const complete = Effect.fn("EraseCase.complete")(function* <E, R>(
  input: ErasureInput<E, R>,
  before: Effect.Success<ReturnType<typeof previewErasure>>,
  withdrawn: Effect.Success<ReturnType<typeof withdrawCase>>
) {
  const { partner, references } = input
  // Rows that came back, for example by a restore without the log, may be counted in marts and later vintages.
  const isDone = before.span?.until !== undefined && before.rows === 0
  const known = (yield* (yield* WithdrawalLog).all).entries.length
  if (!isDone) yield* input.rebuild
  const marts = DateTime.formatIso(yield* DateTime.now)
  const left = yield* previewErasure(partner, references)
  const until = isDone ? (before.span?.until as string) : marts
  const since = left.span?.since
  // Before the new vintage, which does not count the person.
  const receipt = yield* issueReceipt(partner, left.persons)
  const span = (yield* previewErasure(partner, references)).span
  const { newVintage, vintages } = yield* recutVintages(span === undefined ? [] : [{ ...span, until }])
  const { deleted, remains } = input.hasLog
    ? yield* eraseMessages(partner, input.deletesMessages)
    : { deleted: 0, remains: [] }
  const isComplete = isDone || (yield* logErasure({ partner, at: marts, persons: left.persons }, known))
  yield* renewReceipts(partner, left.persons)
  return {
    erased: withdrawn.tables,
    tombstone: withdrawn.tombstone,
    vintages,
    newVintage,
    deletedMessages: deleted,
    receipt,
    remains: [
      ...remains,
      ...(isComplete ? [] : [cameBack]),
      ...(yield* remainsOf(input, [partner], { since, until }, left.persons))
    ]
  } satisfies Erasure
})
