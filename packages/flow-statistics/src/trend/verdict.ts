import type { Change, Direction } from "../model/describeChange.ts"
import { isDateOpen, type Step } from "../model/findStep.ts"
import { type Estimate, maxFactor } from "../model/Mixture.ts"
import { needWords } from "../model/needWords.ts"
import type { Timeline } from "../series/timeline.ts"

/** What is stated about a series. */
export interface Verdict {
  readonly direction: Direction
  readonly words: string
}

/** Steps of a granularity in a year, and its name; a plain number has no year. */
const stepsOfYear = {
  year: [1, "a year"],
  half_year: [2, "a half-year"],
  quarter: [4, "a quarter"],
  month: [12, "a month"],
  week: [52, "a week"],
  day: [365, "a day"],
  index: [Number.POSITIVE_INFINITY, "a period"]
} as const satisfies Readonly<Record<Timeline["granularity"], readonly [number, string]>>

/** Returns the steps that a rate is given for, and their name: a year, unless the series is shorter, as its growth may last less long. */
const rateSteps = ({ granularity, every, periods }: Timeline): readonly [number, string] => {
  const [year, name] = stepsOfYear[granularity]
  return periods.length * every < year ? [1, name] : [year, "a year"]
}

const factor = (value: number): string => (value < 10 ? value.toFixed(value < 2 ? 2 : 1) : value.toFixed(0))

const percent = (log: number): string => {
  const value = 100 * Math.expm1(log)
  return `${Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0)} %`
}

/** Returns an estimate in words, each of its values written by `write`. */
const withInterval = ({ value, low, high }: Estimate, write: (value: number) => string): string =>
  `${write(value)} (95 % interval ${write(low)} to ${write(high)})`

/** Returns in words how much a series may change steadily in a year, or in a period of a short one; "" if it has too few points. */
export const steadyWords = ({ trend }: Change, timeline: Timeline): string => {
  if (trend === undefined) return ""
  const [steps, rate] = rateSteps(timeline)
  const [low, high] = [trend.low, trend.high].map((log) => percent((log * steps) / timeline.every))
  return `${low} to ${high} ${rate}`
}

const levelWords = ({ none, change }: Step): string => {
  if (none === "before") return "no case is counted before"
  return none === "after"
    ? "no case is counted from then on"
    : `${withInterval(change, (log) => factor(Math.exp(log)))} times the level before`
}

/** Words for what the model found, with their numbers. */
export const verdictOf = (change: Change, timeline: Timeline): Verdict => {
  const { direction, trend, step } = change
  const [steps, rate] = rateSteps(timeline)
  const yearly = (log: number) => percent((log * steps) / timeline.every)
  const nameOf = (at: number) => timeline.periods[at] ?? ""
  const reach = trend === undefined ? 0 : Math.max(-trend.low, trend.high) * (timeline.periods.length - 1)
  if (trend === undefined)
    return {
      direction,
      words: `Cannot say: there are too few points. ${needWords(change.need, timeline).replace("about", "at least")}`
    }
  const far =
    change.apart === undefined ? "" : `${nameOf(change.apart)}, which is far from what the others lead to expect`
  if (far !== "" && direction === "cannot say")
    return { direction, words: `Cannot say: a change would depend on one point alone: ${far}.` }
  const leftOut = far === "" ? "" : ` Left out: ${far}.`
  if (direction === "rising" || direction === "falling")
    return {
      direction,
      words: `${direction === "rising" ? "Rising" : "Falling"}: ${withInterval(trend, yearly)} ${rate}.${leftOut}`
    }
  if (direction === "change of level" && step !== undefined) {
    const interval = `(95 % interval ${nameOf(step.low)} to ${nameOf(step.high)})`
    return {
      direction,
      words: isDateOpen(step, timeline.periods.length)
        ? `Change of level, but when cannot be said ${interval}; it may have changed more than once. If once and in ${nameOf(step.at)}, which is likeliest: ${levelWords(step)}.${leftOut}`
        : `Change of level in ${nameOf(step.at)} ${interval}: ${levelWords(step)}.${leftOut}`
    }
  }
  if (direction === "no detectable change")
    return {
      direction,
      words: `No detectable change: a steady rise or fall by a factor of ${factor(Math.exp(reach))} or more over the series is excluded.`
    }
  if (change.need === undefined) return { direction, words: "Cannot say: no case is counted in any period." }
  return {
    direction,
    words: `Cannot say: chance alone could make the series rise or fall ${reach > Math.log(maxFactor) ? `by a factor of ${maxFactor} and more` : `by a factor of up to ${factor(Math.exp(reach))}`}. ${needWords(change.need, timeline)}`
  }
}
