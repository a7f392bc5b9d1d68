/** Progress of long operations, reported every two seconds. */
import { Effect } from "effect"
import { Progress } from "../process/Progress.ts"

const interval = 2_000

/** Returns a function that adds to a counter, and reports the total with `format` at most every two seconds. */
export const progressCounter = Effect.fnUntraced(function* (format: (done: number) => string) {
  const report = yield* Progress
  let done = 0
  let reportedAt = performance.now()
  return (more: number) => {
    done += more
    if (performance.now() - reportedAt < interval) return
    reportedAt = performance.now()
    report(format(done))
  }
})

/** Returns a number of bytes in megabytes (10⁶ bytes), with one decimal. */
export const formatBytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
