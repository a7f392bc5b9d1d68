import { monthsPer } from "@corridor/flow-statistics/series/Period"

/** Length of the steps of a released series. */
export type SeriesUnit = "year" | "half_year" | "quarter" | "month"

export const unitNames: Readonly<Record<SeriesUnit, string>> = {
  year: "year",
  half_year: "half-year",
  quarter: "quarter",
  month: "month"
}

/** Returns the number of months of a step. */
export const monthsOf = (unit: SeriesUnit): number => monthsPer[unit] as number
