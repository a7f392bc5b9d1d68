/** Finds empty arguments, and prints usage errors to standard error, without the values that were given, and help from the generated page. */
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
      // Without the program's name: the partner's program has another one.
      yield* Console.error(`${message}\nSee '${[...event.commandPath.slice(1), "--help"].join(" ")}'.`)
      if (json) yield* Console.log(JSON.stringify({ error: { code: "Usage", message } }))
    })
})

const withoutValue = /^(--?[a-z][a-z-]*)=$/

/** Fails with an empty argument. It comes from a variable of a script that is not set, and an empty folder would be the working directory. */
export const refuseEmpty = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const at = args.findIndex((arg) => arg === "" || withoutValue.test(arg))
  if (at < 0) return
  const flag = withoutValue.exec(args[at] as string)?.[1] ?? /^--?[a-z][a-z-]*$/.exec(args[at - 1] ?? "")?.[0]
  const message = `${flag === undefined ? "An argument is" : `The value of ${flag} is`} empty. Give a value, or leave it out.`
  return yield* Effect.fail({ _tag: "UsageError" as const, message })
})
