/** Files that only their owner may read: secrets, and the addresses of the services that they are for. */
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { meaningOfCode } from "./meaningOfCode.ts"
import { Unavailable } from "./Unavailable.ts"

/** System error codes as reasons for the user. */
const reasons: Readonly<Record<string, string>> = {
  EEXIST: "a file with this name exists",
  EISDIR: "a folder has the name of one of its files",
  ENOTDIR: "a parent of the path is a file",
  EACCES: "permission denied",
  EPERM: "operation not permitted for this user",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota of this user is used up",
  EIO: "the disk failed",
  ELOOP: "symbolic links lead in a circle",
  EMFILE: "too many files are open"
}

/** Why a file or folder could not be used, by the system's error or by one that it caused; undefined if the system gave no known reason. */
export const systemReason = (error: unknown): string | undefined => meaningOfCode(reasons, error)

/** Runs `act`. Throws `Unavailable` with the reason if the folder cannot be used. */
const orUnavailable = (folder: string, act: () => void): void => {
  try {
    act()
  } catch (error) {
    const why = reasons[(error as NodeJS.ErrnoException).code ?? ""]
    if (why === undefined) throw error
    throw new Unavailable({ part: "data folder", message: `The folder ${folder} cannot be used: ${why}.` })
  }
}

const makeFolder = (folder: string) => orUnavailable(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))

/** Creates `folder` and its parents, and lets only the owner enter it. Throws `Unavailable` if that fails. */
export const makeOwnerOnlyFolder = (folder: string): void => {
  makeFolder(folder)
  orUnavailable(folder, () => chmodSync(folder, 0o700))
}

/** Creates the file if it is missing, and lets only the owner read and write it. Throws `Unavailable` if that fails. */
export const makeOwnerOnlyFile = (path: string): void => {
  makeOwnerOnlyFolder(dirname(path))
  orUnavailable(dirname(path), () => {
    closeSync(openSync(path, "a", 0o600))
    chmodSync(path, 0o600)
  })
}

/**
 * Writes the file atomically, and whole also if the machine loses power. Only the owner can read it, from the first byte on. Throws `Unavailable` if its folder cannot be created.
 */
export const writeOwnerOnlyFile = (path: string, text: string): void => {
  makeFolder(dirname(path))
  const temporary = `${path}.${process.pid}.new`
  writeFileSync(temporary, text, { mode: 0o600, flush: true })
  chmodSync(temporary, 0o600)
  renameSync(temporary, path)
}

/** ENOTDIR means that a file has the name of the folder. A later write reports that. */
const absentCodes = new Set<string | undefined>(["ENOENT", "ENOTDIR"])

/** Returns the text of the file, or undefined if there is no file. */
export const readTextFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (absentCodes.has((error as NodeJS.ErrnoException).code)) return undefined
    throw error
  }
}

/** Returns true if users other than the owner may read, write or enter. Returns false if nothing exists at `path`. */
export const isOpenToOthers = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && (stat.mode & 0o077) !== 0
}
