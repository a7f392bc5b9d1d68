import { Effect } from "effect"
import { Command } from "effect/cli"
import { stopStack } from "../stack/stopStack.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented } from "./CommonFlags.ts"

export const down = Command.make(
  "down",
  commonFlags,
  Effect.fn("down")(function* ({ data, json }) {
    const { stopped, ended } = yield* stopStack(data)
    const left = ended.length > 0 ? ` Stopped leftover servers: ${ended.join(", ")}.` : ""
    yield* printResult(json, {
      json: { stopped, ended },
      lines: [`${stopped ? "Stopped the stack." : "No stack was running."}${left}`]
    })
  })
).pipe(
  documented(
    "Stop the stack of this data folder, and servers that an earlier start left running",
    "corridor down",
    "corridor down --data /srv/corridor"
  )
)
