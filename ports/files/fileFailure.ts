/** Errors of the file system in words: why, and what to do. */
import { meaningOfCode } from "../meaningOfCode.ts"

const another = "Name another one, or remove it."
const writableFolder = "Name a folder that you may write to."
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
  EMFILE: ["too many files are open", "Raise the limit (ulimit -n), and run the command again."]
}

const part = (index: 0 | 1): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(meanings).map(([code, meaning]) => [code, meaning[index]]))
const [reasons, remedies] = [part(0), part(1)]

/** Returns why a file or folder could not be used, by the system's error or by one that it caused; undefined if the system gave no known reason. */
export const systemReason = (error: unknown): string | undefined => meaningOfCode(reasons, error)

/** Returns what to do about it. */
export const systemRemedy = (error: unknown): string | undefined => meaningOfCode(remedies, error)

const forbidden = new Set(["EACCES", "EPERM"])

/** Returns the sentences for a file or folder that could not be read; undefined if the error is not one of the file system. */
export const readFailure = (error: unknown): string | undefined => {
  const { code, path } = error as NodeJS.ErrnoException
  const reason = systemReason(error)
  if (reason === undefined || path === undefined) return undefined
  const remedy = forbidden.has(code ?? "")
    ? "Run the command as the user who owns it, or give it to the user who runs Corridor (chown, then chmod 600)."
    : systemRemedy(error)
  return `${path} cannot be read: ${reason}. ${remedy}`
}

/** Returns the sentences for a file that could not be written; undefined if the error is not one of the file system. */
export const writeFailure = (path: string, error: unknown): string | undefined => {
  const reason = systemReason(error)
  return reason === undefined ? undefined : `${path} cannot be written: ${reason}. ${systemRemedy(error)}`
}
