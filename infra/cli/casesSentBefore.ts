/** Finds which cases that refuse consent have records where a file is sent to, so that the partner withdraws them. */
import { Effect } from "effect"
import { submitWords } from "../../ingest/submit/words/SubmitWords.ts"
import type { Language } from "../../schemas/Languages.ts"
import { Progress } from "../process/Progress.ts"

/** The cases of one question: most have no records, and are asked for together. A request of the portal's API has no more. */
const together = 16

/**
 * Returns the cases with records. `count` counts the records of all of these cases. If it cannot, that is said, and there are none: it does not keep
 * the file from being sent.
 */
export const casesSentBefore =
  <E, R>(count: (persons: ReadonlyArray<string>) => Effect.Effect<number, E, R>, language: Language) =>
  (persons: ReadonlyArray<string>): Effect.Effect<ReadonlySet<string>, never, R> => {
    const withRecords = Effect.fnUntraced(function* (group: ReadonlyArray<string>) {
      return (yield* count(group)) > 0 ? group : []
    })
    const groups = Array.from({ length: Math.ceil(persons.length / together) }, (_, i) =>
      persons.slice(i * together, (i + 1) * together)
    )
    return Effect.gen(function* () {
      const some = (yield* Effect.forEach(groups, withRecords)).flat()
      const found = some.length === 1 ? some : (yield* Effect.forEach(some, (one) => withRecords([one]))).flat()
      return new Set(found)
    }).pipe(
      Effect.catch(() =>
        Effect.gen(function* () {
          const print = yield* Progress
          print(submitWords[language].earlierUnknown)
          return new Set<string>()
        })
      )
    )
  }
