/**
 * Saves and restores keys, also those that sign the ledger and backups, partners' secrets and the withdrawal log. Existing files are never replaced: a key file never changes, shredded
 * keys are not restored, and the withdrawal log only grows.
 */
import { existsSync } from "node:fs"
import { basename, join } from "node:path"
import { Effect, Option, Schema } from "effect"
import { makeOwnerOnlyFile, readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import type { BackupFolder } from "./BackupFolder.ts"
import type { BackupSource } from "./BackupSource.ts"
import { BackupRefused, filesBelow, type Manifest } from "./Manifest.ts"

const prefix = "keys/"
const log = "withdrawals.jsonl"

/**
 * Creates the withdrawal log if there is none: a restore with these keys must find one, even if nobody has withdrawn. A withdrawal at the same moment is not
 * replaced.
 */
export const beginWithdrawalLog = (folder: string): void => {
  if (!existsSync(join(folder, log))) makeOwnerOnlyFile(join(folder, log))
}

/** Adds the entries of another copy of the withdrawal log to that of the key folder. */
export const addWithdrawals = (folder: string, text: string): void =>
  writeOwnerOnlyFile(join(folder, log), joinLogs(readTextFile(join(folder, log)), text))

/** Excludes temporary files that a crash left behind. */
const isKept = (path: string) =>
  /^(pipeline|partners)\/[^/]+\.(json|shredded)$/.test(path) ||
  /^ledger\/\d+\.json$/.test(path) ||
  path === "backup/signer.pem" ||
  path === log

/** Copies the key folder into the backup. The withdrawal log is copied last, so that it is the most recent. */
export const saveKeys = Effect.fn("SavedKeys.save")(function* (backup: BackupFolder, folder: string) {
  const paths = filesBelow(folder).filter(isKept)
  for (const path of paths.toSorted((a, b) => Number(a === log) - Number(b === log)))
    yield* Effect.promise(() => backup.copy(join(folder, path), `${prefix}${path}`))
  return paths.length
})

const pathsOf = ({ files }: Manifest) =>
  files.flatMap(({ path }) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []))

const KeyFacts = Schema.fromJsonString(
  Schema.Struct({
    versions: Schema.Array(
      Schema.Struct({ version: Schema.Int, created: Schema.String, protected: Schema.optionalKey(Schema.String) })
    )
  })
)
const decodeFacts = Schema.decodeUnknownOption(KeyFacts)

/** Returns whether two files hold the same key. A protected key cannot be read here; that it was created at the same time suffices. */
const isSameKey = (one: string, other: string): boolean => {
  if (one === other) return true
  const facts = [one, other].flatMap((text) => Option.toArray(decodeFacts(text))).map(({ versions }) => versions)
  const [a, b] = facts.map((versions) => JSON.stringify(versions.map(({ version, created }) => [version, created])))
  return a !== undefined && a === b && facts.flat().some((version) => version.protected !== undefined)
}

const readText = (source: BackupSource, path: string) =>
  Effect.map(source.read(`${prefix}${path}`), (bytes) => Buffer.from(bytes).toString())

const partnerOf = (path: string) => basename(path).split(".")[0] as string

const isShredded = (folder: string, path: string) => existsSync(join(folder, "pipeline", `${partnerOf(path)}.shredded`))

/**
 * Fails if the folder has a different key of the same partner and version, or another key of the ledger. A person must decide which one
 * created the pseudonyms, or the signatures.
 */
export const checkKeys = Effect.fn("SavedKeys.check")(function* (source: BackupSource, folder: string) {
  const mustBeEqual = (path: string) =>
    path.endsWith(".json") && (path.startsWith("pipeline/") ? !isShredded(folder, path) : path.startsWith("ledger/"))
  const others = yield* Effect.filter(
    pathsOf(source.manifest).filter((path) => mustBeEqual(path) && existsSync(join(folder, path))),
    (path) => Effect.map(readText(source, path), (text) => !isSameKey(readTextFile(join(folder, path)) ?? "", text))
  )
  if (others.length > 0)
    return yield* new BackupRefused({
      message: `${folder} contains different keys with the same names: ${others.join(", ")}. To use those of the backup, move the folder away.`
    })
})

export interface RestoredKeys {
  /** Number of files that were missing and have been restored. */
  readonly restored: number
  /** Number of files that existed. */
  readonly kept: number
  /** Number of files not restored because the partner's keys were shredded after the backup. */
  readonly shredded: number
}

/** Returns the text of the backup's withdrawal log; empty if it has none. */
export const withdrawalsOf = (source: BackupSource) =>
  pathsOf(source.manifest).includes(log) ? readText(source, log) : Effect.succeed("")

/** Returns the text of the withdrawal log in a folder of keys; undefined if there is none. */
export const withdrawalLogOf = (folder: string): string | undefined => readTextFile(join(folder, log))

/** Returns the lines that are not empty. */
export const linesOf = (text: string | undefined) => (text ?? "").split("\n").filter((line) => line !== "")

/** Merges two logs: the lines of `there`, then the other lines of `saved`. */
const joinLogs = (there: string | undefined, saved: string) => {
  const own = linesOf(there)
  const known = new Set(own)
  return [...own, ...linesOf(saved).filter((line) => !known.has(line))].map((line) => `${line}\n`).join("")
}

/** Restores the files that are missing in `folder`, and merges the withdrawal logs. */
export const restoreKeys = Effect.fn("SavedKeys.restore")(function* (source: BackupSource, folder: string) {
  let [restored, kept, shredded] = [0, 0, 0]
  // Tombstones first, because keys with a tombstone are not restored.
  const paths = pathsOf(source.manifest).toSorted(
    (a, b) => Number(b.endsWith(".shredded")) - Number(a.endsWith(".shredded"))
  )
  for (const path of paths) {
    const to = join(folder, path)
    const text = yield* readText(source, path)
    const there = readTextFile(to)
    if (path === log) {
      const joined = joinLogs(there, text)
      if (joined !== there) writeOwnerOnlyFile(to, joined)
      if (there === undefined) restored++
      else kept++
    } else if (there !== undefined) kept++
    else if (path.endsWith(".json") && !path.startsWith("ledger/") && isShredded(folder, path)) shredded++
    else {
      writeOwnerOnlyFile(to, text)
      restored++
    }
  }
  return { restored, kept, shredded } satisfies RestoredKeys
})
