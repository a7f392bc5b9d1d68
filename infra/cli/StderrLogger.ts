/** Log lines for people on standard error: the time of day, the level where it matters, the message. */
import { Logger } from "effect"

export const stderrLogger = Logger.make(({ date, logLevel, message }) => {
  const words = (Array.isArray(message) ? message : [message]).map(String).join(" ")
  const level = logLevel === "Info" ? "" : `${logLevel}: `
  process.stderr.write(`${date.toISOString().slice(11, 19)} ${level}${words}\n`)
})
