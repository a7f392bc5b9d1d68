/** `analyse hidden --input FILE.csv [--interactions A:B,C:D]` */

import type { Bounds, ChosenModel, HiddenEstimate } from "@corridor/flow-statistics/hidden/HiddenEstimate"
import { paperThreshold } from "@corridor/flow-statistics/hidden/stepwise"
import { hiddenPicture } from "@corridor/flow-statistics/picture/hiddenPicture"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, optional } from "../CommonFlags.ts"
import { printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { cellFlags, cellRulesOf, columnFlag } from "./CellFlags.ts"
import { patternFlag, wholeFlag } from "./SeriesFlags.ts"
import { stageLine } from "./stageLine.ts"
import { hiddenFromFile } from "./tables/hiddenFromFile.ts"
import { pictureFlag, writePicture } from "./writePicture.ts"

const whole = (persons: number) => Math.round(persons).toLocaleString("en")
const bounds = ({ low, high }: Bounds) => `${whole(low)} to ${whole(high)}`

const share = (text: string) => {
  const value = /^0?\.\d+$/.test(text) ? Number(text) : Number.NaN
  return value > 0 && value < 1 ? value : undefined
}

const modelRow = (name: string, { terms, total, hidden, deviance, aic, interval }: ChosenModel) => [
  name,
  terms.filter((term) => term.includes(":")).join(" ") || "main effects",
  whole(hidden),
  whole(total),
  bounds(interval),
  deviance.toFixed(2),
  aic.toFixed(2)
]

const lines = (found: HiddenEstimate): ReadonlyArray<string> => {
  const { model, stepwise, averaged, range, supported, fillings } = found
  const { bootstrap } = stepwise
  return [
    `${whole(found.observed)} persons are on the lists ${found.lists.join(", ")}.`,
    ...formatTable([
      ["model", "pairs", "hidden", "total", `total, ${Math.round(model.interval.level * 100)} %`, "deviance", "AIC"],
      modelRow("asked", model),
      modelRow("stepwise", stepwise)
    ]),
    ...(bootstrap?.low === undefined || bootstrap.high === undefined
      ? []
      : [
          `Stepwise, with the choice drawn again ${bootstrap.draws} times (${bootstrap.kind}): total ${whole(bootstrap.low)} to ${whole(bootstrap.high)}${bootstrap.failed > 0 ? `; ${bootstrap.failed} draws had no estimate` : ""}.`
        ]),
    ...(averaged === undefined
      ? []
      : [
          `Average over ${averaged.considered.toLocaleString("en")} decomposable models: total ${whole(averaged.total.median)} (${bounds(averaged.total)}).`,
          ...(averaged.atLimit > 1e-3
            ? ["The average has no upper end: its bounds are those of what was considered, not of the data."]
            : [])
        ]),
    ...(fillings === undefined
      ? []
      : [
          `Hidden cells, ${fillings.corners} corners of what they may be (${fillings.tables} tables): total ${bounds(fillings.total)}.`
        ]),
    `Range over all that was tried (${range.models.toLocaleString("en")} of ${range.possible.toLocaleString("en")} models of pairs, averages, hidden cells): hidden ${bounds(range)}, total ${bounds(range.total)}.`,
    `Of these, ${supported.models} models are within 10 of the least AIC: total ${bounds(supported.total)}.`,
    ...(found.withoutEstimate.length > 0 ? [`${found.withoutEstimate.length} models have no estimate.`] : []),
    "",
    "This rests on:",
    ...found.assumptions.map((line) => `- ${line}`)
  ]
}

export const hidden = Command.make(
  "hidden",
  {
    ...commonFlags,
    input: Flag.String("input").pipe(
      Flag.withDescription(
        "CSV: a 0/1 column for each list, and the persons of each combination in n, count or frequency"
      )
    ),
    count: columnFlag("count", "the column of persons, where it has another name"),
    interactions: optional(
      Flag.String("interactions").pipe(
        Flag.withDescription("pairs of lists that depend on each other, as A:B,C:D; without it, main effects")
      )
    ),
    threshold: patternFlag(
      "threshold",
      "pairs enter the stepwise choice while their overlap is less likely than this",
      "a number between 0 and 1",
      share
    ).pipe(Flag.withDefault(paperThreshold)),
    level: patternFlag("level", "level of intervals", "a number between 0 and 1", share).pipe(Flag.withDefault(0.95)),
    draws: wholeFlag("draws", "draws of the bootstrap of the stepwise choice; 0 leaves it out", 0).pipe(
      Flag.withDefault(200)
    ),
    seed: wholeFlag("seed", "the same seed draws the same", 0).pipe(Flag.withDefault(1)),
    picture: pictureFlag,
    ...cellFlags
  },
  Effect.fn("analyse hidden")(function* (flags) {
    yield* exitImmediately
    const found = yield* hiddenFromFile({ ...flags, rules: cellRulesOf(flags), onProgress: stageLine() }).pipe(
      Effect.catchTag("TableRefused", printTableRefused(flags.json))
    )
    if (found === undefined) return
    yield* writePicture(flags.picture, () => hiddenPicture(found))
    yield* printResult(flags.json, { json: found, lines: lines(found) })
  })
).pipe(
  Command.withDescription(
    "How many persons are on none of several linked lists: multiple-systems estimation, with the range over all models that were tried"
  ),
  Command.withExamples([
    { command: "corridor analyse hidden --input lists.csv" },
    {
      command: "corridor analyse hidden --input lists.csv --interactions LA:NG,PF:NCA --draws 1000",
      description: "one model of your choice, beside what the data choose"
    },
    {
      command: "corridor analyse hidden --input lists.csv --suppressed 1:10",
      description: "suppressed combinations have 1 to 10 persons"
    }
  ])
)
