/** What a program that offers these commands provides to them. */
import type { Config, Effect, Redacted } from "effect"
import type { Flag } from "effect/cli"

/** 0: done. 1: the input has problems. 2: wrong usage. 3: a file or something else it needs cannot be used. 4: refused, it would disclose. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

/** Lines for people, some of them in lists. What is false or undefined is not printed. */
export type Lines = ReadonlyArray<string | false | undefined | Lines>

/** The result of a command. */
export interface CommandOutput {
  /** The document that `--json` prints. */
  readonly json: unknown
  /** What is printed without `--json`. */
  readonly lines: Lines
  /** 0 if left out. */
  readonly exitCode?: ExitCode | undefined
}

/** Returns the lines that are printed. */
export const printedLines = (lines: Lines): ReadonlyArray<string> =>
  lines.flatMap((line) => (typeof line === "string" ? line : line ? printedLines(line) : []))

export interface CommandHost {
  /** How a person calls the commands, for examples: `disclosure`. */
  readonly name: string
  /** Flags that all commands of the program have. */
  readonly flags: { readonly json: Flag.Flag<boolean> }
  /** The secret of random methods, and the setting that holds it. */
  readonly key: Effect.Effect<Redacted.Redacted<string> | undefined, Config.ConfigError>
  readonly keySetting: string
  /** Prints a result, as JSON or for people, and sets the exit code. */
  readonly print: (json: boolean, output: CommandOutput) => Effect.Effect<void>
  /** Runs first: a command computes for a long time without yielding and holds nothing that must be released. */
  readonly start: Effect.Effect<void>
}
