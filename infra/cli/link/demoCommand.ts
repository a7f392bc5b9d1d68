/** `link demo`: a round with invented persons, to see what one gives. */
import { join } from "node:path"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { demonstrationRound } from "../../linkage/demonstrationRound.ts"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, numberFlag } from "../CommonFlags.ts"

export const demoRound = Command.make(
  "demo",
  { ...commonFlags, persons: numberFlag("persons", "how many invented persons").pipe(Flag.withDefault(300)) },
  Effect.fn("link demo")(function* ({ data, json, persons }) {
    yield* Effect.promise(() => groupReady)
    const { truth, table } = yield* demonstrationRound(join(data, "linkage-demonstration"), persons)
    const atPartners = table.partners.reduce((sum, partner) => sum + partner.persons, 0)
    yield* printResult(json, {
      json: { truth, personsAtPartners: atPartners, ...table },
      lines: [
        `${atPartners} persons at twelve partners are ${table.persons} persons (${truth} were invented).`,
        ...formatTable([
          ["known to both", "and", "persons"],
          ...table.typeOverlaps.map(({ lists: [a, b], persons: both }) => [a, b, both])
        ]),
        "Holders have destroyed their key shares, the linker its tokens. Real counts are shown by a release only."
      ]
    })
  }, Effect.scoped)
).pipe(
  documented(
    "Run a whole round with invented persons: twelve partners, two key holders and a linker as processes",
    "corridor link demo --persons 300"
  )
)
