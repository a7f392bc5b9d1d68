/** Refuses empty arguments. They come from variables of a script that are not set, and an empty folder would be the working directory. */
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect } from "effect"

const withoutValue = /^(--?[a-z][a-z-]*)=$/

export const refuseEmpty = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const at = args.findIndex((arg) => arg === "" || withoutValue.test(arg))
  if (at < 0) return
  const flag = withoutValue.exec(args[at] as string)?.[1] ?? /^--?[a-z][a-z-]*$/.exec(args[at - 1] ?? "")?.[0]
  return yield* new UsageError({
    message: `${flag === undefined ? "An argument is" : `The value of ${flag} is`} empty. Give a value, or leave it out.`
  })
})
