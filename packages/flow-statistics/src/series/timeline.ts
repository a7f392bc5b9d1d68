import { coarsest, type Granularity, type Period, periodName } from "./Period.ts"

/** Regular points in time, `every` steps of the granularity apart. */
export interface Timeline {
  readonly granularity: Granularity
  readonly every: number
  /** Names of the periods, in order. */
  readonly periods: ReadonlyArray<string>
}

/** Why some periods form no timeline. */
export interface TimelineProblem {
  readonly rule: "mixed-granularity" | "gap" | "one-period" | "too-long"
  /** What is expected, in words. */
  readonly expected: string
}

/** Periods placed on a timeline. If `problem` is defined, the timeline is empty. */
export interface PlacedPeriods {
  readonly timeline: Timeline
  /** Index in the timeline of each period; -1 if there is a problem. */
  readonly place: ReadonlyArray<number>
  readonly problem: TimelineProblem | undefined
}

const names: Readonly<Record<Granularity, string>> = {
  year: "year",
  half_year: "half-year",
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

/** Groups neighbouring points that are the same distance apart. */
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

/** Two distances that each occur twice in a row are two granularities. A single longer distance is a gap. */
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
    expected: `no gap: there is no period between ${name(first.from)} and ${name(first.from + 1)}${
      gaps.length > 1 ? ` and in ${gaps.length - 1} other places` : ""
    }`
  }
}

/** Maximum number of points of a timeline. A year that is mistyped would make more than a machine can hold. */
const maxTimeline = 100_000

const unplaced = (periods: ReadonlyArray<Period>, problem: TimelineProblem): PlacedPeriods => ({
  timeline: { granularity: "index", every: 1, periods: [] },
  place: periods.map(() => -1),
  problem
})

/**
 * Places periods, which may repeat, on one timeline. Different granularities are a problem, because sums over a year and over a month
 * cannot be compared. Gaps are a problem unless `allowGaps` treats absent periods as not reported.
 */
export const timelineOf = (periods: ReadonlyArray<Period>, allowGaps = false): PlacedPeriods => {
  const kinds = new Set(periods.map(({ granularity }) => granularity))
  // Whole numbers that are not all years are plain numbers.
  const plain = [...kinds].every((kind) => kind === "year" || kind === "index")
  if (kinds.size > 1 && !plain)
    return unplaced(periods, {
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
  if (distinct.length < 2) return unplaced(periods, { rule: "one-period", expected: "at least two periods" })
  const problem = problemOf(granularity, distinct, allowGaps)
  if (problem !== undefined) return unplaced(periods, problem)
  const every = distinct.reduce(
    (least, step, i) => (i === 0 ? least : Math.min(least, step - (distinct[i - 1] as number))),
    Number.POSITIVE_INFINITY
  )
  const first = distinct[0] as number
  const count = ((distinct.at(-1) as number) - first) / every + 1
  if (count > maxTimeline) {
    const [start, end] = [first, distinct.at(-1) as number].map((step) => periodName(granularity, step))
    return unplaced(periods, {
      rule: "too-long",
      expected: `at most ${maxTimeline} points: it has periods from ${start} to ${end}`
    })
  }
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
