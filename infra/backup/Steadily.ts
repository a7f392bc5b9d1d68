/** Progress that is told every other second, however often it is counted. */
import { Effect } from "effect"
import { Progress } from "../process/Progress.ts"

const pause = 2_000

/** Counts up; `words` makes the line that is told now and then. */
export const steadily = Effect.fnUntraced(function* (words: (done: number) => string) {
  const say = yield* Progress
  let done = 0
  let told = performance.now()
  return (more: number) => {
    done += more
    if (performance.now() - told < pause) return
    told = performance.now()
    say(words(done))
  }
})

/** A number of bytes in words. */
export const bytesInWords = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
