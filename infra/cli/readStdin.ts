import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Stdio, Stream } from "effect"

/** Returns standard input as trimmed text; fails if it is empty. For values that must not be visible in the list of processes. */
export const readStdin = Effect.fn("readStdin")(function* () {
  const stdio = yield* Stdio.Stdio
  const text = (yield* stdio.stdin.pipe(Stream.decodeText(), Stream.mkString)).trim()
  if (text === "") return yield* new UsageError({ message: "Standard input, from which - reads, is empty." })
  return text
})
