/** One process at a time holds a data folder: the store's files, the broker's, the registry's. */
import { linkSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Effect, Option, Schema } from "effect"
import { makeOwnerOnlyFolder, readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { identify, isAlive, type ProcessIdentity } from "../process/ProcessIdentity.ts"

const Holder = Schema.fromJsonString(Schema.Struct({ pid: Schema.Int, started: Schema.String }))

const fileOf = (data: string) => join(data, "lock")

const parse = (text: string | undefined): ProcessIdentity | undefined =>
  text === undefined ? undefined : Option.getOrUndefined(Schema.decodeUnknownOption(Holder)(text))

/** The process that holds the folder now. */
export const lockHolder = (data: string): ProcessIdentity | undefined => {
  const holder = parse(readTextFile(fileOf(data)))
  return holder !== undefined && isAlive(holder) ? holder : undefined
}

/** Puts a lock aside whose holder is gone; puts it back when another process took it over in between. */
const clearStale = (data: string) => {
  const file = fileOf(data)
  const text = readTextFile(file)
  if (text === undefined) return
  const holder = parse(text)
  if (holder !== undefined && isAlive(holder)) return
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const moved = parse(readTextFile(aside))
  try {
    if (moved !== undefined && isAlive(moved)) linkSync(aside, file)
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Takes the lock; false when another living process has it. */
const take = (data: string): boolean => {
  makeOwnerOnlyFolder(data)
  clearStale(data)
  const mine = join(data, `lock.${process.pid}.mine`)
  writeOwnerOnlyFile(mine, `${JSON.stringify(identify(process.pid))}\n`)
  try {
    // A link appears whole, and only where there is nothing.
    linkSync(mine, fileOf(data))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

const release = (data: string) => {
  const holder = parse(readTextFile(fileOf(data)))
  if (holder?.pid === process.pid) rmSync(fileOf(data), { force: true })
}

/** Tries to hold the folder until the scope closes; answers whether it does. */
export const tryLock = (data: string) =>
  Effect.acquireRelease(
    Effect.sync(() => take(data)),
    (held) => Effect.sync(() => (held ? release(data) : undefined))
  )
