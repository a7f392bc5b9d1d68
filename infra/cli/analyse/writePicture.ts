import { Effect, FileSystem } from "effect"
import { columnFlag } from "./CellFlags.ts"

export const pictureFlag = columnFlag("picture", "a file to draw the picture into, as SVG")

/** Writes the picture where one was asked for. */
export const writePicture = Effect.fn("writePicture")(function* (file: string | undefined, draw: () => string) {
  if (file === undefined) return
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(file, draw())
})
