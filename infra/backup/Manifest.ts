/**
 * `manifest.json` of a backup: its contents, with the size and SHA-256 of every file. It is written last, so a folder without it is not a
 * complete backup. It contains its own hash, so that changes to it are detected.
 */
import { createHash, hash } from "node:crypto"
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs"
import { join, normalize } from "node:path"
import { Effect, Option, Schema } from "effect"
import { writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"

/** The backup is damaged or incomplete, or does not match this program or the existing data. */
export class BackupRefused extends Schema.TaggedError<BackupRefused>()("BackupRefused", {
  message: Schema.String
}) {}

/** Version of the format. Increase it with each incompatible change. */
export const backupFormat = 1

const FileEntry = Schema.Struct({
  /** Relative to the backup folder, with slashes. */
  path: Schema.String,
  bytes: Schema.Int,
  sha256: Schema.String
})
export type FileEntry = typeof FileEntry.Type

const TableEntry = Schema.Struct({
  table: Schema.String,
  columns: Schema.Array(Schema.String),
  rows: Schema.Int,
  files: Schema.Array(Schema.Struct({ path: Schema.String, rows: Schema.Int }))
})
export type TableEntry = typeof TableEntry.Type

const OffsetEntry = Schema.Struct({
  topic: Schema.String,
  partition: Schema.Int,
  /** The first offset that the pipeline had not processed; -1 if it had processed none. */
  offset: Schema.Int,
  /** Timestamp of the record before `offset`, which identifies the partition; null if that record no longer exists. */
  lastTimestamp: Schema.NullOr(Schema.Int)
})
export type OffsetEntry = typeof OffsetEntry.Type

const Manifest = Schema.Struct({
  format: Schema.Literal(backupFormat),
  /** Id of this backup. */
  id: Schema.String,
  createdAt: Schema.String,
  program: Schema.String,
  store: Schema.Struct({ version: Schema.String, migrations: Schema.Array(Schema.String) }),
  group: Schema.String,
  offsets: Schema.Array(OffsetEntry),
  tables: Schema.Array(TableEntry),
  /** Whether the backup contains keys, secrets and the withdrawal log. */
  keys: Schema.Boolean,
  /** Folders of embedded servers that the backup contains. */
  folders: Schema.Array(Schema.Literals(["kafka", "registry"])),
  files: Schema.Array(FileEntry)
})
export type Manifest = typeof Manifest.Type

const Signed = Schema.Struct({ sha256: Schema.String, manifest: Schema.Unknown })

const fileOf = (folder: string) => join(folder, "manifest.json")

const hashOf = (manifest: unknown) => hash("sha256", JSON.stringify(manifest))

export const writeManifest = (folder: string, manifest: Manifest): void =>
  writeOwnerOnlyFile(fileOf(folder), `${JSON.stringify({ sha256: hashOf(manifest), manifest }, null, 1)}\n`)

const refused = (message: string) => new BackupRefused({ message })

/** Returns the manifest of the backup in `folder`. Fails if it is missing or damaged. */
export const readManifest = Effect.fn("Manifest.read")(function* (folder: string) {
  if (!existsSync(folder)) return yield* refused(`The folder ${folder} does not exist.`)
  if (!existsSync(fileOf(folder)))
    return yield* refused(
      `The backup in ${folder} is incomplete: its manifest.json, which is written last, is missing.`
    )
  const damaged = refused(`The manifest.json of ${folder} is damaged.`)
  const signed = yield* Effect.try({
    try: () => JSON.parse(readFileSync(fileOf(folder), "utf8")),
    catch: () => damaged
  })
  const { sha256, manifest } = yield* Schema.decodeUnknownEffect(Signed)(signed).pipe(Effect.mapError(() => damaged))
  if (hashOf(manifest) !== sha256) return yield* damaged
  const decoded = Schema.decodeUnknownOption(Manifest)(manifest)
  if (Option.isNone(decoded))
    return yield* refused(`The backup in ${folder} has a format that this version of the program does not support.`)
  return decoded.value
})

/** Returns the SHA-256 of a file in hexadecimal digits. */
export const hashFile = async (path: string): Promise<string> => {
  const sum = createHash("sha256")
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) sum.update(chunk as Buffer)
  return sum.digest("hex")
}

const isInside = (path: string) => normalize(path) === path && !path.startsWith("/") && !path.startsWith("..")

const checkFile = async (folder: string, { path, bytes, sha256 }: FileEntry): Promise<string | undefined> => {
  if (!isInside(path)) return `the manifest names a file outside the backup`
  const stat = statSync(join(folder, path), { throwIfNoEntry: false })
  if (stat === undefined) return `${path} is missing`
  if (stat.size !== bytes) return `${path} has the wrong size`
  return (await hashFile(join(folder, path))) === sha256 ? undefined : `the hash of ${path} differs`
}

/** Checks every file of the backup against the manifest. Calls `addProgress` with the bytes of each file. */
export const checkFiles = Effect.fn("Manifest.checkFiles")(function* (
  folder: string,
  { files }: Manifest,
  addProgress: (bytes: number) => void
) {
  for (const file of files) {
    const wrong = yield* Effect.promise(() => checkFile(folder, file))
    if (wrong !== undefined) return yield* refused(`The backup in ${folder} is damaged: ${wrong}.`)
    addProgress(file.bytes)
  }
})
