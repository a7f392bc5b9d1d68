/** Prints usage errors to standard error, without the values that were given, and help from the generated page. */
import { Console, Effect } from "effect"
import { type CliError, CliOutput } from "effect/cli"
import { helpText } from "./help.ts"

const messageOf = (error: CliError.NonShowHelpErrors): string =>
  error._tag === "InvalidValue"
    ? `Invalid value for ${error.kind === "flag" ? `--${error.option}` : `<${error.option}>`}. Expected: ${error.expected}`
    : error.message

/** With `json`, a usage error is also printed as the one JSON document on standard output. */
export const usagePresenter = (json: boolean): CliOutput.Presenter => ({
  present: (event) =>
    Effect.gen(function* () {
      if (event._tag === "Help") return yield* Console.log(helpText(event.commandPath.slice(1)))
      if (event._tag === "Version") return yield* CliOutput.defaultPresenter.present(event)
      const message = event.errors.map(messageOf).join("\n")
      yield* Console.error(`${message}\nSee '${event.commandPath.join(" ")} --help'.`)
      if (json) yield* Console.log(JSON.stringify({ error: { code: "Usage", message } }))
    })
})
