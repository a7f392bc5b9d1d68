/** Questions before an action that cannot be undone. */
import { Console, Effect, Terminal } from "effect"
import { switchFlag } from "./CommonFlags.ts"

export const yesFlag = switchFlag(
  "yes",
  "do not ask; without a terminal, or with --json, there is no prompt, so scripts need no --yes"
)

/**
 * Asks a question on the terminal, and returns whether the answer was yes. Returns true without asking if `--yes` or `--json` is given, or if
 * standard input is not a terminal.
 */
export const confirm = Effect.fn("confirm")(function* (
  question: string,
  { yes, json }: { readonly yes: boolean; readonly json: boolean }
) {
  if (yes || json || process.stdin.isTTY !== true) return true
  yield* Console.error(question)
  const terminal = yield* Terminal.Terminal
  // Ctrl-C is a no.
  const answer = yield* Effect.orElseSucceed(terminal.readLine, () => "")
  return /^(?:y|yes|да|так|da)$/i.test(answer.trim())
})
