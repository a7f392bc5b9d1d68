/** Lists what of an erased person remains after everything that can be reached was erased. */
import { DateTime, Duration, Effect } from "effect"
import { isInRound } from "../../ingest/keys/ErasePersons.ts"
import { erasedRecordTable, erasingTable } from "../../ingest/keys/PersonTables.ts"
import type { VersionedPerson } from "../../ingest/keys/Pseudonym.ts"
import type { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { boundedTables } from "../migrations/boundedTables.ts"
import { backupsWithin, begunBackups, isPresent } from "./KnownBackups.ts"
import { linkageRemains } from "./linkageRemains.ts"
import { pullRemains } from "./pullRemains.ts"
import type { Remains } from "./Remains.ts"
import { removeOldParts } from "./removeOldParts.ts"
import { storeRemains } from "./storeRemains.ts"

/** What an erasure reaches of a stack. */
export interface Reach {
  readonly keysFolder: string
  /** False for a stack that never had an event log. */
  readonly hasLog: boolean
  /** Whether the store's files are on this machine. */
  readonly isStoreHere: boolean
  /** Whether the state store is in PostgreSQL. */
  readonly isStateElsewhere: boolean
}

/** Cases that were erased. */
interface ErasedCases {
  readonly partners: ReadonlyArray<string>
  readonly persons: ReadonlyArray<VersionedPerson>
  /** Since when a mart or vintage may have counted them, ISO 8601; undefined if none did. */
  readonly since: string | undefined
  /** Until when. */
  readonly until: string
  /** Whether no row of them arrived in the meantime. */
  readonly isComplete: boolean
}

/** An idle store looks for replaced parts every ten minutes, and keeps a dropped table for eight. */
const partsLifetime = Duration.minutes(20)

const hashesLifetime = Duration.days(boundedTables.find(({ table }) => table === erasedRecordTable)?.days ?? 0)

const backupRemains = (
  keysFolder: string,
  since: string | undefined,
  until: string,
  now: DateTime.Utc
): ReadonlyArray<Remains> => {
  const how =
    "A restore erases the person again, by the withdrawal log in the key folder. Delete the backup to remove the bytes."
  const of = since === undefined ? [] : backupsWithin(begunBackups(keysFolder), { since, until }, now.epochMilliseconds)
  const listed = of.filter(isPresent).map(
    ({ id, folder, repository, began }): Remains =>
      began
        ? {
            place: `incomplete backup in ${folder}`,
            what: "perhaps records and counts of that time",
            until: "the folder is deleted, or the next encrypted backup into it is complete",
            how: "It cannot be restored. Delete the folder, unless a 'backup' runs there now."
          }
        : {
            place: `backup ${id} in ${folder}`,
            what: "records and counts of that time",
            until: "the backup is deleted",
            how: repository === undefined ? how : `corridor backup prune ${folder} --keep N`
          }
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
const roundRemains = Effect.fn("listRemains.rounds")(function* (persons: ReadonlyArray<string>) {
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

/** Removes replaced parts from the disk, and returns what remains of the cases, apart from messages. */
export const listRemains = Effect.fn("listRemains")(function* (
  { keysFolder, hasLog, isStoreHere, isStateElsewhere }: Reach,
  { partners, persons, since, until, isComplete }: ErasedCases
): Effect.fn.Return<ReadonlyArray<Remains>, WarehouseError, Warehouse> {
  const areFilesGone = isStoreHere && (yield* removeOldParts())
  const now = yield* DateTime.now
  const after = (duration: Duration.Duration) => DateTime.formatIso(DateTime.addDuration(now, duration))
  return [
    ...(isComplete ? [] : [cameBack]),
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
