/** `analyse hidden --input FILE.csv` or `--release N`, `[--interactions A:B,C:D]` */

import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import type { Interval } from "@corridor/flow-statistics/cells/Interval"
import type { FittedModel, HiddenEstimate } from "@corridor/flow-statistics/hidden/HiddenEstimate"
import type { HiddenBound } from "@corridor/flow-statistics/hidden/lowerBounds"
import { paperThreshold } from "@corridor/flow-statistics/hidden/stepwise"
import { hiddenPicture } from "@corridor/flow-statistics/picture/pictures"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { counted } from "../../../ports/counted.ts"
import { storesOf } from "../../stack/Stack.ts"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, optionalWhole, wholeFlag } from "../CommonFlags.ts"
import { printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { withPage } from "./methodPage.ts"
import { cellFlags, cellRulesOf, shareFlag } from "./SeriesFlags.ts"
import { hiddenFromFile, hiddenFromRelease } from "./tables/hiddenFromFile.ts"
import { pictureFlag, writePicture } from "./writePicture.ts"

/**
 * Returns a progress callback that prints at most one line a second to standard error. Stages shorter than a second print nothing.
 */
const stageLine = () => {
  const began = new Map<string, number>()
  let printed = 0
  return (stage: string, done: number, total: number): void => {
    const time = performance.now()
    const start = began.get(stage) ?? time
    began.set(stage, start)
    if (time - start < 1000 || time - printed < 1000) return
    printed = time
    process.stderr.write(`${stage}: ${done} of ${total}, ${((time - start) / 1000).toFixed(0)} s\n`)
  }
}

const whole = (persons: number) => Math.round(persons).toLocaleString("en")
const width = ({ low, high }: Interval) => high - low
const bounds = ({ low, high }: Interval) => `${whole(low)} to ${whole(high)}`

const modelRow = (name: string, { terms, total, hidden, deviance, aic, interval }: FittedModel) => [
  name,
  terms.filter((term) => term.includes(":")).join(" ") || "main effects",
  whole(hidden),
  whole(total),
  bounds(interval),
  deviance.toFixed(2),
  aic.toFixed(2)
]

const openWords: Readonly<Record<NonNullable<HiddenEstimate["answer"]["open"]>, string>> = {
  "too-few-lists": "fewer than four lists cannot show whether some persons are harder to reach",
  disagreement: "the models disagree",
  "no-upper-bound": "a model that fits has no upper bound"
}

/** Returns the minimum number of hidden persons. With intervals in place of counts, the number on the lists is not known either. */
const leastHidden = ({
  answer,
  observed,
  fillings
}: Pick<HiddenEstimate, "answer" | "observed" | "fillings">): number =>
  Math.max(0, Math.min(answer.atLeast - observed, fillings?.within.low ?? Number.POSITIVE_INFINITY))

const answerLines = ({ disagreement, answer, ...found }: HiddenEstimate): Lines => [
  disagreement &&
    `The models disagree: ${disagreement.lower.model}, total ${bounds(disagreement.lower)}; ${disagreement.higher.model}, ${disagreement.higher.isBounded ? `total ${bounds(disagreement.higher)}` : `at least ${whole(disagreement.higher.low)}`}.`,
  answer.open === undefined
    ? `At least ${whole(answer.atLeast)} persons, and at most ${whole(answer.atMost as number)}, not counting persons who are hardly ever on any list: at least ${whole(leastHidden({ answer, ...found }))} are hidden.`
    : `At least ${whole(answer.atLeast)} persons, at least ${whole(leastHidden({ answer, ...found }))} of them hidden. No upper end: ${openWords[answer.open]}.`
]

const boundRow = (name: string, { hidden, low, high }: HiddenBound, persons: number) => [
  name,
  whole(hidden),
  whole(hidden + persons),
  bounds({ low: low + persons, high: high + persons })
]

const coverageRow = (name: string, hidden: number, persons: number) => [
  name,
  whole(hidden),
  whole(hidden + persons),
  ""
]

const heterogeneityLines = ({ observed, lowerBounds, latentClasses, model }: HiddenEstimate): ReadonlyArray<string> => {
  const { chao, chaoOfLists, zelterman, coverage } = lowerBounds
  return [
    "",
    ...formatTable([
      ["persons who differ", "hidden", "total", `total, ${Math.round(model.interval.level * 100)} %`],
      boundRow("lower bound, lists differ", chaoOfLists, observed),
      boundRow("lower bound, Chao", chao, observed),
      ...[
        zelterman && boundRow("Zelterman", zelterman, observed),
        coverage && coverageRow("sample coverage", coverage.independent, observed),
        coverage?.oneStep !== undefined && coverageRow("sample coverage, one step", coverage.oneStep, observed),
        latentClasses && [
          "two latent classes",
          whole(latentClasses.hidden.value),
          whole(latentClasses.total.value),
          latentClasses.isUnbounded ? `${whole(latentClasses.total.low)} or more` : bounds(latentClasses.total)
        ]
      ].flatMap((row) => (row ? [row] : []))
    ]),
    ""
  ]
}

const lines = (found: HiddenEstimate): Lines => {
  const { answer, model, stepwise, averaged, range, supported, fillings } = found
  const { bootstrap } = stepwise
  // A number that is not a bound would be read as one.
  const upTo = (interval: Interval) =>
    answer.open === undefined ? bounds(interval) : `${whole(interval.low)} and more`
  return [
    ...answerLines(found),
    `${found.observedWithin === undefined ? whole(found.observed) : bounds(found.observedWithin)} persons are on the lists ${found.lists.join(", ")}.`,
    fillings && "The tables have the middle of each suppressed or rounded number:",
    ...formatTable([
      ["model", "pairs", "hidden", "total", `total, ${Math.round(model.interval.level * 100)} %`, "deviance", "AIC"],
      modelRow("requested", model),
      modelRow("stepwise", stepwise)
    ]),
    ...heterogeneityLines(found),
    bootstrap?.low !== undefined &&
      bootstrap.high !== undefined &&
      `Stepwise choice, resampled ${bootstrap.draws} times (${bootstrap.kind}): total ${whole(bootstrap.low)} to ${whole(bootstrap.high)}${bootstrap.failed > 0 ? `; ${bootstrap.failed} draws had no estimate` : ""}.`,
    averaged && [
      `Average over ${averaged.considered.toLocaleString("en")} decomposable models: total ${whole(averaged.total.median)} (${bounds(averaged.total)}).`,
      averaged.atLimit > 1e-3 && "The average has no upper bound: its interval depends on the grid, not on the data."
    ],
    fillings &&
      `Hidden cells at ${fillings.corners} combinations of their bounds (${counted(fillings.tables, "table")}): total ${bounds(fillings.total)}, with intervals ${bounds(fillings.within.total)}, which is ${(width(fillings.within.total) / Math.max(width(model.interval), width(stepwise.interval))).toFixed(1)} times as wide as at the middle.`,
    `Range over the intervals of ${counted(supported.models, "model")} of pairs within 10 of the smallest AIC, averages, latent classes and the lower bound: total ${upTo(supported.total)}${answer.open === undefined ? "" : `: ${openWords[answer.open]}`}.`,
    `Range over all intervals (${range.models.toLocaleString("en")} of ${range.possible.toLocaleString("en")} models of pairs, and hidden cells): hidden ${upTo(range)}, total ${upTo(range.total)}.`,
    found.withoutEstimate.length > 0 && `Without an estimate: ${counted(found.withoutEstimate.length, "model")}.`,
    "",
    "Assumptions:",
    ...found.assumptions.map((line) => `- ${line}`)
  ]
}

export const hidden = Command.make(
  "hidden",
  {
    ...commonFlags,
    input: optionalText(
      "input",
      "CSV with a 0/1 column for each list, and the number of persons of each combination in n, count or frequency"
    ),
    release: optionalWhole(
      "release",
      "number of a published release with capture histories of a linkage round, instead of a file",
      1
    ),
    count: optionalText("count", "column of the number of persons, if it has another name"),
    interactions: optionalText(
      "interactions",
      "pairs of lists that depend on each other, such as A:B,C:D; default: main effects only"
    ),
    threshold: shareFlag(
      "threshold",
      "a pair enters the stepwise choice if the probability of its overlap is below this"
    ).pipe(Flag.withDefault(paperThreshold)),
    level: shareFlag("level", "level of intervals").pipe(Flag.withDefault(0.95)),
    draws: wholeFlag("draws", "number of bootstrap draws of the stepwise choice; 0 for none", 0).pipe(
      Flag.withDefault(200)
    ),
    seed: wholeFlag("seed", "seed of random numbers", 0).pipe(Flag.withDefault(1)),
    picture: pictureFlag,
    ...cellFlags
  },
  Effect.fn("analyse hidden")(function* (flags) {
    yield* exitImmediately
    const { input, release, data } = flags
    const request = { ...flags, onProgress: stageLine() }
    if ((input === undefined) === (release === undefined))
      return yield* new UsageError({ message: "Give either --input (your own table) or --release (a published one)." })
    const found = yield* Effect.gen(function* () {
      return input === undefined
        ? yield* hiddenFromRelease(release as number, request).pipe(Effect.provide(storesOf(data)))
        : yield* hiddenFromFile({ ...request, input, rules: cellRulesOf(flags) })
    }).pipe(Effect.catchTag("TableRefused", printTableRefused(flags.json)))
    if (found === undefined) return
    yield* writePicture(flags.picture, () => hiddenPicture(found))
    yield* printResult(flags.json, { json: found, lines: withPage("hidden", lines(found)) })
  })
).pipe(
  documented(
    "Estimate how many persons are at least on none of several linked lists, by models that may disagree",
    "corridor analyse hidden --input lists.csv",
    [
      "corridor analyse hidden --input lists.csv --interactions LA:NG,PF:NCA --draws 1000",
      "one model of your choice, compared with the stepwise choice"
    ],
    ["corridor analyse hidden --input lists.csv --suppressed 1:10", "suppressed combinations have 1 to 10 persons"],
    ["corridor analyse hidden --release 3", "the capture histories of a linkage round, as they were released"]
  )
)
