/**
 * Writes a backup: everything that cannot be rebuilt, in one folder.
 *
 * The read order makes a backup consistent while the pipeline runs: consumer offsets, batch ledger, records, withdrawals, keys and
 * withdrawal log. Records loaded after the offsets were read are read from Kafka again after a restore, and recognised as stored. The
 * rows of a batch that the ledger lists as stored are read after the ledger. A withdrawal during the backup is in what is read last.
 */
import { randomUUID } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { DateTime, Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { noteBackup } from "../erasure/KnownBackups.ts"
import { Progress } from "../process/Progress.ts"
import { settings } from "../settings/Settings.ts"
import { runningEndpoints } from "../stack/Endpoints.ts"
import { stackKeysFolder } from "../stack/Keys.ts"
import { holdFolder, stackLayer } from "../stack/Stack.ts"
import { openBackupFolder } from "./BackupFolder.ts"
import { groupId, noteOffsets } from "./GroupOffsets.ts"
import { backupFormat, type Manifest, writeManifest } from "./Manifest.ts"
import { formatBytes, progressCounter } from "./progressCounter.ts"
import { embeddedFolders, saveFolder } from "./SavedFolders.ts"
import { beginWithdrawalLog, saveKeys } from "./SavedKeys.ts"
import { savedTables, saveTable } from "./StoreTables.ts"

export interface BackupOptions {
  /** The stack's data folder. */
  readonly data: string
  /** A new or empty folder. */
  readonly folder: string
  readonly withoutKeys: boolean
}

export interface BackedUp {
  readonly manifest: Manifest
  /** What the backup does not contain, and how to include it. One sentence each. */
  readonly notIncluded: ReadonlyArray<string>
}

const program = (): string =>
  (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version

const storeFacts = Effect.fn("Backup.storeFacts")(function* () {
  const warehouse = yield* Warehouse
  const [facts] = yield* warehouse.query<{ version: string }>("SELECT version() AS version")
  const steps = yield* warehouse.query<{ name: string }>(
    "SELECT DISTINCT name FROM corridor_audit.migration ORDER BY name"
  )
  return { version: facts?.version ?? "", migrations: steps.map(({ name }) => name) }
})

const notIncludedWords = (
  options: BackupOptions,
  where: {
    readonly isRunning: boolean
    readonly isOutside: boolean
    readonly folders: ReadonlyArray<string>
    readonly ledgerKeys: string | undefined
  }
): ReadonlyArray<string> => [
  "Staging tables and marts are not included: a restore rebuilds them.",
  ...(where.folders.includes("kafka")
    ? ["kafka/ contains partners' messages as they were sent, including raw case references."]
    : where.isOutside
      ? ["The topics are not included: back them up in the Kafka cluster that the settings name."]
      : where.isRunning
        ? [
            "The topics and the registry are not included, because the stack is running. To include them, stop it with 'npm run -s corridor -- down' and back up again."
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
  const backup = yield* openBackupFolder(options.folder)
  const createdAt = DateTime.formatIso(yield* DateTime.now)

  const saved = yield* Effect.gen(function* () {
    const offsets = hasLog ? yield* noteOffsets() : []
    const store = yield* storeFacts()
    const addProgress = yield* progressCounter((rows) => `  ${rows} rows`)
    print("Saving the store's tables …")
    const tables = yield* Effect.forEach(yield* savedTables(), (table) => saveTable(backup, table, addProgress))
    return { offsets, store, tables }
  }).pipe(Effect.provide(stackLayer({ data, needs: hasLog ? ["log", "warehouse"] : ["warehouse"] })))

  beginWithdrawalLog(yield* stackKeysFolder(data))
  if (!options.withoutKeys) {
    print("Saving keys and the withdrawal log …")
    yield* saveKeys(backup, yield* stackKeysFolder(data))
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
    id: randomUUID(),
    createdAt,
    program: program(),
    group: groupId,
    ...saved,
    keys: !options.withoutKeys,
    folders,
    files: backup.files
  }
  writeManifest(options.folder, manifest)
  yield* noteBackup(yield* stackKeysFolder(data), { id: manifest.id, createdAt, folder: options.folder })
  const isOutside = found.kafka !== undefined
  return {
    manifest,
    notIncluded: notIncludedWords(options, { isRunning, isOutside, folders, ledgerKeys: found.ledgerKeys })
  } satisfies BackedUp
})
