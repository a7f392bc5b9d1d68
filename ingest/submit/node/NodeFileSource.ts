/** A file on a disk. */
import { open } from "node:fs/promises"
import { basename } from "node:path"
import { Effect, type Scope } from "effect"
import { inputFlags, statInput, unreadable } from "../../../ports/files/InputFile.ts"
import { FileRefused } from "../read/FileRefused.ts"
import type { FileSource } from "../read/FileSource.ts"
import { FileProblem, fileProblem } from "./FileProblem.ts"

/** Opens the file and closes it with the scope. */
export const nodeFileSource = (path: string): Effect.Effect<FileSource, FileProblem, Scope.Scope> =>
  Effect.gen(function* () {
    const file = yield* Effect.acquireRelease(
      Effect.tryPromise({
        try: () => {
          statInput(path)
          return open(path, inputFlags)
        },
        catch: (cause) => new FileProblem({ code: "file-format", row: 0, message: unreadable(cause) })
      }),
      (opened) => Effect.promise(() => opened.close())
    )
    const first = yield* Effect.promise(() => file.stat())
    const { size } = first
    if (!first.isFile()) return yield* fileProblem("file-format", 0)
    // What is sent is read again: it must be what was checked.
    const refuseIfChanged = async () => {
      const now = await file.stat()
      if (now.size !== size || now.mtimeMs !== first.mtimeMs) throw new FileRefused("file-changed")
    }
    const read = async (from: number, to: number) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
      await refuseIfChanged()
      return bytes.subarray(0, bytesRead)
    }
    return { name: basename(path), size, read }
  })
