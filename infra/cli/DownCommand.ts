/** `down` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { stopStack } from "../stack/Up.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags } from "./CommonFlags.ts"

export const down = Command.make(
  "down",
  commonFlags,
  Effect.fn("down")(function* ({ data, json }) {
    const { stopped, ended } = yield* stopStack(data)
    const left = ended.length > 0 ? ` Ended what was left over: ${ended.join(", ")}.` : ""
    yield* printResult(json, {
      json: { stopped, ended },
      lines: [`${stopped ? "The stack is stopped." : "No stack was running."}${left}`]
    })
  })
).pipe(
  Command.withDescription("Stop the stack of this data folder, and servers that an earlier one left running"),
  Command.withExamples([{ command: "corridor down" }, { command: "corridor down --data /srv/corridor" }])
)
