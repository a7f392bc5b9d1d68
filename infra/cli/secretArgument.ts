import { Effect } from "effect"
import { Progress } from "../process/Progress.ts"
import { readStdin } from "./readStdin.ts"

/** Returns the secret of an argument, or of standard input for '-'. Warns that every user of the machine can see an argument. */
export const secretArgument = Effect.fn("secretArgument")(function* (name: string, given: string) {
  if (given === "-") return yield* readStdin()
  ;(yield* Progress)(
    `Every user of this machine can read ${name} in the list of processes. Write - in its place, and give it on standard input.`
  )
  return given
})
