import { type Coverage, isUneven } from "../coverage/measureCoverage.ts"
import { isShared, notSharedWords, valuesTried } from "../coverage/sharedChange.ts"
import { contrastOf, stepAt, time } from "../model/columns.ts"
import { type Change, describeChange, isChange, signOf, stepLevel, trendLevel } from "../model/describeChange.ts"
import { isSameStep, type Step } from "../model/findStep.ts"
import type { Trend } from "./analyseTrend.ts"
import type { Verdict } from "./verdict.ts"

const times = (value: number) => value.toFixed(2)

/** Returns the step in which the sum of all reporters differs most from the constant panel. */
const widestStep = ({ steps }: Coverage) =>
  steps.reduce<(typeof steps)[number] | undefined>((widest, step) => {
    const apart = ({ all, matched }: (typeof steps)[number]) => Math.abs(Math.log(all / matched))
    if (!Number.isFinite(apart(step))) return widest
    return widest === undefined || apart(step) > apart(widest) ? step : widest
  }, undefined)

/** Most periods of changed reporting that are named one by one. */
const maxNamed = 4

/** Returns when reporting changed, and how many joined, left and paused. One that reports again paused: it has not left. */
const reportingWords = ({ changes: { joined, left, paused }, byPeriod }: Coverage): string => {
  const name = (at: number) => byPeriod[at]?.period ?? ""
  const countAt = (all: typeof joined, at: number, word: string) =>
    all.flatMap((one) => (one.at === at ? [`${one.reporters} ${word}`] : []))
  const dates = [...new Set([...joined, ...left].map(({ at }) => at))].sort((a, b) => a - b)
  const named = dates.map(
    (at) => `${name(at)} (${[...countAt(joined, at, "joined"), ...countAt(left, at, "left")].join(", ")})`
  )
  const pauses = paused.map(
    ({ from, to, reporters }) =>
      `${reporters} paused ${from === to ? `in ${name(from)}` : `from ${name(from)} to ${name(to)}`}`
  )
  const total = paused.reduce((sum, { reporters }) => sum + reporters, 0)
  const end = Math.max(...paused.map(({ to }) => to))
  const parts = [
    ...(named.length === 0
      ? []
      : [
          named.length > maxNamed
            ? `in ${named.length} of ${byPeriod.length} periods, from ${named[0]} to ${named.at(-1)}`
            : `in ${named.join(", ")}`
        ]),
    ...(pauses.length > maxNamed
      ? [`with ${total} pauses of reporters, from ${name(paused[0]?.from as number)} to ${name(end)}`]
      : pauses)
  ]
  return parts.length === 0
    ? "reporting changed"
    : `reporting changed${named.length === 0 ? ": " : " "}${parts.join(", ")}`
}

const isStated = ({ verdict }: Trend): boolean => isChange(verdict.direction)

/** Returns true if both state the same change, or neither states one. */
const agree = (all: Trend, matched: Trend): boolean => {
  if (!isStated(all) && !isStated(matched)) return true
  if (all.verdict.direction !== matched.verdict.direction) return false
  return all.verdict.direction !== "change of level" || isSameStep(all.model?.step, matched.model?.step)
}

/**
 * Returns the verdict on a series with reporters: a change only if the sum of all reporters and the constant panel both show it. `matched` is the
 * trend of the panel.
 */
export const jointVerdict = (coverage: Coverage, all: Trend, matched: Trend | undefined): Verdict => {
  if (!isUneven(coverage)) return (matched ?? all).verdict
  if (matched !== undefined && agree(all, matched)) {
    const { direction, words } = matched.verdict
    return { direction, words: `${words} These figures are of those who reported in every period.` }
  }
  const words =
    matched === undefined
      ? "Cannot say: no reporter reported in every period, so the sum compares different groups."
      : `Cannot say: ${reportingWords(coverage)}. All reporters: ${all.verdict.words} Those who reported in every period: ${matched.verdict.words}`
  return { direction: "cannot say", words }
}

/** Returns the size of a change of the kind that is stated, on the scale of logarithms. */
const sizeAs = (stated: Change, { trend, step }: Change): number =>
  (stated.direction === "change of level" ? step?.change.value : trend?.value) ?? 0

/** Returns whether other reporters share a stated change. */
const isShownBy = (others: Change, stated: Change): boolean => {
  const sign = signOf(stated)
  const size = sizeAs(stated, others)
  const isAlike = (p: number, level: number) => isShared({ p, size }, { level, size: sizeAs(stated, stated) })
  const { trend, step } = others
  const isTrend = trend !== undefined && Math.sign(trend.value) === sign && isAlike(trend.p, trendLevel)
  const isStep = step !== undefined && Math.sign(step.change.value) === sign && isAlike(step.p, stepLevel)
  return (isTrend || isStep) && (stated.direction !== "change of level" || isSameStep(stated.step, step))
}

/** Returns the weights by which reporters contribute to a stated change of so many points. */
const contrastFor = (stated: Change, points: number): Float64Array =>
  contrastOf(
    stated.direction === "change of level" ? stepAt(points, (stated.step as Step).at) : time(points),
    signOf(stated)
  )

/**
 * Returns the verdict on all reporters: that of `jointVerdict`, if most of them share it. They share it if it also holds without those that contribute most to it, up
 * to half of them. Reporters that begin to report twice as much without joining or leaving are in the constant panel, so the panel alone cannot distinguish their
 * change from a change of all.
 */
export const reportersVerdict = (coverage: Coverage, all: Trend, matched: Trend | undefined): Verdict => {
  const joint = jointVerdict(coverage, all, matched)
  if (!isChange(joint.direction) || coverage.reporters === 1) return joint
  const { model, season } = matched ?? all
  const stated = model as Change
  const others = coverage.withoutMost(contrastFor(stated, coverage.all.value.length))
  const unlike = others.findIndex(
    (series, i) => !valuesTried(series, i + 1).every((values) => isShownBy(describeChange(values, { season }), stated))
  )
  if (others.length > 0 && unlike === -1)
    return {
      ...joint,
      words: `${joint.words} This also holds without the ${others.length === 1 ? "reporter that contributes" : `${others.length} reporters that contribute`} most to it.`
    }
  return {
    direction: "cannot say",
    words: `Cannot say: ${notSharedWords(unlike + 1)} All together: ${joint.words}`
  }
}

/** Describes who reported, to be read before the trend. `matched` is the trend of the constant panel. */
export const compareTrends = (coverage: Coverage, all: Trend, matched: Trend | undefined): ReadonlyArray<string> => {
  if (!isUneven(coverage))
    return [
      `${coverage.reporters === 1 ? "The reporter" : `All ${coverage.reporters} reporters`} reported in every period.`
    ]
  if (matched === undefined)
    return [
      `None of ${coverage.reporters} reporters reported in every period: sums compare different groups, and no trend can be read from them. Choose a shorter span with --from and --to.`
    ]
  const widest = widestStep(coverage)
  return [
    `${coverage.matched} of ${coverage.reporters} reporters reported in every period; ${reportingWords(coverage)}, so the sum of all compares different groups.`,
    ...(widest === undefined
      ? []
      : [
          `From ${widest.from} to ${widest.to} the sum of all reporters is multiplied by ${times(widest.all)}, that of those who always report by ${times(widest.matched)}.`
        ]),
    agree(all, matched)
      ? isStated(matched)
        ? "All reporters and those who always report agree: use the figures of the latter."
        : "No change is stated of all reporters, nor of those who always report."
      : "All reporters and those who always report DISAGREE: only the trend of the latter is that of a constant group."
  ]
}
