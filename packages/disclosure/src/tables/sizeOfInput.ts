import { Effect, FileSystem, PlatformError } from "effect"

/** Pipes that the shell opened for this process: `<(…)`, `3< …`. */
const handed = /^\/(?:dev|proc\/self)\/(?:fd\/\d+|stdin)$/

/** Whether an error says that there is no such file. */
export const isMissing = (error: PlatformError.PlatformError): boolean => error.reason._tag === "NotFound"

/**
 * Returns the size of a file that is read; undefined if it is a pipe that the shell opened. Fails for anything else: a program that opens another pipe waits
 * for its writer, and a device may have no end. A file is read up to this size, because another program may write to it without an end.
 */
export const sizeOfInput = Effect.fn("sizeOfInput")(function* (path: string) {
  const { type, size } = yield* (yield* FileSystem.FileSystem).stat(path)
  if (type === "File") return size
  if (type === "FIFO" && handed.test(path)) return undefined
  return yield* PlatformError.systemError({
    _tag: "InvalidData",
    module: "FileSystem",
    method: "stat",
    description: "it is not a file",
    pathOrDescriptor: path
  })
})
