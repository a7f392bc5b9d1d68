/** The verdict on a change at a date, over the values that hidden cells can have and the periods that the date may be in. */
import { isShared, notSharedWords } from "../coverage/sharedChange.ts"
import { type DatedChange, dateLevel, minPointsForDate } from "../model/describeIntervention.ts"
import { type Estimate, maxFactor } from "../model/Mixture.ts"
import { excludedFactor } from "../model/Need.ts"
import { needWords } from "../model/needWords.ts"
import type { Timeline } from "../series/timeline.ts"
import type { PlaceboDates } from "./placeboDates.ts"

/** What the model says about one series and one period; undefined if it says nothing. */
export interface DatedTrial {
  readonly model: DatedChange | undefined
  /** Whether the period or the values differ from those of the verdict. */
  readonly other?: "values" | "period"
  /** The placebo dates of this period or these values: they are asked for only where a change may be stated. */
  readonly placebo?: () => PlaceboDates
}

type Stated = "level" | "growth" | "none" | "open"

const isNone = ({ low, high }: Estimate): boolean => low <= 0 && high >= 0

/** The number of placebo dates from which on they are used in addition to the model, and their p from which on they retract a statement. */
const [enoughPlacebos, placeboLevel] = [19, 0.2] as const
/** Level of the model's test if placebo dates are used too: what misleads the model, such as counts that depend on earlier ones for long, also shows at other dates (decision 0314). */
const levelWithPlacebos = 0.02

const isJudgedByPlacebos = ({ tried }: PlaceboDates): boolean => tried >= enoughPlacebos

const levelOf = (placebo: PlaceboDates): number => (isJudgedByPlacebos(placebo) ? levelWithPlacebos : dateLevel)

/** A change is stated if the joint test of both is significant, and the interval of one of them excludes no change. */
const statedOf = ({ level, slope, p }: DatedChange, placebo: PlaceboDates): Stated => {
  const isChance = p >= levelOf(placebo)
  if (!isChance && !isNone(level)) return "level"
  if (!isChance && !isNone(slope)) return "growth"
  return Math.max(-level.low, level.high) < Math.log(excludedFactor) ? "none" : "open"
}

/** Returns the estimate to which a stated change refers. */
const kindOf = (model: DatedChange, placebo: PlaceboDates): "level" | "slope" =>
  statedOf(model, placebo) === "level" ? "level" : "slope"

const isStated = (model: DatedChange, placebo: PlaceboDates): boolean =>
  ["level", "growth"].includes(statedOf(model, placebo))

/** Returns whether a change is stated that placebo dates do not retract. */
const isFound = (model: DatedChange, placebo: PlaceboDates): boolean =>
  isStated(model, placebo) && !(isJudgedByPlacebos(placebo) && placebo.p >= placeboLevel)

/** Returns whether other counts share a stated change. */
const isShownBy = (other: DatedChange | undefined, model: DatedChange, placebo: PlaceboDates): boolean => {
  const kind = kindOf(model, placebo)
  return (
    other !== undefined &&
    isShared({ p: other.p, size: other[kind].value }, { level: levelOf(placebo), size: model[kind].value })
  )
}

/** Returns whether another trial states the same, in the same direction, and placebo dates retract both statements or neither. */
const isAlike = (model: DatedChange, { model: other, placebo: own }: DatedTrial, placebo: PlaceboDates): boolean => {
  if (other === undefined || statedOf(model, placebo) !== statedOf(other, placebo)) return false
  if (!isStated(model, placebo)) return true
  const kind = kindOf(model, placebo)
  if (model[kind].value > 0 !== other[kind].value > 0) return false
  return isFound(model, placebo) === isFound(other, own?.() ?? placebo)
}

/** Returns the placebo dates, of all trials, that are worst for what is said: those that retract it least, or support it least. */
const worstFor = (model: DatedChange, placebo: PlaceboDates, others: ReadonlyArray<DatedTrial>): PlaceboDates => {
  if (!isStated(model, placebo)) return placebo
  const sign = isFound(model, placebo) ? 1 : -1
  return others
    .map((one) => one.placebo?.() ?? placebo)
    .reduce((worst, one) => (sign * one.p > sign * worst.p ? one : worst), placebo)
}

const times = (log: number): string => Math.exp(log).toFixed(2)

const reach = ({ low, high }: Estimate): string =>
  high > Math.log(maxFactor) ? `${times(low)} to more than ${maxFactor}` : `${times(low)} to ${times(high)}`

const between = (one: Estimate): string => `95 % interval ${reach(one)}`

const wordsOf = (model: DatedChange, placebo: PlaceboDates, timeline: Timeline): string => {
  const { level, slope, p, need } = model
  const stated = statedOf(model, placebo)
  const sizes = `the level is ${times(level.value)} times what it would have been (${between(level)})`
  if (stated === "none")
    return `No detectable change at this date: a level ${excludedFactor} times or half of what it would have been is excluded (${between(level)} times).`
  if (stated === "open") {
    const chance = isNone(level)
      ? `by chance alone the level could be ${reach(level)} times what it would have been`
      : `chance makes changes as large in ${(100 * p).toFixed(p < 0.1 ? 1 : 0)} of 100 series`
    return `Cannot say: ${chance}. ${needWords(need, timeline)}`
  }
  if (!isFound(model, placebo))
    return `Cannot say: changes as large are found at ${placebo.asLarge} of ${placebo.tried} dates at which nothing happened.`
  const size =
    stated === "level"
      ? sizes
      : `from then on each period is ${times(slope.value)} times what the growth before leads to (${between(slope)})`
  const larger = !isJudgedByPlacebos(placebo)
    ? ""
    : `; it is larger than at ${placebo.tried - placebo.asLarge} of ${placebo.tried} placebo dates`
  return `A change is found: ${size}${larger}. That nothing else changed at this date is for the reader to judge.`
}

/** Returns the interval of the level over the values that hidden cells can have, and how many times as wide as at their middle it is. */
const levelWithin = ({ level }: DatedChange, others: ReadonlyArray<DatedTrial>) => {
  const all = [level, ...others.flatMap(({ other, model }) => (other === "values" && model ? [model.level] : []))]
  const [low, high] = [Math.min(...all.map((one) => one.low)), Math.max(...all.map((one) => one.high))]
  return { low, high, wider: (high - low) / (level.high - level.low) }
}

const openWords = (model: DatedChange, others: ReadonlyArray<DatedTrial>): string => {
  const { low, high, wider } = levelWithin(model, others)
  return ` The level may be ${reach({ ...model.level, low, high })} times what it would have been; they make this interval ${wider.toFixed(1)} times as wide.`
}

/**
 * Returns what the model says without the reporters that contribute most to a change of this kind and sign: an entry for one, two and so on left out, each with
 * an entry for each way to fill in hidden cells.
 */
export type WithoutMost = (
  kind: "level" | "slope",
  sign: number
) => ReadonlyArray<ReadonlyArray<DatedChange | undefined>>

/**
 * States what holds for all trials. The first trial uses the middle of hidden values and the first possible period. Placebo dates can only retract a
 * statement.
 *
 * @param timeline that of the series
 * @param withoutMost a change is stated only if each of these shares it; undefined if no reporters are named
 */
export const datedVerdict = (
  [first, ...others]: readonly [DatedTrial, ...ReadonlyArray<DatedTrial>],
  placebo: PlaceboDates,
  timeline: Timeline,
  withoutMost?: WithoutMost
): string => {
  const { model } = first
  if (model === undefined)
    return `Cannot say: at least ${minPointsForDate} counts are needed to tell a change from chance; where zeros are scattered between others, only the others count.`
  const isOther = (what: DatedTrial["other"]) =>
    others.some((one) => one.other === what && !isAlike(model, one, placebo))
  if (isOther("values")) return `Cannot say: it depends on the suppressed or rounded values.${openWords(model, others)}`
  if (isOther("period")) return "Cannot say: it depends on which period the date is in."
  if (withoutMost !== undefined && isFound(model, placebo)) {
    const kind = kindOf(model, placebo)
    const without = withoutMost(kind, Math.sign(model[kind].value))
    const unlike = without.findIndex((found) => !found.every((one) => isShownBy(one, model, placebo)))
    if (without.length === 0 || unlike >= 0) return `Cannot say: ${notSharedWords(unlike + 1)}`
  }
  const { low, high, wider } = levelWithin(model, others)
  const hidden = others.some(({ other }) => other === "values")
    ? ` This holds at the extremes of the suppressed or rounded values; they make the interval ${wider.toFixed(1)} times as wide.`
    : ""
  const apart =
    model.apart.length === 0
      ? ""
      : ` Left out, as far from what the others lead to expect: ${[...model.apart]
          .sort((a, b) => a - b)
          .map((point) => timeline.periods[point] ?? "")
          .join(", ")}.`
  return `${wordsOf({ ...model, level: { ...model.level, low, high } }, worstFor(model, placebo, others), timeline)}${hidden}${apart}`
}
