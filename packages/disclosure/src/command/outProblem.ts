import { dirname, resolve } from "node:path"
import { Effect, FileSystem } from "effect"
import type { TableProblem } from "../tables/TableRefused.ts"

/** The file itself, whatever its path leads through. */
const realPath = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  return yield* files.realPath(file).pipe(Effect.orElseSucceed(() => resolve(file)))
})

/** Why a file cannot be written, found before the work is done: it is one of those that are read, or its folder is missing. */
export const outProblem = Effect.fn("outProblem")(function* (
  out: string,
  read: ReadonlyArray<string | undefined>
): Effect.fn.Return<TableProblem | undefined, never, FileSystem.FileSystem> {
  const files = yield* FileSystem.FileSystem
  const problem = (rule: string, expected: string) => ({ file: out, row: 0, column: "", rule, expected })
  const target = yield* realPath(out)
  for (const file of read)
    if (file !== undefined && (yield* realPath(file)) === target)
      return problem("overwrites-input", "another name than those of the files that are read")
  const isFolder = yield* files.stat(target).pipe(
    Effect.map(({ type }) => type === "Directory"),
    Effect.orElseSucceed(() => false)
  )
  if (isFolder) return problem("unwritable-file", "the name of a file, not of a folder")
  return yield* files.access(dirname(target), { writable: true }).pipe(
    Effect.as(undefined),
    Effect.orElseSucceed(() => problem("unwritable-file", "a folder that exists and may be written to"))
  )
})
