import { Effect } from "effect"
import { writeOutput } from "../../../ports/files/OutputFile.ts"
import { optionalText } from "../CommonFlags.ts"

export const pictureFlag = optionalText("picture", "SVG file to write, with the result")

/** Draws a picture and writes it to a file, if one was named. An existing file is replaced. */
export const writePicture = Effect.fn("writePicture")(function* (file: string | undefined, draw: () => string) {
  if (file === undefined) return
  yield* writeOutput(file, draw(), { replace: true })
})
