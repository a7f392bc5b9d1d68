/**
 * Restores a backup. Nothing is changed before the signature and every file of the backup have been checked. An interrupted restore can be run again: a
 * file in the data folder names the backup, and the store is then emptied and filled again.
 */
import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { totalErased } from "../../ingest/keys/ErasePersons.ts"
import { eraseWithdrawn } from "../../ingest/keys/EraseWithdrawn.ts"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { erasedSpans, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { reapplyWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { counted } from "../../ports/counted.ts"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { openCuts } from "../../release/ledger/restoredLedger.ts"
import { reconcileReleases } from "../../release/publisher/ledgerReleases.ts"
import type { ErasedVintage } from "../../release/vintage/eraseFromVintages.ts"
import { contentTable } from "../../release/vintage/FrozenContent.ts"
import { restoreReceipts } from "../erasure/issueReceipt.ts"
import { recutVintages } from "../erasure/recutVintages.ts"
import { removeOldParts } from "../erasure/removeOldParts.ts"
import type { AgeIdentity } from "../keys/AgeKeys.ts"
import { buildMarts } from "../marts/BuildMarts.ts"
import { migrate } from "../migrations/Migrate.ts"
import { isKnownMigration, migrationNumber, programVersion, storeVersions } from "../migrations/StoreVersion.ts"
import { holderName, tryLock } from "../process/DataLock.ts"
import { makeOwnerOnlyFolder } from "../process/OwnerOnlyFile.ts"
import { Progress } from "../process/Progress.ts"
import { settings } from "../settings/Settings.ts"
import { runningEndpoints } from "../stack/Endpoints.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { disabledBefore, endRestore, IsRestore, noteRestore, restoredBackup } from "../stack/restoring.ts"
import { holdFolder, stackLayer } from "../stack/Stack.ts"
import { bindState, markTable } from "../state/bindState.ts"
import { stateVersion } from "../state/version.ts"
import type { BackupSource } from "./BackupSource.ts"
import { type RestoredOffsets, restoreOffsets } from "./GroupOffsets.ts"
import { type Manifest, refused } from "./Manifest.ts"
import { type KeptAccess, nothingKept } from "./NewerAccess.ts"
import { isLedgerThere } from "./NewerLedger.ts"
import { checkStoredWithdrawals, newerWithdrawals } from "./newerWithdrawals.ts"
import { openBackup } from "./OpenBackup.ts"
import { progressCounter } from "./progressCounter.ts"
import { restoreFolder } from "./SavedFolders.ts"
import { addWithdrawals, checkKeys, type RestoredKeys, restoreKeys } from "./SavedKeys.ts"
import { restoreState, rowsInState, savedLedger } from "./SavedState.ts"
import { restoreTable, savedTables, unknownTables } from "./StoreTables.ts"

interface RestoreOptions<E, R> {
  readonly data: string
  /** The backup folder. */
  readonly folder: string
  /** Opens an encrypted backup. */
  readonly identity: AgeIdentity | undefined
  /** The key that must have signed the backup; undefined for that of the identity file or the key folder. */
  readonly signer: string | undefined
  /** Hash of a backup that a folder of encrypted ones must contain; undefined for the newest that the key folder knows. */
  readonly head: string | undefined
  /** Number of the backup in a folder of encrypted ones; undefined for the newest. */
  readonly number: number | undefined
  /** Whether to empty a store that contains records. */
  readonly replace: boolean
  /** Fails unless those who must agree to this change of the store have agreed. */
  readonly agree: (change: string) => Effect.Effect<void, E, R>
  /** A copy of the withdrawal log, whose entries are added to that of the key folder. */
  readonly withdrawals: string | undefined
  /** Whether to continue without a withdrawal log outside the backup; persons who withdrew later then come back. */
  readonly withdrawalsOfBackup: boolean
}

export interface Restored {
  readonly manifest: Manifest
  readonly rows: number
  readonly keys: RestoredKeys
  /** Folders of embedded servers that were restored. */
  readonly folders: ReadonlyArray<string>
  readonly offsets: RestoredOffsets
  /** Number of rows erased for withdrawals that are missing in the backup. */
  readonly erased: number
  readonly tombstones: number
  /** Vintages that lost counts again for erasures that are missing in the backup. */
  readonly vintages: ReadonlyArray<ErasedVintage>
  /** Partners without a key in the key folder. */
  readonly withoutKeys: ReadonlyArray<string>
  readonly access: KeptAccess
  /** Whether something may have been disclosed that the ledger does not know, here or in an earlier restore. */
  readonly isLedgerCut: boolean
  /** Partners that were disabled since the backup, and are again. */
  readonly disabled: ReadonlyArray<string>
}

/** Returns the stores, also if they do not belong together: after a loss, a restore replaces both. */
const unboundStores = <const Part extends "log" | "warehouse">(data: string, needs: ReadonlyArray<Part>) =>
  Layer.merge(stackLayer({ data, needs }), stackLayer({ data, needs: ["state"] }))

/** Databases with tables that are not empty if a store is in use. */
const inUse = ["corridor_raw.", "corridor_access.", "corridor_vintage.", "corridor_release."]

/** The mark of the state store is there as soon as any command opened the store. */
const isUsed = (table: string) => table !== markTable && inUse.some((database) => table.startsWith(database))

const rowsIn = Effect.fn("Restore.rowsIn")(function* (tables: ReadonlyArray<string>) {
  let rows = 0
  for (const table of tables) {
    const [found] = yield* Warehouse.query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${table}`)
    rows += found?.n ?? 0
  }
  return rows
})

/** Fails if the backup does not fit the store, or if the store is in use and may not be replaced. */
const checkStore = Effect.fn("Restore.checkStore")(function* (manifest: Manifest, mayReplace: boolean) {
  const there = yield* savedTables()
  const unknown = unknownTables(manifest.tables, there)
  if (unknown.length > 0)
    return yield* refused(
      `This version of the program lacks tables of the backup, or columns of them: ${unknown.map(({ table }) => table).join(", ")}.`
    )
  if (mayReplace) return
  const rows = (yield* rowsInState()) + (yield* rowsIn(there.map(({ table }) => table).filter(isUsed)))
  if (rows > 0)
    return yield* refused(
      `The store contains ${counted(rows, "row")} of records, partners and releases. To empty it first, add --replace.`
    )
})

const notWhileRunning = "The pipeline is running. Stop every 'ingest' process, then restore again."

const setBack = (manifest: Manifest) =>
  restoreOffsets(manifest.offsets).pipe(
    Effect.catchIf(
      (error) => /UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION|REBALANCE_IN_PROGRESS/.test(error.message),
      () => Effect.fail(refused(notWhileRunning))
    )
  )

/** Replaces the content of the store by that of a backup. Every table is emptied first; the ledger stays where the backup is an earlier state of it. */
export const fillStore = Effect.fn("Restore.fillStore")(function* (source: BackupSource) {
  const { manifest } = source
  const saved = yield* savedLedger(source, manifest.state)
  const keepsLedger = saved !== undefined && (yield* isLedgerThere(saved))
  for (const { table } of yield* savedTables())
    if (!(keepsLedger && table === contentTable))
      yield* Warehouse.command(`TRUNCATE TABLE ${table}`, { settings: { max_table_size_to_drop: 0 } })
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0)
  const addProgress = yield* progressCounter((rows) => `  ${rows} of ${counted(total, "row")}`)
  const run = randomUUID()
  for (const table of manifest.tables) yield* restoreTable(source, table, run, addProgress)
  // The list of migrations is now that of the backup. Run the newer ones on the restored rows.
  yield* migrate()
  const access = yield* restoreState(source, manifest.state, keepsLedger)
  yield* bindState(true)
  if (access === nothingKept)
    yield* recordAction({ did: "ledger-cut", by: "command line", partner: null, about: manifest.id })
  // Releases that came after the backup are in the ledger and not in its tables.
  if (keepsLedger) yield* reconcileReleases()
  return { rows: total, access, isLedgerCut: (yield* openCuts(yield* readLedger())).length > 0 }
})

const partnersOf = (status: "enabled" | "disabled") =>
  Effect.map(Partners.list(), (partners) => partners.filter((partner) => partner.status === status).map(({ id }) => id))

/** Disables the partners again that were disabled since the backup. */
const disableAgain = Effect.fn("Restore.disableAgain")(function* (data: string) {
  const before = new Set(disabledBefore(data))
  const again = (yield* partnersOf("enabled")).filter((id) => before.has(id))
  for (const id of again) yield* Partners.disable(PartnerId.make(id))
  return again
})

/** Erases persons who withdrew during or after the backup. */
const eraseAgain = Effect.fn("Restore.eraseAgain")(function* () {
  let erased = 0
  for (const { id } of yield* Partners.list()) erased += totalErased(yield* eraseWithdrawn(id))
  const again = yield* reapplyWithdrawals()
  return { erased: erased + totalErased(again.erased), tombstones: again.tombstones }
})

const partnersWithoutKeys = Effect.fn("Restore.partnersWithoutKeys")(function* () {
  const listed = yield* (yield* KeyStore).list
  const known = new Set(listed.flatMap(({ partner, unreadable }) => (unreadable === undefined ? [partner] : [])))
  return (yield* Partners.list()).flatMap(({ id }) => (known.has(id) ? [] : [id]))
})

/** Fails for a backup of a newer program, before anything is changed: its rows may not fit, or mean something else. */
const refuseNewer = Effect.fn("Restore.refuseNewer")(function* ({ store, stateVersion: state = 0, program }: Manifest) {
  const table = store.migrations.findLast((step) => !isKnownMigration(step))
  const refuse = (what: string, theirs: string, ours: string | undefined) =>
    refused(
      `${what} has version ${theirs}, written by Corridor ${program}. This is Corridor ${programVersion}, which knows versions up to ${ours}. Restore it with Corridor ${program} or later.`
    )
  if (table !== undefined) return yield* refuse("The backup", migrationNumber(table), storeVersions["tables"])
  if (state > stateVersion) return yield* refuse("The state store of the backup", String(state), String(stateVersion))
})

/**
 * Lets one restore at a time run into a data folder. A second one would mistake the first for an interrupted one: it would need neither --replace nor
 * anyone's agreement, and if a running stack has the stores, both would fill them.
 */
const holdRestore = Effect.fn("Restore.hold")(function* (data: string) {
  const folder = join(data, "run", "restore")
  if (!(yield* tryLock(folder)))
    return yield* refused(
      `Another restore (${holderName(folder)}) runs into ${data}. Wait until it ends: it says what it restored.`
    )
})

const restore = Effect.fn("Restore.restore")(function* <E, R>(options: RestoreOptions<E, R>) {
  const { data, folder, replace } = options
  const print = yield* Progress
  print("Checking the backup …")
  const keysFolder = yield* stackKeysFolder(data)
  const { source } = yield* openBackup(folder, { ...options, keysFolder }, options.number ?? "newest")
  if (source === undefined)
    return yield* refused("The backup is encrypted. Name the file of its identity with --identity FILE.")
  const { manifest } = source
  yield* refuseNewer(manifest)
  yield* checkKeys(source, keysFolder)
  const withdrawals = yield* newerWithdrawals(source, options, keysFolder)
  yield* holdRestore(data)
  const isContinued = restoredBackup(data) === manifest.id
  const mayReplace = replace || isContinued
  yield* Effect.gen(function* () {
    yield* checkStore(manifest, mayReplace)
    if (!options.withdrawalsOfBackup) yield* checkStoredWithdrawals(source, withdrawals, keysFolder)
    // Those who agreed to a restore that was interrupted have agreed to this one.
    if (!isContinued) yield* options.agree(`restore backup ${manifest.id}`)
  }).pipe(Effect.provide([unboundStores(data, ["warehouse"]), keysLayer(data)]))

  makeOwnerOnlyFolder(data)
  const found = yield* settings
  const folders =
    runningEndpoints(data) !== undefined
      ? []
      : yield* Effect.gen(function* () {
          yield* holdFolder(data)
          const missing = manifest.folders.filter((name) => found[name] === undefined && !existsSync(join(data, name)))
          // From here on the folder has topics without their records.
          if (missing.length > 0) noteRestore(data, manifest.id)
          for (const name of missing) yield* restoreFolder(source, data, name)
          return missing
        }).pipe(Effect.scoped)
  if (folders.length > 0) print(`Restored the files of ${folders.join(" and ")}.`)
  const keys = yield* restoreKeys(source, keysFolder)
  if (withdrawals !== "") addWithdrawals(keysFolder, withdrawals)

  const done = yield* Effect.gen(function* () {
    // This fails while a pipeline runs, so do it before tables are emptied. Repeat it at the end, in case one ran meanwhile.
    yield* setBack(manifest)
    noteRestore(data, manifest.id, yield* partnersOf("disabled"))
    print("Filling the store …")
    const filled = yield* fillStore(source)
    const disabled = yield* disableAgain(data)
    print("Applying withdrawals and keys that are newer than the backup …")
    const { erased, tombstones } = yield* eraseAgain()
    const offsets = yield* setBack(manifest)
    print("Building the marts …")
    yield* buildMarts()
    const { entries } = yield* (yield* WithdrawalLog).all
    yield* restoreReceipts()
    const { vintages } = yield* recutVintages(erasedSpans(entries))
    // They have what the backup brought back. A store elsewhere removes them by itself.
    if ((yield* settings).clickhouse === undefined) yield* removeOldParts()
    return { ...filled, disabled, erased, tombstones, offsets, vintages, withoutKeys: yield* partnersWithoutKeys() }
  }).pipe(Effect.provide([unboundStores(data, ["log", "warehouse"]), keysLayer(data)]))
  endRestore(data)
  return { manifest, keys, folders, ...done } satisfies Restored
}, Effect.scoped)

/** Restores a backup. If it fails or is interrupted, run it again with the same options: what is done is found. */
export const restoreBackup = <E, R>(options: RestoreOptions<E, R>) =>
  Effect.provideService(restore(options), IsRestore, true)
