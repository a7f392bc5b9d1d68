import { Console, type Effect } from "effect"
import type { NodeProgress } from "../TransformOptions.ts"

const countText = (resourceType: string, rows: number): string => {
  const unit = resourceType === "test" || resourceType === "unit_test" ? "failures" : "rows"
  return `, ${rows.toLocaleString("en")} ${rows === 1 ? unit.slice(0, -1) : unit}`
}

/** Prints one line on standard error for a node that has finished. */
export const progressLine = ({
  done,
  of,
  status,
  resourceType,
  name,
  rows,
  seconds
}: NodeProgress): Effect.Effect<void> => {
  const number = String(done).padStart(String(of).length)
  const count = rows === undefined ? "" : countText(resourceType, rows)
  return Console.error(
    `${number} of ${of}  ${status.padEnd(7)} ${resourceType} ${name}${count}, ${seconds.toFixed(2)} s`
  )
}
