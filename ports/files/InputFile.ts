/**
 * Files that commands read. Whoever may write to a folder can put anything in the place of a file: nothing here waits for a pipe, reads a device, or
 * fills the memory.
 */
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs"
import { Effect, Schema } from "effect"
import { readFailure } from "./fileFailure.ts"

/** A file cannot be read. `message` says which, why and what to do. */
export class FileUnreadable extends Schema.TaggedError<FileUnreadable>()("FileUnreadable", {
  message: Schema.String
}) {}

/** More bytes than any file has that is read as a whole. */
const maxBytes = 256 * 1024 * 1024

const refusal = (code: string, path: string) => Object.assign(new Error(code), { code, path })

/** Pipes that the shell opened for this process: `<(…)`, `3< …`. */
const handed = /^\/(?:dev|proc\/self)\/(?:fd\/\d+|stdin)$/

const check = (path: string, stat: Stats): Stats => {
  if (stat.isDirectory()) throw refusal("EISDIR", path)
  if (!stat.isFile() && !(stat.isFIFO() && handed.test(path))) throw refusal("NOT_A_FILE", path)
  return stat
}

/** Returns what the system knows of a file. Throws what it reports, and for anything that is not a file: a folder, pipe, socket or device. */
export const statInput = (path: string): Stats => check(path, statSync(path))

/** Flags with which a pipe that was put in the place of a file is opened without waiting for its writer. */
export const inputFlags = constants.O_RDONLY | constants.O_NONBLOCK

/** Opens a file, and nothing else: to open a pipe can wait, and to open a device can make it act. */
const openInput = (path: string) => {
  statInput(path)
  const fd = openSync(path, inputFlags)
  try {
    return { fd, stat: check(path, fstatSync(fd)) }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

const waiting = new Int32Array(new SharedArrayBuffer(4))

/** Reads a piece; waits for the writer of a pipe. */
const readPiece = (fd: number, into: Uint8Array): number => {
  for (;;) {
    try {
      return readSync(fd, into)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error
      Atomics.wait(waiting, 0, 0, 10)
    }
  }
}

/** Returns the content of a file of at most `most` bytes. Throws what the system reports, with the path. */
export const readInput = (path: string, most = maxBytes): Buffer => {
  const { fd, stat } = openInput(path)
  try {
    const pieces: Array<Uint8Array> = []
    let bytes = stat.size
    for (let read = 0; bytes <= most; bytes = read) {
      const piece = new Uint8Array(Math.max(stat.size - read, 65_536))
      const length = readPiece(fd, piece)
      if (length === 0) return Buffer.concat(pieces)
      pieces.push(piece.subarray(0, length))
      read += length
    }
    throw refusal("ERR_FS_FILE_TOO_LARGE", path)
  } catch (error) {
    throw Object.assign(error as Error, { path })
  } finally {
    closeSync(fd)
  }
}

/** Returns the content of a text file. Throws as `readInput`. */
export const readInputText = (path: string): string => readInput(path).toString("utf8")

/** Returns the content of a text file; undefined if there is none. Throws as `readInput`. */
export const readInputIfAny = (path: string): string | undefined => {
  try {
    return readInputText(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    return undefined
  }
}

/** Reads a file of any size piece by piece, up to the size that it has now. Throws as `readInput`. */
export async function* streamInput(path: string): AsyncIterable<Uint8Array> {
  const { fd, stat } = openInput(path)
  if (stat.size === 0) closeSync(fd)
  else yield* createReadStream("", { fd, end: stat.size - 1, highWaterMark: 1024 * 1024 })
}

/** Returns the sentences for a file that `readInput` could not read. */
export const unreadable = (error: unknown): string => {
  const message = readFailure(error)
  if (message === undefined) throw error
  return message
}

/** Runs `read`, which throws as `readInput`. */
export const orUnreadable = <A>(read: () => A): Effect.Effect<A, FileUnreadable> =>
  Effect.try({ try: read, catch: (error) => new FileUnreadable({ message: unreadable(error) }) })
