/** `down` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { stopStack } from "../stack/Up.ts"
import { commonFlags, tell } from "./Verb.ts"

export const down = Command.make(
  "down",
  commonFlags,
  Effect.fn("down")(function* ({ data, json }) {
    const { stopped, ended } = yield* stopStack(data)
    const left = ended.length > 0 ? ` Ended what was left over: ${ended.join(", ")}.` : ""
    yield* tell(json, {
      json: { stopped, ended },
      words: [`${stopped ? "The stack is stopped." : "No stack was running."}${left}`]
    })
  })
).pipe(Command.withDescription("Stop the stack on this data folder and whatever an earlier one left running"))
