import { coarsest, type Granularity, type Period, periodName } from "../table/Period.ts"
import type { Timeline } from "./Series.ts"

export interface TimelineProblem {
  readonly rule: "mixed-granularity" | "gap" | "one-period"
  readonly expected: string
}

/** The timeline of some periods, and where on it each lies. `problem` says why no series can be made of them. */
export interface Placed {
  readonly timeline: Timeline
  /** Place of each period, -1 where there is a problem. */
  readonly place: ReadonlyArray<number>
  readonly problem: TimelineProblem | undefined
}

const names: Readonly<Record<Granularity, string>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  day: "day",
  index: "step"
}

const pace = (granularity: Granularity, steps: number) =>
  steps === 1 ? `one point a ${names[granularity]}` : `one point every ${steps} ${names[granularity]}s`

interface Run {
  readonly gap: number
  readonly from: number
  to: number
}

/** Neighbouring points that are equally far apart. */
const runsOf = (steps: ReadonlyArray<number>): ReadonlyArray<Run> => {
  const runs: Array<Run> = []
  for (let i = 1; i < steps.length; i++) {
    const gap = (steps[i] as number) - (steps[i - 1] as number)
    const last = runs.at(-1)
    if (last?.gap === gap) last.to = i
    else runs.push({ gap, from: i - 1, to: i })
  }
  return runs
}

/** Two paces, each kept for at least two steps, are two granularities; a single long step is a gap. */
const problemOf = (
  granularity: Granularity,
  steps: ReadonlyArray<number>,
  allowGaps: boolean
): TimelineProblem | undefined => {
  const runs = runsOf(steps)
  const name = (at: number) => periodName(granularity, steps[at] as number)
  const kept = runs.filter(({ from, to }) => to - from >= 2)
  const paces = new Set(kept.map(({ gap }) => gap))
  if (paces.size > 1) {
    const firsts = [...paces].map((gap) => kept.find((run) => run.gap === gap) as Run)
    const spells = firsts.map(({ gap, from, to }) => `${pace(granularity, gap)} from ${name(from)} to ${name(to)}`)
    return {
      rule: "mixed-granularity",
      expected: `one granularity: it has ${spells.join(", ")}; a trend over both would compare sums of different lengths`
    }
  }
  const every = Math.min(...runs.map(({ gap }) => gap))
  const gaps = runs.filter(({ gap }) => gap !== every)
  if (gaps.length === 0 || (allowGaps && gaps.every(({ gap }) => gap % every === 0))) return undefined
  const first = gaps[0] as Run
  return {
    rule: "gap",
    expected: `no gap: nothing stands between ${name(first.from)} and ${name(first.from + 1)}${
      gaps.length > 1 ? ` and in ${gaps.length - 1} other places` : ""
    }; add rows without a value where nothing was reported, or say --gaps missing`
  }
}

const none = (periods: ReadonlyArray<Period>, problem: TimelineProblem): Placed => ({
  timeline: { granularity: "index", every: 1, periods: [] },
  place: periods.map(() => -1),
  problem
})

/**
 * Puts periods (repeated ones too) on one timeline. Refused: points of different granularity, for a sum of a year is no month, and
 * gaps, unless `allowGaps` takes absent periods as not reported.
 */
export const timelineOf = (periods: ReadonlyArray<Period>, allowGaps = false): Placed => {
  const kinds = new Set(periods.map(({ granularity }) => granularity))
  // Whole numbers that are not all years are plain numbers.
  const plain = [...kinds].every((kind) => kind === "year" || kind === "index")
  if (kinds.size > 1 && !plain)
    return none(periods, {
      rule: "mixed-granularity",
      expected: `one granularity: it has periods written as ${[...kinds].map((kind) => names[kind]).join(", ")}`
    })
  const raw = periods.map(({ step }) => step)
  const [kind] = kinds
  const { granularity, steps } =
    kinds.size > 1
      ? { granularity: "index" as const, steps: raw }
      : kind === "day"
        ? coarsest(raw)
        : { granularity: kind ?? ("index" as const), steps: raw }
  const distinct = [...new Set(steps)].sort((a, b) => a - b)
  if (distinct.length < 2) return none(periods, { rule: "one-period", expected: "at least two periods" })
  const problem = problemOf(granularity, distinct, allowGaps)
  if (problem !== undefined) return none(periods, problem)
  const every = distinct.reduce(
    (least, step, i) => (i === 0 ? least : Math.min(least, step - (distinct[i - 1] as number))),
    Number.POSITIVE_INFINITY
  )
  const first = distinct[0] as number
  const count = ((distinct.at(-1) as number) - first) / every + 1
  return {
    timeline: {
      granularity,
      every,
      periods: Array.from({ length: count }, (_, i) => periodName(granularity, first + i * every))
    },
    place: steps.map((step) => (step - first) / every),
    problem: undefined
  }
}
