/** Prints usage errors to standard error, without the values that were given, and help from the generated page. */
import { usageMessage } from "@corridor/disclosure/command/usageMessage"
import { Console, Effect } from "effect"
import { CliOutput } from "effect/cli"
import { helpText } from "./help.ts"

/** With `json`, a usage error is also printed as the one JSON document on standard output. */
export const usagePresenter = (json: boolean): CliOutput.Presenter => ({
  present: (event) =>
    Effect.gen(function* () {
      if (event._tag === "Help") return yield* Console.log(helpText(event.commandPath.slice(1)))
      if (event._tag === "Version") return yield* CliOutput.defaultPresenter.present(event)
      const message = usageMessage(event)
      yield* Console.error(`${message}\nSee '${event.commandPath.join(" ")} --help'.`)
      if (json) yield* Console.log(JSON.stringify({ error: { code: "Usage", message } }))
    })
})
