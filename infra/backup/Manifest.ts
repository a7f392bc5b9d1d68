/**
 * `manifest.json` of a backup: its contents, with the size and SHA-256 of every file. It is written last, so a folder without it is not a
 * complete backup. It is signed by the installation, so that changes to it are detected.
 */
import { createHash, hash } from "node:crypto"
import { existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs"
import { join, normalize } from "node:path"
import { Effect, Option, Schema } from "effect"
import type { Signing } from "../../ports/chain/Signature.ts"
import { readFailure, readReason } from "../../ports/files/fileFailure.ts"
import { readInputText, statInput, streamInput } from "../../ports/files/InputFile.ts"
import { writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { fitsContent, parseSignedText, signContent, signedText } from "./SignedFile.ts"

/** The backup is damaged or incomplete, or does not match this program or the existing data. */
export class BackupRefused extends Schema.TaggedError<BackupRefused>()("BackupRefused", {
  message: Schema.String
}) {}

/** Returns the error of a backup that is not made or not restored. */
export const refused = (message: string): BackupRefused => new BackupRefused({ message })

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

/** The tables of the state store that a backup contains, each after those that it refers to. */
export const stateTables = ["store", "account", "token", "chain_entry", "review_setting", "partner_event"] as const

/** A table of the state store. */
const StateEntry = Schema.Struct({
  table: Schema.Literals(stateTables),
  rows: Schema.Int,
  path: Schema.String
})
export type StateEntry = typeof StateEntry.Type

const OffsetEntry = Schema.Struct({
  topic: Schema.String,
  partition: Schema.Int,
  /** The first offset that the pipeline had not processed; -1 if it had processed none. */
  offset: Schema.Int,
  /** Timestamp of the record before `offset`, which identifies the partition; null if that record no longer exists. */
  lastTimestamp: Schema.NullOr(Schema.Int)
})
export type OffsetEntry = typeof OffsetEntry.Type

export const Manifest = Schema.Struct({
  format: Schema.Literal(backupFormat),
  /** Id of this backup. */
  id: Schema.String,
  createdAt: Schema.String,
  program: Schema.String,
  store: Schema.Struct({ version: Schema.String, migrations: Schema.Array(Schema.String) }),
  group: Schema.String,
  offsets: Schema.Array(OffsetEntry),
  tables: Schema.Array(TableEntry),
  /** Absent from backups of versions that kept everything in ClickHouse. */
  state: Schema.optionalKey(Schema.Array(StateEntry)),
  /** Version of the state store (`infra/state/version.ts`). Absent from earlier backups, whose version is 5 at most. */
  stateVersion: Schema.optionalKey(Schema.Int),
  /** Whether the backup contains keys, secrets and the withdrawal log. */
  keys: Schema.Boolean,
  /** Folders of embedded servers that the backup contains. */
  folders: Schema.Array(Schema.Literals(["kafka", "registry"])),
  files: Schema.Array(FileEntry)
})
export type Manifest = typeof Manifest.Type

const SignedManifest = Schema.Struct({
  sha256: Schema.String,
  manifest: Schema.Unknown,
  /** Missing in backups that were made before backups were signed. */
  signed: Schema.optionalKey(Schema.Struct({ key: Schema.String, signature: Schema.String }))
})

/** Returns why a file of a backup cannot be read; undefined if it is missing, or its content is wrong. */
export const notRead = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : readFailure(error)

/** Returns the path of a backup's manifest. */
export const manifestFile = (folder: string) => join(folder, "manifest.json")

const hashOf = (manifest: unknown) => hash("sha256", JSON.stringify(manifest))

/** Signs and writes the manifest, which makes the backup complete. Only the owner can read it. */
export const writeManifest = (folder: string, manifest: Manifest, signing: Signing): void => {
  const signed = signContent("manifest", manifest, signing)
  writeOwnerOnlyFile(manifestFile(folder), signedText({ sha256: hashOf(manifest), signed, manifest }, 1))
}

/** Fails if `folder` is not one. */
export const checkFolder = Effect.fn("Manifest.checkFolder")(function* (folder: string) {
  const stat = statOf(folder)
  if (stat === undefined) return yield* refused(`The folder ${folder} does not exist.`)
  if (!stat.isDirectory()) return yield* refused(`${folder} is not a folder. Name the folder that 'backup' wrote.`)
})

/**
 * Returns the manifest of the backup in `folder`, and the key that signed it. Fails if it is missing or damaged, or signed with another key than
 * `signer`. Without a `signer`, any key is accepted.
 */
export const readManifest = Effect.fn("Manifest.read")(function* (folder: string, signer: string | undefined) {
  if (!isThere(manifestFile(folder)))
    return yield* refused(
      `The backup in ${folder} is incomplete: its manifest.json, which is written last, is missing.`
    )
  const damaged = refused(`The manifest.json of ${folder} is damaged.`)
  const file = yield* Effect.try({
    try: () => parseSignedText(readInputText(manifestFile(folder)), 1),
    catch: (error) => refused(notRead(error) ?? damaged.message)
  })
  const { sha256, manifest, signed } = yield* Schema.decodeUnknownEffect(SignedManifest)(file).pipe(
    Effect.mapError(() => damaged)
  )
  if (hashOf(manifest) !== sha256) return yield* damaged
  if (signed !== undefined && !fitsContent("manifest", manifest, signed)) return yield* damaged
  if (signer !== undefined && (signed?.key ?? unsigned) !== signer)
    return yield* refused(otherSigner(folder, signed?.key))
  const decoded = Schema.decodeUnknownOption(Manifest)(manifest)
  if (Option.isNone(decoded))
    return yield* refused(`The backup in ${folder} has a format that this version of the program does not support.`)
  return { manifest: decoded.value, key: signed?.key }
})

/** The `signer` of a backup that is not signed. */
const unsigned = "none"

/** Returns why a backup with another signature than the expected one is not used. */
export const otherSigner = (folder: string, key: string | undefined): string =>
  key === undefined
    ? `The backup in ${folder} is not signed, although this installation signs its backups. If it is from before they were signed, add --signer none.`
    : `The backup in ${folder} is signed with the key ${key}, which is not the expected one. If it is another installation's, name its key with --signer KEY.`

/** Returns the SHA-256 of a file in hexadecimal digits. */
export const hashFile = async (path: string): Promise<string> => {
  const sum = createHash("sha256")
  for await (const chunk of streamInput(path)) sum.update(chunk)
  return sum.digest("hex")
}

/** Returns whether something has the path, be it a link that leads nowhere. */
export const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

const leadsNowhere = new Set<string | undefined>(["ELOOP", "ENOTDIR"])

/** A link that leads nowhere, or in a circle, is no file. */
export const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (!leadsNowhere.has((error as NodeJS.ErrnoException).code)) throw error
    return undefined
  }
}

/** Files and folders behind symbolic links too: what an operator moved to another disk belongs to a backup. A link back to a folder above is no content. */
const pathsBelow = (folder: string, above: ReadonlyArray<string> = []): ReadonlyArray<string> => {
  const within = [...above, realpathSync(folder)]
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stat = statOf(path)
    if (stat?.isDirectory()) return within.includes(realpathSync(path)) ? [] : pathsBelow(path, within)
    return stat?.isFile() ? [path] : []
  })
}

/** Returns the paths of all files in `folder`, relative to it; empty if the folder does not exist. */
export const filesBelow = (folder: string): ReadonlyArray<string> =>
  existsSync(folder)
    ? pathsBelow(folder)
        .map((path) => path.slice(folder.length + 1))
        .sort()
    : []

const isInside = (path: string) => normalize(path) === path && !path.startsWith("/") && !path.startsWith("..")

const checkFile = async (folder: string, { path, bytes, sha256 }: FileEntry): Promise<string | undefined> => {
  if (!isInside(path)) return `the manifest names a file outside the backup`
  try {
    const { size } = statInput(join(folder, path))
    if (size !== bytes) return `${path} has the wrong size`
    return (await hashFile(join(folder, path))) === sha256 ? undefined : `the hash of ${path} differs`
  } catch (error) {
    const reason = readReason(error)
    if (reason === undefined) throw error
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? `${path} is missing` : `${path}: ${reason}`
  }
}

/** Checks every file of the backup against the manifest, and that there is no other. Calls `addProgress` with the bytes of each file. */
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
  const known = new Set(["manifest.json", ...files.map(({ path }) => path)])
  const added = filesBelow(folder).find((path) => !known.has(path))
  if (added !== undefined)
    return yield* refused(`The backup in ${folder} contains a file that it did not write: ${added}.`)
})
