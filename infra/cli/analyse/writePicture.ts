import { Effect, FileSystem } from "effect"
import { optionalText } from "../CommonFlags.ts"

export const pictureFlag = optionalText("picture", "SVG file to write, with the result")

/** Writes the picture to a file, if one was requested. */
export const writePicture = Effect.fn("writePicture")(function* (file: string | undefined, draw: () => string) {
  if (file === undefined) return
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(file, draw())
})
