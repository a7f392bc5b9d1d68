/** For work of several steps, some of which may be done before a failure. */
import { Effect } from "effect"
import { Progress } from "./Progress.ts"

/** Says on standard error what is done and how to complete it, if the effect fails or is interrupted. */
export const sayUnfinished = (sentence: string) =>
  Effect.onError(() =>
    Effect.gen(function* () {
      const say = yield* Progress
      say(sentence)
    })
  )
