/**
 * Writes a backup: everything that cannot be rebuilt, in one folder, encrypted if there are recipients.
 *
 * The read order makes a backup consistent while the pipeline runs: consumer offsets, batch ledger, records, state store, withdrawals, keys
 * and withdrawal log. Records loaded after the offsets were read are read from Kafka again after a restore, and recognised as stored. The
 * rows of a batch that the ledger lists as stored are read after the ledger. A withdrawal during the backup is in what is read last.
 */
import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { DateTime, Effect } from "effect"
import { counted } from "../../ports/counted.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { clockRefusal } from "../../release/ledger/ledgerClock.ts"
import { noteBackup } from "../erasure/KnownBackups.ts"
import { sealingTo } from "../keys/AgeKeys.ts"
import { programVersion } from "../migrations/StoreVersion.ts"
import { isWithin } from "../process/isWithin.ts"
import { Progress } from "../process/Progress.ts"
import { settings } from "../settings/Settings.ts"
import { runningEndpoints } from "../stack/Endpoints.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { holdFolder, stackLayer } from "../stack/Stack.ts"
import { stateVersion } from "../state/version.ts"
import { type FinishedBackup, openBackupFolder } from "./BackupFolder.ts"
import { backupSigner } from "./BackupSigner.ts"
import { groupId, saveOffsets } from "./GroupOffsets.ts"
import { BackupRefused, backupFormat, type Manifest } from "./Manifest.ts"
import { formatBytes, progressCounter } from "./progressCounter.ts"
import { embeddedFolders, saveFolder } from "./SavedFolders.ts"
import { beginWithdrawalLog, saveKeys } from "./SavedKeys.ts"
import { saveState } from "./SavedState.ts"
import { openSealedFolder } from "./SealedFolder.ts"
import { isAfterState, savedTables, saveTable } from "./StoreTables.ts"

interface BackupOptions {
  /** The stack's data folder. */
  readonly data: string
  /** A new or empty folder, or one with encrypted backups of this installation. */
  readonly folder: string
  /** Public keys of age. Without any, anyone who has the backup can read it. */
  readonly recipients: ReadonlyArray<string>
  readonly withoutKeys: boolean
}

interface BackedUp {
  readonly manifest: Manifest
  readonly finished: FinishedBackup
  /** The key that signed it. Compare it before you restore the backup elsewhere. */
  readonly signer: string
  /** What the backup does not contain, and how to include it. One sentence each. */
  readonly notIncluded: ReadonlyArray<string>
}

const storeFacts = Effect.fn("Backup.storeFacts")(function* () {
  const [facts] = yield* Warehouse.query<{ version: string }>("SELECT version() AS version")
  const steps = yield* Warehouse.query<{ name: string }>(
    "SELECT DISTINCT name FROM corridor_audit.migration ORDER BY name"
  )
  return { version: facts?.version ?? "", migrations: steps.map(({ name }) => name) }
})

/** Returns what takes the place of the topics in a backup without them. */
const replacesTopics = (unread: number) =>
  `The backup has every record that was loaded from them. ${unread === 0 ? "All messages had been read when it began" : `${counted(unread, "message")} had not been read when it began and are in the topics alone`}; refused messages, which 'quarantine replay' needs, are too. The schemas are registered again by 'up' and 'ingest'.`

const readable = (withoutKeys: boolean, folders: ReadonlyArray<string>) =>
  `The backup is not encrypted: anyone with a copy can read every record${withoutKeys ? "" : ", and with the keys in it recognise persons whose case numbers they know"}${folders.includes("kafka") ? ", and the case references in kafka/" : ""}. To encrypt it, make a key pair with 'backup keygen' and name its public key with --to or CORRIDOR_BACKUP_RECIPIENT.`

const notIncludedWords = (
  options: BackupOptions,
  where: {
    readonly isRunning: boolean
    readonly isOutside: boolean
    readonly folders: ReadonlyArray<string>
    readonly ledgerKeys: string | undefined
    /** Messages that the pipeline had not read when the backup began. */
    readonly unread: number
  }
): ReadonlyArray<string> => [
  ...(options.recipients.length === 0 ? [readable(options.withoutKeys, where.folders)] : []),
  "Staging tables and marts are not included: a restore rebuilds them.",
  ...(where.folders.includes("kafka")
    ? ["kafka/ contains partners' messages as they were sent, including raw case references."]
    : where.isOutside
      ? [
          `The topics are not included: back them up in the Kafka cluster that the settings name. ${replacesTopics(where.unread)}`
        ]
      : where.isRunning
        ? [
            `The topics and the registry are not included, because the stack is running. To include them, stop it with 'npm run -s corridor -- down' and back up again. ${replacesTopics(where.unread)}`
          ]
        : []),
  ...(options.withoutKeys
    ? [
        "Keys, partners' secrets and the withdrawal log are not included. Without a copy of the key folder, later records cannot be linked to earlier ones, withdrawals cannot be applied after a restore, and the signed ledger cannot be added to."
      ]
    : [
        "The backup contains the keys, with which case numbers can be matched to pseudonyms and the ledger can be signed. Protect it like the key folder."
      ]),
  "Keep the withdrawal log (withdrawals.jsonl in the key folder) elsewhere too: a restore needs the newest one, or persons who withdrew after this backup come back.",
  ...(where.ledgerKeys === undefined
    ? []
    : [`The keys that sign the ledger are not included: copy ${where.ledgerKeys} (CORRIDOR_LEDGER_KEYS).`])
]

/** Writes a backup and returns its manifest. */
export const makeBackup = Effect.fn("Backup.make")(function* (options: BackupOptions) {
  const { data } = options
  const print = yield* Progress
  const found = yield* settings
  const isRunning = runningEndpoints(data) !== undefined
  const folders = isRunning ? [] : embeddedFolders(data, found)
  // An embedded broker that was never started has no offsets. Do not start it.
  const hasLog = isRunning || found.kafka !== undefined || existsSync(join(data, "kafka"))
  const keysFolder = yield* stackKeysFolder(data)
  for (const folder of [data, keysFolder])
    if (isWithin(options.folder, folder))
      return yield* new BackupRefused({
        message: `The folder ${options.folder} is inside ${folder}: both would be lost together. Name a folder elsewhere, preferably on another disk.`
      })
  const sealing = options.recipients.length === 0 ? undefined : yield* sealingTo(options.recipients)
  const signer = backupSigner(keysFolder)
  const backup =
    sealing === undefined
      ? yield* openBackupFolder(options.folder, signer.signing)
      : yield* openSealedFolder(options.folder, sealing, signer)
  const createdAt = DateTime.formatIso(yield* DateTime.now)
  const noted = { id: randomUUID(), createdAt, folder: options.folder }

  const saved = yield* Effect.gen(function* () {
    const behind = yield* clockRefusal()
    if (behind !== undefined) return yield* new BackupRefused({ message: behind })
    yield* noteBackup(keysFolder, { ...noted, file: backup.contents, began: true })
    const { offsets, unread } = hasLog ? yield* saveOffsets() : { offsets: [], unread: 0 }
    const store = yield* storeFacts()
    const addProgress = yield* progressCounter((rows) => `  ${counted(rows, "row")}`)
    print("Saving the store's tables …")
    const all = yield* savedTables()
    const save = (tables: typeof all) => Effect.forEach(tables, (table) => saveTable(backup, table, addProgress))
    const early = yield* save(all.filter(({ table }) => !isAfterState(table)))
    const state = yield* saveState(backup)
    const late = yield* save(all.filter(({ table }) => isAfterState(table)))
    return { unread, entries: { offsets, store, tables: [...early, ...late], state } }
  }).pipe(Effect.provide(stackLayer({ data, needs: hasLog ? ["log", "warehouse", "state"] : ["warehouse", "state"] })))

  beginWithdrawalLog(keysFolder)
  if (!options.withoutKeys) {
    print("Saving keys and the withdrawal log …")
    yield* saveKeys(backup, keysFolder)
  }
  if (folders.length > 0)
    yield* Effect.gen(function* () {
      yield* holdFolder(data)
      const addProgress = yield* progressCounter((bytes) => `  ${formatBytes(bytes)}`)
      for (const name of folders) {
        print(`Saving the files of ${name} …`)
        yield* saveFolder(backup, data, name, addProgress)
      }
    }).pipe(Effect.scoped)

  const manifest: Manifest = {
    format: backupFormat,
    id: noted.id,
    createdAt,
    program: programVersion,
    stateVersion,
    group: groupId,
    ...saved.entries,
    keys: !options.withoutKeys,
    folders,
    files: backup.files
  }
  const finished = yield* Effect.promise(() => backup.finish(manifest))
  const { file, repository } = finished
  yield* noteBackup(keysFolder, {
    ...noted,
    file,
    ...(repository === undefined ? {} : { repository })
  })
  const isOutside = found.kafka !== undefined
  return {
    manifest,
    finished,
    signer: signer.signing.key,
    notIncluded: notIncludedWords(options, {
      isRunning,
      isOutside,
      folders,
      ledgerKeys: found.ledgerKeys,
      unread: saved.unread
    })
  } satisfies BackedUp
})
