import { Effect, Stdio, Stream } from "effect"

/** Returns all of standard input, trimmed. For values that must not show in the list of processes. */
export const readStdin = Effect.fn("readStdin")(function* () {
  const stdio = yield* Stdio.Stdio
  return (yield* stdio.stdin.pipe(Stream.decodeText(), Stream.mkString)).trim()
})
