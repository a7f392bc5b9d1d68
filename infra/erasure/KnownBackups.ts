/** The backups that were made of a stack, in `backups.jsonl` in the key folder: an erasure lists those that still contain the person. */
import { appendFileSync, existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, Option, Schema } from "effect"
import { makeOwnerOnlyFolder, readTextFile } from "../process/OwnerOnlyFile.ts"

const KnownBackup = Schema.Struct({
  id: Schema.String,
  createdAt: Schema.String,
  /** Where it was written. It may have been moved since. */
  folder: Schema.String,
  /** A file in the folder that is there as long as the backup is; manifest.json if this is missing. */
  file: Schema.optionalKey(Schema.String),
  /** The repository of an encrypted backup and its hash: an older copy of the repository does not contain it. */
  repository: Schema.optionalKey(Schema.Struct({ id: Schema.String, number: Schema.Int, head: Schema.String }))
})
type KnownBackup = typeof KnownBackup.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(KnownBackup))

const fileIn = (keysFolder: string) => join(keysFolder, "backups.jsonl")

/** Adds a backup. */
export const noteBackup = (keysFolder: string, backup: KnownBackup): Effect.Effect<void> =>
  Effect.sync(() => {
    makeOwnerOnlyFolder(keysFolder)
    appendFileSync(fileIn(keysFolder), `${JSON.stringify(backup)}\n`, { mode: 0o600, flush: true })
  })

/** Returns the backups, oldest first. */
export const knownBackups = (keysFolder: string): ReadonlyArray<KnownBackup> =>
  (readTextFile(fileIn(keysFolder)) ?? "").split("\n").flatMap((line) => Option.toArray(decode(line)))

/** Returns the backups that are still where they were written, oldest first. */
export const presentBackups = (keysFolder: string): ReadonlyArray<KnownBackup> =>
  knownBackups(keysFolder).filter(({ folder, file }) => existsSync(join(folder, file ?? "manifest.json")))
