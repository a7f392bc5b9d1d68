/**
 * The backups that were made of a stack, in `backups.jsonl` in the key folder: an erasure lists those that still contain the person. A backup is noted when it
 * begins and again when it is complete: one that is interrupted leaves rows, too.
 */
import { appendFileSync, existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, Option, Schema } from "effect"
import { datingError } from "../../ports/days.ts"
import { writeFailure } from "../../ports/files/fileFailure.ts"
import { makeOwnerOnlyFolder, readTextFile } from "../process/OwnerOnlyFile.ts"
import { Unavailable } from "../process/Unavailable.ts"

const KnownBackup = Schema.Struct({
  id: Schema.String,
  createdAt: Schema.String,
  /** Where it was written. It may have been moved since. */
  folder: Schema.String,
  /** A file in the folder that is there as long as the backup is; manifest.json if this is missing. */
  file: Schema.optionalKey(Schema.String),
  /** The repository of an encrypted backup and its hash: an older copy of the repository does not contain it. */
  repository: Schema.optionalKey(Schema.Struct({ id: Schema.String, number: Schema.Int, head: Schema.String })),
  /** Noted when it began. Then `file` is what is there from then on. */
  began: Schema.optionalKey(Schema.Literal(true))
})
type KnownBackup = typeof KnownBackup.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(KnownBackup))

const fileIn = (keysFolder: string) => join(keysFolder, "backups.jsonl")

const notNoted = ({ folder, began }: KnownBackup, reason: string) =>
  began
    ? `The backup was not begun, because it could not be noted: ${reason}`
    : `The backup in ${folder} is complete, but could not be noted: ${reason} Then run 'backup' again: an erasure lists it as incomplete until then.`

/** Adds a backup. */
export const noteBackup = (keysFolder: string, backup: KnownBackup): Effect.Effect<void, Unavailable> =>
  Effect.try({
    try: () => {
      makeOwnerOnlyFolder(keysFolder)
      const file = fileIn(keysFolder)
      // A line that a full disk cut off is ended first, so that it does not damage the new one.
      const there = readTextFile(file) ?? ""
      const start = there === "" || there.endsWith("\n") ? "" : "\n"
      appendFileSync(file, `${start}${JSON.stringify(backup)}\n`, { mode: 0o600, flush: true })
    },
    catch: (error) =>
      new Unavailable({
        part: "backups",
        message: notNoted(
          backup,
          error instanceof Unavailable
            ? error.message
            : (writeFailure(fileIn(keysFolder), error) ?? `${fileIn(keysFolder)} cannot be written.`)
        )
      })
  })

/**
 * Returns all backups, oldest first, with those that began and are not complete, unless another one began in their folder later: it removed what they left, or the
 * operator did. Throws `Unavailable` if the file cannot be read.
 */
export const begunBackups = (keysFolder: string): ReadonlyArray<KnownBackup> => {
  const all = (readTextFile(fileIn(keysFolder)) ?? "").split("\n").flatMap((line) => Option.toArray(decode(line)))
  return all.filter((backup, i) => !backup.began || all.findLastIndex(({ folder }) => folder === backup.folder) === i)
}

/** Returns the complete backups, oldest first. Throws `Unavailable` if the file cannot be read. */
export const knownBackups = (keysFolder: string): ReadonlyArray<KnownBackup> =>
  begunBackups(keysFolder).filter(({ began }) => !began)

/** Returns whether a backup is still where it was written. */
export const isPresent = ({ folder, file }: KnownBackup) => existsSync(join(folder, file ?? "manifest.json"))

/**
 * Returns the backups that may have been made in a time span, both ends included, of a list in the order in which they were made. A clock may have been wrong: a
 * backup whose time does not fit those before and after it, or is after now, may have been made at any time between them.
 */
export const backupsWithin = <A extends Pick<KnownBackup, "createdAt">>(
  backups: ReadonlyArray<A>,
  { since, until }: { readonly since: string; readonly until: string },
  now: number
): ReadonlyArray<A> => {
  const isWithin = (from: number, to: number) => to >= Date.parse(since) - datingError && from <= Date.parse(until)
  const times = backups.map(({ createdAt }) => Date.parse(createdAt))
  const possible = (some: ReadonlyArray<number>) => some.filter((time) => time <= now)
  return backups.filter((_, i) => {
    const own = times[i] as number
    const before = Math.max(...possible(times.slice(0, i)))
    const after = Math.min(now, ...possible(times.slice(i + 1)))
    return isWithin(own, own) || ((own < before || own > after) && isWithin(before, Math.max(before, after)))
  })
}

/** Clocks of machines differ by less. A backup from a later time says nothing about its age: a clock was ahead. */
const clockError = 3_600_000

/**
 * Returns when the newest backup was made, in milliseconds since 1970. One that is missing in its folder was deleted. A folder that is missing may be on a disk
 * that is kept elsewhere, or that another machine has.
 */
export const newestBackup = (keysFolder: string, now: number): number | undefined => {
  const made = knownBackups(keysFolder)
    .filter((backup) => isPresent(backup) || !existsSync(backup.folder))
    .map(({ createdAt }) => Date.parse(createdAt))
    .filter((at) => at <= now + clockError)
  return made.length === 0 ? undefined : Math.max(...made)
}
