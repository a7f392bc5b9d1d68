/** Errors of the file system in words: why, and what to do. */
import { meaningOfCode } from "../meaningOfCode.ts"

const another = "Name another one, or remove it."
const writableFolder = "Name a folder that you may write to."
const nameFile = "Name a file, or put one in its place."
const space = "Free some space, and run the command again."

/** System error codes: the reason, and what the user can do. */
const meanings: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOENT: ["its folder does not exist", "Create the folder first."],
  EEXIST: ["a file with this name exists", another],
  EISDIR: ["a folder has the name of one of its files", another],
  ENOTDIR: ["a parent of the path is a file", "Check the path."],
  ENAMETOOLONG: ["the name is too long", "Use a shorter one."],
  EACCES: ["permission denied", writableFolder],
  EPERM: ["operation not permitted for this user", writableFolder],
  EROFS: ["the file system is read-only", writableFolder],
  ENOSPC: ["the disk is full", space],
  EDQUOT: ["the disk quota of this user is used up", space],
  EFBIG: ["it exceeds the size limit for files", "Raise the limit (ulimit -f), or write to another disk."],
  EIO: ["the disk failed", "Use another disk."],
  ELOOP: ["symbolic links lead in a circle", "Check the path."],
  EMFILE: ["too many files are open", "Raise the limit (ulimit -n), and run the command again."],
  // Of `InputFile.ts`.
  NOT_A_FILE: ["it is a pipe, a socket or a device", nameFile],
  ERR_FS_FILE_TOO_LARGE: ["it is larger than any file of its kind", nameFile]
}

/** What differs for a file that is read. */
const readMeanings: typeof meanings = {
  ...meanings,
  ENOENT: ["it does not exist", "Check the path."],
  EISDIR: ["it is a folder", nameFile],
  EACCES: [
    "permission denied",
    "Run the command as the user who owns it, or give it to the user who runs Corridor (chown, then chmod 600)."
  ]
}

const part = (of: typeof meanings, index: 0 | 1): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(of).map(([code, meaning]) => [code, meaning[index]]))
const [reasons, remedies] = [part(meanings, 0), part(meanings, 1)]
const [readReasons, readRemedies] = [part(readMeanings, 0), part(readMeanings, 1)]

/** Returns why a file or folder could not be used, by the system's error or by one that it caused; undefined if the system gave no known reason. */
export const systemReason = (error: unknown): string | undefined => meaningOfCode(reasons, error)

/** Returns what to do about it. */
export const systemRemedy = (error: unknown): string | undefined => meaningOfCode(remedies, error)

/** Returns why a file could not be read; undefined if the system gave no known reason. */
export const readReason = (error: unknown): string | undefined => meaningOfCode(readReasons, error)

/** Returns the sentences for a file or folder that could not be read; undefined if the error is not one of the file system. */
export const readFailure = (error: unknown): string | undefined => {
  const { path } = error as NodeJS.ErrnoException
  const reason = readReason(error)
  if (reason === undefined || path === undefined) return undefined
  return `${path} cannot be read: ${reason}. ${meaningOfCode(readRemedies, error)}`
}

/** Returns the sentences for a file that could not be written; undefined if the error is not one of the file system. */
export const writeFailure = (path: string, error: unknown): string | undefined => {
  const reason = systemReason(error)
  return reason === undefined ? undefined : `${path} cannot be written: ${reason}. ${systemRemedy(error)}`
}
