import { monthsPer } from "../series/Period.ts"
import type { Timeline } from "../series/timeline.ts"
import type { Need } from "./Need.ts"

/** Returns what a statement would need, in words. Without a need there are no cases. */
export const needWords = (need: Need | undefined, { granularity, every }: Timeline): string => {
  if (need === undefined) return "It would take cases: none is counted."
  const unit = granularity === "index" ? "point" : granularity.replace("_", "-")
  const steps = need.points === undefined ? undefined : need.points * every
  const ways = [
    ...(steps === undefined ? [] : [`about ${steps} more ${unit}${steps === 1 ? "" : "s"}`]),
    ...(need.cases === undefined ? [] : [`${need.cases} times as many cases`])
  ]
  return ways.length === 0
    ? `Neither more cases nor four times as long a series would be enough for a statement${(monthsPer[granularity] ?? 1) > 1 ? "; figures of shorter periods might be" : ""}.`
    : `It would take ${ways.join(", or ")}.`
}
