/**
 * Log lines on standard error, as words for people (the time of day, the level where it matters, the message) or as one JSON
 * object a line for machines. Neither shows a cause or the fiber: a cause may quote what was read.
 */
import { Console, Effect, Layer, Logger, type LogLevel, References } from "effect"
import { Progress } from "../process/Progress.ts"
import { type LogFormat, logFormat } from "../settings/Settings.ts"

const wordsOf = (message: unknown) => (Array.isArray(message) ? message : [message]).map(String).join(" ")

type Line = Pick<Logger.Options<unknown>, "date" | "logLevel" | "message"> & {
  readonly annotations: Readonly<Record<string, unknown>>
}

/** A line in a format, without its end. */
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

/** Words for people, whatever is set. */
export const stderrLogger = loggerIn("words")

const writeJson = (logLevel: LogLevel.LogLevel, message: unknown) =>
  write(lineOf.json({ date: new Date(), logLevel, message, annotations: {} }))

/** Progress and complaints are lines of standard error too: with JSON they must not stand between the objects. */
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

/** All that goes to standard error, in the format that is set. A setting that is wrong is told by the verb that reads all. */
export const layer = Layer.unwrap(
  logFormat.pipe(
    Effect.orElseSucceed((): LogFormat => "words"),
    Effect.map((format) => (format === "json" ? everythingAsJson : Logger.layer([stderrLogger])))
  )
)
