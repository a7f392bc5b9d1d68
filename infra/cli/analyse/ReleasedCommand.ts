/** `analyse released` */

import { Effect } from "effect"
import { Command } from "effect/cli"
import { percent } from "../../../ports/percent.ts"
import { readOwnChanges, reportingPage } from "../../../release/history/reportingChanges.ts"
import { pauseWords } from "../../../release/history/reportingPauses.ts"
import { publishedFlowBounds } from "../../../release/published/flowBounds.ts"
import { publishedFlows } from "../../../release/published/PublishedFlows.ts"
import { type Growth, type PooledFlows, pooledFlows } from "../../../release/trends/pooledFlows.ts"
import { corridorTrends } from "../../../site/trends/corridorTrends.ts"
import { whoReports } from "../../../site/trends/whoReports.ts"
import { storesOf } from "../../stack/Stack.ts"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag } from "../CommonFlags.ts"
import { withPage } from "./methodPage.ts"
import { digits } from "./seriesCommand.ts"

const country = (name: string) => optionalText(name, "only this country, ISO 3166-1 alpha-3")

const growthRow = (name: string, { growth, low, high }: Growth) => [name, ...[growth, low, high].map(percent)]

const pooledLines = (pooled: PooledFlows | undefined): ReadonlyArray<string> =>
  pooled === undefined
    ? [
        "No estimates: at least five corridors are needed, each with three published years and bounds of the suppressed ones."
      ]
    : [
        "",
        "Estimates from all corridors together, with 95 % intervals that hold at the extremes of suppressed years:",
        ...formatTable([
          ["corridor", "change a year", "low", "high"],
          growthRow("typical", pooled.typical),
          ...pooled.corridors.map((one) => growthRow(`${one.origin} -> ${one.destination}`, one))
        ])
      ]

export const released = Command.make(
  "released",
  {
    ...commonFlags,
    origin: country("origin"),
    destination: country("destination"),
    pool: switchFlag("pool", "also estimate the growth of each corridor from all corridors together")
  },
  Effect.fn("analyse released")(function* ({ data, json, origin, destination, pool }) {
    const { publishedAt, invented, trends, pooled, paused } = yield* Effect.gen(function* () {
      const { from, cells, reporting, notCounted, ...flows } = yield* publishedFlows({ origin, destination })
      // A partner that changes alone changes the level, as others do that begin to report.
      const ownMonths = readOwnChanges(from?.pages[reportingPage], "route").map((year) => 12 * year)
      return {
        ...flows,
        trends: yield* corridorTrends(origin, destination),
        paused: whoReports((from?.reporting ?? []).filter(({ kind }) => kind === "route")).reportingPauses,
        pooled:
          pool && cells.length > 0
            ? pooledFlows(cells, yield* publishedFlowBounds(), [...reporting, ...ownMonths], notCounted)
            : undefined
      }
    }).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: { publishedAt, invented, trends, reportingPauses: paused, ...(pool ? { pooled: pooled ?? null } : {}) },
      lines:
        trends.length === 0
          ? ["No series with at least two published years."]
          : withPage("trend", [
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
                one.reporting.length + one.ownChanges.length === 0
                  ? []
                  : [`${one.origin} -> ${one.destination}: ${one.words}`]
              ),
              ...paused.map((one) => `Some reporting of routes paused ${pauseWords(one)}.`),
              ...(pool ? pooledLines(pooled) : [])
            ])
    })
  })
).pipe(
  documented(
    "State which released corridors rise or fall, from published cells only and apart from changes of who reports",
    "corridor analyse released --origin UKR",
    ["corridor analyse released --pool", "estimates for corridors that are too small to say anything about alone"]
  )
)
