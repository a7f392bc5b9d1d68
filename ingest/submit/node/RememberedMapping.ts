/** A partner's mapping, stored with its own secrets on the partner's machine. */
import { dirname } from "node:path"
import { Effect, FileSystem, Path } from "effect"
import { readInputText, unreadable } from "../../../ports/files/InputFile.ts"
import { makeOutputFolder, writeOutput } from "../../../ports/files/OutputFile.ts"
import type { Language } from "../../../schemas/Languages.ts"
import type { PartnerId } from "../../partners/PartnerId.ts"
import { emptyMapping, type Mapping, MappingRefused, mergeMappings, parseMapping } from "../columns/Mapping.ts"
import { FileProblem, fileProblem } from "./FileProblem.ts"

const fileOf = Effect.fn("RememberedMapping.fileOf")(function* (folder: string, partner: PartnerId) {
  const path = yield* Path.Path
  return path.join(folder, "partners", `${partner}.mapping.json`)
})

const parsed = (text: string, language: Language): Effect.Effect<Mapping, FileProblem> =>
  Effect.try({
    try: () => parseMapping(JSON.parse(text)),
    catch: (cause) => {
      const { code, row, message } = fileProblem("mapping-malformed", 0, language)
      const places = cause instanceof MappingRefused ? ` ${cause.places.join("; ")}.` : ""
      return new FileProblem({ code, row, message: `${message}${places}` })
    }
  })

/** Returns the remembered mapping of the partner, which is empty at first. */
export const readMapping = Effect.fn("RememberedMapping.read")(function* (folder: string, partner: PartnerId) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fileOf(folder, partner)
  if (!(yield* fs.exists(file))) return emptyMapping
  return yield* parsed(yield* fs.readFileString(file), "en")
})

/** Replaces the remembered mapping. */
export const writeMapping = Effect.fn("RememberedMapping.write")(function* (
  folder: string,
  partner: PartnerId,
  mapping: Mapping
) {
  const file = yield* fileOf(folder, partner)
  yield* makeOutputFolder(dirname(file))
  yield* writeOutput(file, `${JSON.stringify(mapping, null, 2)}\n`, { replace: true })
})

/** Returns the partner's mapping, updated and remembered with the entries of the file `given`. */
export const rememberedMapping = Effect.fn("RememberedMapping.remembered")(function* (
  folder: string,
  partner: PartnerId,
  given: string | undefined,
  language: Language
) {
  const known = yield* readMapping(folder, partner)
  if (given === undefined) return known
  const text = yield* Effect.try({
    try: () => readInputText(given),
    catch: (error) => new FileProblem({ code: "mapping-malformed", row: 0, message: unreadable(error) })
  })
  const merged = mergeMappings(known, yield* parsed(text, language))
  yield* writeMapping(folder, partner, merged)
  return merged
})
