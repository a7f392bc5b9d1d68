/** How a wrong call is told: what is wrong on standard error, without the value that was given, and where help is. */
import { Console, Effect } from "effect"
import { type CliError, CliOutput } from "effect/cli"

const messageOf = (error: CliError.NonShowHelpErrors): string =>
  error._tag === "InvalidValue"
    ? `The value of ${error.kind === "flag" ? `--${error.option}` : `<${error.option}>`} is not as expected: ${error.expected}`
    : error.message

/** `json`: tell it as the one document on standard output too. */
export const usagePresenter = (json: boolean): CliOutput.Presenter => ({
  present: (event) =>
    Effect.gen(function* () {
      if (event._tag !== "InvalidInvocation") return yield* CliOutput.defaultPresenter.present(event)
      const message = event.errors.map(messageOf).join("\n")
      yield* Console.error(`${message}\nSee '${event.commandPath.join(" ")} --help'.`)
      if (json) yield* Console.log(JSON.stringify({ error: { code: "Usage", message } }))
    })
})
