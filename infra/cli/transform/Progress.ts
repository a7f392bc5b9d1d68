import type { NodeProgress } from "@corridor/dbt-ts/TransformOptions"
import { Console, type Effect } from "effect"

/** What `rows` counts of a kind of node. */
const counted = (resourceType: string, rows: number): string => {
  const what = resourceType === "test" || resourceType === "unit_test" ? "failures" : "rows"
  return `, ${rows.toLocaleString("en")} ${rows === 1 ? what.slice(0, -1) : what}`
}

/** One line on standard error for each node that ended. */
export const progressLine = (progress: NodeProgress): Effect.Effect<void> => {
  const { done, of, status, resourceType, name, rows, seconds } = progress
  const number = String(done).padStart(String(of).length)
  const count = rows === undefined ? "" : counted(resourceType, rows)
  return Console.error(
    `${number} of ${of}  ${status.padEnd(7)} ${resourceType} ${name}${count}, ${seconds.toFixed(2)} s`
  )
}
