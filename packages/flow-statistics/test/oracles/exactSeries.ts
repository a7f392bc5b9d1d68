import { type Granularity, parsePeriod, periodName } from "../../src/series/Period.ts"
import type { Series } from "../../src/series/Series.ts"

/** A series of exact values, for tests; plain numbers for periods when none are named. */
export const exactSeries = (
  values: ReadonlyArray<number>,
  { granularity, first }: { readonly granularity: Granularity; readonly first: string } = {
    granularity: "index",
    first: "0"
  }
): Series => {
  const step = parsePeriod(first)?.step ?? 0
  const value = Float64Array.from(values)
  return {
    granularity,
    every: 1,
    periods: values.map((_, i) => periodName(granularity, step + i)),
    value,
    low: value.slice(),
    high: value.slice()
  }
}
