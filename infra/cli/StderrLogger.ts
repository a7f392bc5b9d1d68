/**
 * Writes log lines to standard error: as text (time of day, level unless it is Info, message), or as one JSON object per line. Neither
 * format includes causes or fibers, because a cause may quote input.
 */
import { Console, Effect, Layer, Logger, type LogLevel, References } from "effect"
import { Progress } from "../process/Progress.ts"
import { type LogFormat, logFormat } from "../settings/Settings.ts"

const wordsOf = (message: unknown) => (Array.isArray(message) ? message : [message]).map(String).join(" ")

type Line = Pick<Logger.Options<unknown>, "date" | "logLevel" | "message"> & {
  readonly annotations: Readonly<Record<string, unknown>>
}

/** Returns a log line in each format, without a line break. */
export const lineOf: Readonly<Record<LogFormat, (line: Line) => string>> = {
  words: ({ date, logLevel, message }) =>
    `${date.toISOString().slice(11, 19)} ${logLevel === "Info" ? "" : `${logLevel}: `}${wordsOf(message)}`,
  json: ({ date, logLevel, message, annotations }) =>
    JSON.stringify({ time: date.toISOString(), level: logLevel.toLowerCase(), message: wordsOf(message), annotations })
}

const write = (line: string) => {
  process.stderr.write(`${line}\n`)
}

const loggerIn = (format: LogFormat) =>
  Logger.make(({ date, logLevel, message, fiber }) =>
    write(lineOf[format]({ date, logLevel, message, annotations: fiber.getRef(References.CurrentLogAnnotations) }))
  )

/** Writes text. Does not depend on the settings. */
const stderrLogger = loggerIn("words")

const writeJson = (logLevel: LogLevel.LogLevel, message: unknown) =>
  write(lineOf.json({ date: new Date(), logLevel, message, annotations: {} }))

/** Progress and error messages go to standard error too. In JSON format, they become JSON objects as well. */
const everythingAsJson = Layer.mergeAll(
  Logger.layer([loggerIn("json")]),
  Layer.succeed(Progress, (line) => writeJson("Info", line)),
  Layer.succeed(
    Console.Console,
    Object.assign(Object.create(console) as Console.Console, {
      error: (...message: ReadonlyArray<unknown>) => writeJson("Error", message)
    })
  )
)

/** Sends all messages to standard error in the configured format. The command reports an invalid format when it reads the settings. */
export const layer = Layer.unwrap(
  logFormat.pipe(
    Effect.orElseSucceed((): LogFormat => "words"),
    Effect.map((format) => (format === "json" ? everythingAsJson : Logger.layer([stderrLogger])))
  )
)
