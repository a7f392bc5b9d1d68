/** What a command prints, and the exit code that it sets. Only results go to standard output; progress and messages go to standard error. */
import { formatTable } from "@corridor/disclosure/command/formatTable"
import { Console, Effect, Ref } from "effect"

export { formatTable }

/** 0: done. 1: the input has problems. 2: wrong usage. 3: a dependency is missing or does not respond. 4: refused, it would disclose. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

/** The result of a command. */
export interface CommandOutput {
  /** The document that `--json` prints. */
  readonly json: unknown
  /** The lines that are printed without `--json`. */
  readonly lines: ReadonlyArray<string>
  /** 0 if left out. */
  readonly exitCode?: ExitCode | undefined
}

/** Returns the lines of a table, or `none` if it has no rows. */
export const tableOr = (
  none: string,
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | number>>
): ReadonlyArray<string> => (rows.length === 0 ? [none] : formatTable([head, ...rows]))

/** The exit code of the process. */
export const exitCode = Ref.makeUnsafe<ExitCode>(0)

export const printResult = Effect.fn("printResult")(function* (json: boolean, output: CommandOutput) {
  yield* Ref.set(exitCode, output.exitCode ?? 0)
  if (json) yield* Console.log(JSON.stringify(output.json))
  else for (const line of output.lines) yield* Console.log(line)
})
