/**
 * What all verbs share: the flags `--data` and `--json`, how a result is told, and how an error becomes words and an exit code.
 *
 * Words for people and progress go to standard error; with `--json` standard output holds one JSON document and nothing else.
 */
import { resolve } from "node:path"
import { Console, Effect, Option, Ref, Stdio, Stream } from "effect"
import { Flag } from "effect/cli"
import { settingTable } from "../settings/Settings.ts"

/** 0 done; 1 the input has problems; 2 used wrongly; 3 something needed is missing; 4 refused because it would disclose. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

/** What a verb has to say. */
export interface Told {
  readonly json: unknown
  /** Lines for people; may be long. */
  readonly words: ReadonlyArray<string>
  readonly exitCode?: ExitCode | undefined
}

export const commonFlags = {
  data: Flag.String("data").pipe(
    Flag.withDescription("folder of the embedded stack"),
    Flag.withDefault(process.env[settingTable.data.name] ?? settingTable.data.without),
    Flag.map((folder) => resolve(folder))
  ),
  json: Flag.Boolean("json").pipe(Flag.withDescription("one JSON document on standard output"), Flag.withDefault(false))
}

/** A flag that may be left out. */
export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))

/** Off unless it is given. */
export const switchFlag = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

/** The port of the page. */
export const portFlag = optional(
  Flag.Int("port").pipe(
    Flag.withDescription("port of the page; with 0 any free port, for Kafka, registry and ClickHouse too")
  )
)

/** The exit code that the process will have. */
export const exitCode = Ref.makeUnsafe<ExitCode>(0)

/** For verbs that run until they are ended: being ended is how they end well. */
export const endsWell = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.onInterrupt(effect, () => Effect.sync(() => (ended = true)))

let ended = false

/** True when a verb that runs until it is ended was ended. */
export const hasEndedWell = (): boolean => ended

/** Tells a verb's result. */
export const tell = Effect.fn("Verb.tell")(function* (json: boolean, told: Told) {
  yield* Ref.set(exitCode, told.exitCode ?? 0)
  if (json) yield* Console.log(JSON.stringify(told.json))
  else for (const line of told.words) yield* Console.log(line)
})

/** All of standard input, without blanks around it: for what others on this machine must not see among the processes. */
export const fromStdin = Effect.fn("Verb.fromStdin")(function* () {
  const stdio = yield* Stdio.Stdio
  return (yield* stdio.stdin.pipe(Stream.decodeText(), Stream.mkString)).trim()
})

/** Columns of equal width, the first row underlined. */
export const tableWords = (rows: ReadonlyArray<ReadonlyArray<string | number>>): ReadonlyArray<string> => {
  const texts = rows.map((row) => row.map(String))
  const widths = (texts[0] ?? []).map((_, i) => texts.reduce((most, row) => Math.max(most, row[i]?.length ?? 0), 0))
  const isNumber = widths.map((_, i) => texts.slice(1).every((row) => /^[\d.,%-]*$/.test(row[i] ?? "")))
  const line = (row: ReadonlyArray<string>) =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd()
  return texts.flatMap((row, i) => (i === 0 ? [line(row), widths.map((w) => "-".repeat(w)).join("  ")] : [line(row)]))
}
