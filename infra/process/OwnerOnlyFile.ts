/** Files that only their owner may read: secrets, and the addresses of the services that they are for. */
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { Unavailable } from "./Unavailable.ts"

/** System error codes as reasons for the user. */
const against: Readonly<Record<string, string>> = {
  EEXIST: "there is a file of that name",
  ENOTDIR: "a file has the name of a folder above it",
  EACCES: "this user may not write there",
  EPERM: "it belongs to another user",
  EROFS: "what is there may only be read",
  ENOSPC: "the disk is full"
}

/** Runs `act`. Throws `Unavailable` with the reason if the folder cannot be used. */
const orSay = (folder: string, act: () => void): void => {
  try {
    act()
  } catch (error) {
    const why = against[(error as NodeJS.ErrnoException).code ?? ""]
    if (why === undefined) throw error
    throw new Unavailable({ part: "data folder", message: `The folder ${folder} can't be used: ${why}.` })
  }
}

const makeFolder = (folder: string) => orSay(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))

/** Creates `folder` and its parents, and lets only the owner enter it. Throws `Unavailable` if that fails. */
export const makeOwnerOnlyFolder = (folder: string): void => {
  makeFolder(folder)
  orSay(folder, () => chmodSync(folder, 0o700))
}

/**
 * Writes the file atomically. Only the owner can read it, from the first byte on. Throws `Unavailable` if its folder cannot be created.
 */
export const writeOwnerOnlyFile = (path: string, text: string): void => {
  makeFolder(dirname(path))
  const aside = `${path}.${process.pid}.new`
  writeFileSync(aside, text, { mode: 0o600 })
  chmodSync(aside, 0o600)
  renameSync(aside, path)
}

/** ENOTDIR means that a file has the name of the folder. A later write reports that. */
const nothingThere = new Set<string | undefined>(["ENOENT", "ENOTDIR"])

/** Returns the text of the file, or undefined if there is no file. */
export const readTextFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (nothingThere.has((error as NodeJS.ErrnoException).code)) return undefined
    throw error
  }
}

/** Returns true if users other than the owner may read, write or enter. Returns false if nothing exists at `path`. */
export const isOpenToOthers = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && (stat.mode & 0o077) !== 0
}
