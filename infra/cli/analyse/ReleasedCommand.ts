/** `analyse released` */

import { Effect } from "effect"
import { Command } from "effect/cli"
import { publishedFlows } from "../../../release/published/PublishedFlows.ts"
import { flowTrends } from "../../../release/trends/flowTrends.ts"
import { warehouseOf } from "../../stack/Stack.ts"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText } from "../CommonFlags.ts"
import { digits } from "./seriesCommand.ts"

const country = (name: string) => optionalText(name, "only this country, ISO 3166-1 alpha-3")

export const released = Command.make(
  "released",
  { ...commonFlags, origin: country("origin"), destination: country("destination") },
  Effect.fn("analyse released")(function* ({ data, json, origin, destination }) {
    const { cells, publishedAt, invented, reporting, panel, incompleteFrom } = yield* publishedFlows({
      origin,
      destination
    }).pipe(Effect.provide(warehouseOf(data)))
    const trends = cells.length === 0 ? [] : flowTrends(cells, reporting, panel, incompleteFrom)
    yield* printResult(json, {
      json: { publishedAt, invented, trends },
      lines:
        trends.length === 0
          ? ["No series with at least two published years."]
          : [
              `Published ${publishedAt}${invented ? "; INVENTED records are among them" : ""}.`,
              ...formatTable([
                ["corridor", "published", "suppressed", "slope a year", "p", "verdict"],
                ...trends.map((one) => [
                  `${one.origin} -> ${one.destination}`,
                  one.published,
                  one.suppressed,
                  digits(one.tests.original.slope),
                  digits(one.tests.original.p),
                  one.direction
                ])
              ]),
              ...trends.flatMap((one) =>
                one.panel === undefined ? [] : [`${one.origin} -> ${one.destination}: ${one.words}`]
              )
            ]
    })
  })
).pipe(
  documented(
    "State which released corridors rise or fall, from published cells only and apart from changes of who reports",
    "corridor analyse released --origin UKR"
  )
)
