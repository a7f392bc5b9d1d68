import { Effect, Stdio, Stream } from "effect"

/** Returns standard input as trimmed text. For values that must not be visible in the list of processes. */
export const readStdin = Effect.fn("readStdin")(function* () {
  const stdio = yield* Stdio.Stdio
  return (yield* stdio.stdin.pipe(Stream.decodeText(), Stream.mkString)).trim()
})
