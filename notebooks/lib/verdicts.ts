/** What series say, computed here for values that the API does not have. */
import { completeTrend } from "../../release/trends/completeTrend.ts"
import type { YearOf } from "./series.ts"

/** Returns the direction that the published years show, if it holds at the extremes of the suppressed years. */
export const directionOf = (years: ReadonlyArray<Omit<YearOf, "labels">>): string => {
  const first = years[0]?.year ?? 0
  const count = (years.at(-1)?.year ?? first) - first + 1
  const cells = years.map(({ year, state, value }) => ({ year, state, value: value ?? undefined }))
  return completeTrend(cells, first, count)?.direction ?? "cannot say"
}
