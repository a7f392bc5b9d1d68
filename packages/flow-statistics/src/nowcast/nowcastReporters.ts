import { drawNowcast, estimateOf, type Nowcast, type NowcastPoint } from "./nowcastTriangle.ts"
import { type LoadedCount, type PlacedTriangle, triangleOf } from "./Triangle.ts"

/** What one reporter loaded. */
export interface ReporterRows {
  readonly name: string
  readonly rows: ReadonlyArray<LoadedCount>
}

export interface ReporterNowcast extends Nowcast, Omit<PlacedTriangle, "triangle"> {
  readonly name: string
}

/** A recent period of all reporters. */
export interface TotalPoint extends Omit<NowcastPoint, "at" | "chainLadder"> {
  /** The period as a step. */
  readonly step: number
  /** Reporters of which records are still expected. */
  readonly open: number
  /** Open reporters without an estimate: the period is incomplete. */
  readonly incomplete: ReadonlyArray<string>
}

export interface NowcastOfAll {
  /** The step of the first period that is known to some reporter from its own period on. */
  readonly first: number
  /** Records of all reporters loaded so far, of each period from the first to the last. */
  readonly loaded: Float64Array
  readonly reporters: ReadonlyArray<ReporterNowcast>
  readonly points: ReadonlyArray<TotalPoint>
}

/**
 * Estimates recent periods for each reporter by its own delays, and their sums. Reporters are independent in the sums. A reporter without an
 * estimate makes its periods incomplete.
 *
 * @param last the last period of loading that is known in full
 * @param season periods in a cycle in which delays may differ, such as 12 for months; 1 for none
 *
 * @example
 * ```ts
 * import { nowcastReporters } from "@corridor/flow-statistics"
 *
 * const rows = Array.from({ length: 24 }, (_, period) =>
 *   [30, 15, 5].map((count, delay) => ({ period, loaded: period + delay, count }))
 * ).flat()
 * const { points } = nowcastReporters([{ name: "hotline", rows }, { name: "shelter", rows }], 23)
 * ```
 */
export const nowcastReporters = (
  reporters: ReadonlyArray<ReporterRows>,
  last: number,
  longest?: number,
  season = 1
): NowcastOfAll => {
  const found = reporters.map(({ name, rows }, i) => {
    const { triangle, ...placed } = triangleOf(rows, last, longest)
    return { name, rows, ...placed, ...drawNowcast(triangle, { seed: i + 1, season }) }
  })
  const first = found.reduce((least, one) => Math.min(least, one.first), last)
  const loaded = new Float64Array(last - first + 1)
  for (const { rows } of found)
    for (const row of rows)
      if (row.loaded <= last && row.period >= first)
        loaded[row.period - first] = (loaded[row.period - first] as number) + row.count
  const start = Math.min(
    last + 1,
    ...found.flatMap(({ first, points }) => points.slice(0, 1).map(({ at }) => first + at))
  )
  const points = Array.from({ length: last - start + 1 }, (_, i): TotalPoint => {
    const step = start + i
    const own = found.flatMap(({ name, first, points, draws }) =>
      points.flatMap((point, p) => (first + point.at === step ? [{ name, ...point, draws: draws[p] }] : []))
    )
    const sum = loaded[step - first] as number
    const complete = sum - own.reduce((all, one) => all + one.loaded, 0)
    const incomplete = own.flatMap(({ name, value }) => (value === undefined ? [name] : []))
    const expected = own.reduce((all, one) => all + (one.share > 0 ? one.chainLadder : 0), complete)
    const common = {
      step,
      loaded: sum,
      open: own.length,
      share: expected === 0 ? 1 : sum / expected,
      incomplete,
      isUnusual: own.some(({ isUnusual }) => isUnusual)
    }
    if (incomplete.length > 0) return { ...common, value: undefined, low: undefined, high: undefined }
    const sums = (own[0]?.draws ?? new Float64Array(1)).map(
      (_, k) => complete + own.reduce((all, { draws }) => all + ((draws as Float64Array)[k] as number), 0)
    )
    return { ...common, ...estimateOf(sums.toSorted()) }
  })
  return { first, loaded, reporters: found.map(({ draws: _, rows: __, ...rest }) => rest), points }
}
