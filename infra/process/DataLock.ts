/** The lock on a folder: only one process at a time uses the files of the store, the broker and the registry, or of a party of linkage rounds. */
import { existsSync, linkSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Effect, Option, Schema } from "effect"
import { folderIdentity, isOfFolder } from "./folderIdentity.ts"
import { type KernelLock, takeKernelLock } from "./KernelLock.ts"
import { makeOwnerOnlyFolder, readTextFile, writeOwnerOnlyFile } from "./OwnerOnlyFile.ts"
import { identify, isAlive, type ProcessIdentity } from "./ProcessIdentity.ts"

const Holder = Schema.fromJsonString(
  Schema.Struct({ pid: Schema.Int, started: Schema.String, folder: Schema.optionalKey(Schema.String) })
)

const fileOf = (data: string) => join(data, "lock")

const kernelFileOf = (data: string) => join(data, "lock.held")

/** Returns the living process that a lock of the folder names. */
const holderIn = (data: string, text: string | undefined): ProcessIdentity | undefined => {
  const holder = text === undefined ? undefined : Option.getOrUndefined(Schema.decodeUnknownOption(Holder)(text))
  return holder !== undefined && isOfFolder(data, holder) && isAlive(holder) ? holder : undefined
}

/** Returns the living process that holds the folder; undefined if there is none. */
export const lockHolder = (data: string): ProcessIdentity | undefined => holderIn(data, readTextFile(fileOf(data)))

/**
 * Returns whether a process that this one cannot see holds the folder: one of another container, or of another machine that shares the disk. Nothing may be
 * stopped or removed for it.
 */
export const isHeldElsewhere = (data: string): boolean => {
  if (!existsSync(kernelFileOf(data)) || lockHolder(data) !== undefined) return false
  const lock = takeKernelLock(kernelFileOf(data))
  if (lock !== "busy") lock()
  // It may have been this machine's, whose file was not written yet.
  return lock === "busy" && lockHolder(data) === undefined
}

/** Names the process that holds the folder. */
export const holderName = (data: string): string => {
  const holder = lockHolder(data)
  return holder === undefined ? "of another container or machine, or one that just ended" : `process ${holder.pid}`
}

/** Removes a lock whose holder has exited. Restores it if another process acquired it in the meantime. */
const clearStale = (data: string) => {
  const file = fileOf(data)
  const text = readTextFile(file)
  if (text === undefined || holderIn(data, text) !== undefined) return
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  try {
    if (holderIn(data, readTextFile(aside)) !== undefined) linkSync(aside, file)
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Writes which process has the lock. Returns false if a living process, of a version without the lock of the system, is named there. */
const name = (data: string): boolean => {
  clearStale(data)
  const mine = join(data, `lock.${process.pid}.mine`)
  writeOwnerOnlyFile(mine, `${JSON.stringify({ ...identify(process.pid), folder: folderIdentity(data) })}\n`)
  try {
    // Creating a link is atomic, and fails if the file exists.
    linkSync(mine, fileOf(data))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Acquires the lock. Returns `busy` if another living process has it. */
const take = (data: string): KernelLock => {
  makeOwnerOnlyFolder(data)
  const lock = takeKernelLock(kernelFileOf(data))
  if (lock === "busy") return lock
  if (name(data)) return lock
  lock()
  return "busy"
}

const release = (data: string) => {
  if (lockHolder(data)?.pid === process.pid) rmSync(fileOf(data), { force: true })
}

/** Tries to lock the folder until the scope closes. Returns whether it succeeded. */
export const tryLock = (data: string) =>
  Effect.acquireRelease(
    Effect.sync(() => take(data)),
    (lock) =>
      Effect.sync(() => {
        if (lock === "busy") return
        release(data)
        lock()
      })
  ).pipe(Effect.map((lock) => lock !== "busy"))
