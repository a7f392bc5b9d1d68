import { Effect, FileSystem } from "effect"
import { ProjectError } from "../../ProjectError.ts"

/** Reads a text file of a project. Anything else in its place is refused: a program that opens a pipe waits for its writer, and a device may have no end. */
export const readText = Effect.fn("readText")(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  if ((yield* fs.stat(path)).type === "File") return yield* fs.readFileString(path)
  return yield* new ProjectError({
    subject: path,
    reason: "it is a folder, pipe, socket or device: put a file in its place"
  })
})
