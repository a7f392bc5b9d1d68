/** Files that only their owner may read: secrets, and addresses that go with them. */
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { Unavailable } from "./Unavailable.ts"

/** What the system has against a folder, in words. */
const against: Readonly<Record<string, string>> = {
  EEXIST: "there is a file of that name",
  ENOTDIR: "a file has the name of a folder above it",
  EACCES: "this user may not write there",
  EPERM: "it belongs to another user",
  EROFS: "what is there may only be read",
  ENOSPC: "the disk is full"
}

/** Throws an `Unavailable` that says what stands in the folder's place, or what else is wrong with it. */
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

/** Makes `folder` (and what is above it) so that only the owner may enter it. Throws an `Unavailable` where that can't be. */
export const makeOwnerOnlyFolder = (folder: string): void => {
  makeFolder(folder)
  orSay(folder, () => chmodSync(folder, 0o700))
}

/**
 * Writes the file whole or not at all, readable by its owner only from the first byte on. Throws an `Unavailable` where its folder can't be
 * made.
 */
export const writeOwnerOnlyFile = (path: string, text: string): void => {
  makeFolder(dirname(path))
  const aside = `${path}.${process.pid}.new`
  writeFileSync(aside, text, { mode: 0o600 })
  chmodSync(aside, 0o600)
  renameSync(aside, path)
}

/** Also where a file has the name of the folder: whoever goes on to write there is told so. */
const nothingThere = new Set<string | undefined>(["ENOENT", "ENOTDIR"])

/** The file's text, or undefined when there is none. */
export const readTextFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (nothingThere.has((error as NodeJS.ErrnoException).code)) return undefined
    throw error
  }
}

/** True when somebody beside the owner may read, write or enter. False when there is nothing at `path`. */
export const isOpenToOthers = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && (stat.mode & 0o077) !== 0
}
