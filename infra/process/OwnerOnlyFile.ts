/** Files that only their owner may read: secrets, and the addresses of the services that they are for. */
import { chmodSync, closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { readFailure, systemReason, systemRemedy } from "../../ports/files/fileFailure.ts"
import { readInputText } from "../../ports/files/InputFile.ts"
import { makeFolder as makeFolders } from "../../ports/files/makeFolder.ts"
import { identify } from "./ProcessIdentity.ts"
import { Unavailable } from "./Unavailable.ts"

/** Runs `act`. Throws `Unavailable` with the reason if the folder cannot be used. */
const orUnavailable = (folder: string, act: () => void): void => {
  try {
    act()
  } catch (error) {
    const why = systemReason(error)
    if (why === undefined) throw error
    throw new Unavailable({
      part: "data folder",
      message: `The folder ${folder} cannot be used: ${why}. ${systemRemedy(error)}`
    })
  }
}

const makeFolder = (folder: string) => orUnavailable(folder, () => makeFolders(folder))

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
 * Writes the file atomically, and whole also if the machine loses power. Only the owner can read it, from the first byte on. Throws `Unavailable` if it cannot.
 */
export const writeOwnerOnlyFile = (path: string, text: string): void => {
  makeFolder(dirname(path))
  const temporary = `${path}.${process.pid}.new`
  orUnavailable(dirname(path), () => {
    try {
      writeFileSync(temporary, text, { mode: 0o600, flush: true })
      chmodSync(temporary, 0o600)
      renameSync(temporary, path)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
  })
}

/** Milliseconds that no write takes. */
const longestWrite = 60_000

/**
 * Removes from the folder what processes left that were killed while they wrote a file. Otherwise a secret would stay there after its file was rewritten
 * without it.
 */
export const removeUnfinished = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const pid = Number(/\.(\d+)\.new$/.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid)) continue
    const written = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
    // This process writes nothing at this moment, and the id may be of a process that ended.
    const isWriting = pid !== process.pid && identify(pid) !== undefined && Date.now() - written < longestWrite
    if (!isWriting) rmSync(join(folder, name), { force: true })
  }
}

/** ENOTDIR means that a file has the name of the folder. A later write reports that. */
const absentCodes = new Set<string | undefined>(["ENOENT", "ENOTDIR"])

/** Returns the content of a file; undefined if there is none. Throws `Unavailable` with the reason if it cannot be read. */
export const readTextFile = (path: string): string | undefined => {
  try {
    return readInputText(path)
  } catch (error) {
    if (absentCodes.has((error as NodeJS.ErrnoException).code)) return undefined
    const message = readFailure(error)
    throw message === undefined ? error : new Unavailable({ part: "data folder", message })
  }
}

/** Returns true if users other than the owner may read, write or enter. Returns false if nothing exists at `path`. */
export const isOpenToOthers = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && (stat.mode & 0o077) !== 0
}
