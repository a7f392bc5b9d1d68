/** What a command prints, and the exit code that it sets. Only results go to standard output; progress and messages go to standard error. */
import { type CommandOutput, type ExitCode, type Lines, printedLines } from "@corridor/disclosure/command/CommandHost"
import { formatTable } from "@corridor/disclosure/command/formatTable"
import { verdictLine } from "@corridor/disclosure/command/verdictLine"
import { Console, Effect, Ref } from "effect"
import { closedOutput, expectReader } from "./outputLost.ts"

export { type CommandOutput, type ExitCode, formatTable, type Lines, verdictLine }

/** Returns the lines of a table, or `none` if it has no rows. */
export const tableOr = (
  none: string,
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | number>>
): ReadonlyArray<string> => (rows.length === 0 ? [none] : formatTable([head, ...rows]))

/** The exit code of the process. */
export const exitCode = Ref.makeUnsafe<ExitCode>(0)

/** Prints the result of a command: with `--json` the document, otherwise the lines for people. */
export const printResult = Effect.fn("printResult")(function* (json: boolean, output: CommandOutput) {
  yield* Ref.set(exitCode, output.exitCode ?? 0)
  if (json) yield* Console.log(JSON.stringify(output.json))
  else for (const line of printedLines(output.lines)) yield* Console.log(line)
})

/**
 * Prints the result of a command with a secret that is shown only once. `another` says how to get another one, and is printed to standard error if standard
 * output is closed. The command succeeds: programs that discard the output of one they start look the same.
 */
export const printSecret = Effect.fn("printSecret")(function* (json: boolean, another: string, output: CommandOutput) {
  expectReader(another)
  const message = closedOutput()
  if (message !== undefined) yield* Console.error(message)
  yield* printResult(json, output)
})
