/** A partner's mapping, remembered beside its own secrets: the partner's side of the house, not ours. */
import { Effect, FileSystem, Path } from "effect"
import type { PartnerId } from "../../partners/PartnerId.ts"
import { emptyMapping, type Mapping, MappingRefused, mergeMappings, parseMapping } from "../columns/Mapping.ts"
import type { Language } from "../words/Languages.ts"
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

/** What is remembered of the partner; nothing at first. */
export const readMapping = Effect.fn("RememberedMapping.read")(function* (folder: string, partner: PartnerId) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fileOf(folder, partner)
  if (!(yield* fs.exists(file))) return emptyMapping
  return yield* parsed(yield* fs.readFileString(file), "en")
})

/** Remembers a mapping in place of the earlier one. */
export const writeMapping = Effect.fn("RememberedMapping.write")(function* (
  folder: string,
  partner: PartnerId,
  mapping: Mapping
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = yield* fileOf(folder, partner)
  yield* fs.makeDirectory(path.dirname(file), { recursive: true, mode: 0o700 })
  yield* fs.writeFileString(`${file}.new`, `${JSON.stringify(mapping, null, 2)}\n`, { mode: 0o600 })
  yield* fs.rename(`${file}.new`, file)
})

/** The partner's mapping with what the file `given` adds or changes, which is remembered from now on. */
export const rememberedMapping = Effect.fn("RememberedMapping.remembered")(function* (
  folder: string,
  partner: PartnerId,
  given: string | undefined,
  language: Language
) {
  const known = yield* readMapping(folder, partner)
  if (given === undefined) return known
  const fs = yield* FileSystem.FileSystem
  const text = yield* fs
    .readFileString(given)
    .pipe(
      Effect.mapError(
        () => new FileProblem({ code: "mapping-malformed", row: 0, message: "The mapping file cannot be read." })
      )
    )
  const merged = mergeMappings(known, yield* parsed(text, language))
  yield* writeMapping(folder, partner, merged)
  return merged
})
