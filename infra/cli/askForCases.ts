/** Asks where a file is sent to which cases that refuse consent have records, so that the partner withdraws them. */
import { Effect } from "effect"
import { casesSentBefore } from "../../ingest/submit/send/casesSentBefore.ts"
import { submitWords } from "../../ingest/submit/words/SubmitWords.ts"
import type { Language } from "../../schemas/Languages.ts"
import { Progress } from "../process/Progress.ts"

/**
 * Returns the cases with records. `count` counts the records of all its cases. If it fails, the command says of how many cases nothing is known: that
 * does not keep the file from being sent.
 */
export const askForCases = <E, R>(
  count: (persons: ReadonlyArray<string>) => Effect.Effect<number, E, R>,
  language: Language
) =>
  Effect.fnUntraced(function* (persons: ReadonlyArray<string>) {
    const run = Effect.runPromiseWith(yield* Effect.context<R>())
    const answer = (group: ReadonlyArray<string>) => Effect.orElseSucceed(count(group), () => undefined)
    const { sent, unasked } = yield* Effect.promise((signal) =>
      casesSentBefore(persons, (group) => run(answer(group), { signal }))
    )
    if (unasked > 0) (yield* Progress)(submitWords[language].earlierUnknown(unasked))
    return sent
  })
