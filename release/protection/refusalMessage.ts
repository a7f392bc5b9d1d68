/** What to do where tables are refused, in words that depend on the request and on nothing else but which of its tables fail. */
import { usualRemedies } from "@corridor/disclosure/protect/WouldDisclose"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"

/** What usually helps where nothing can be disclosed. */
export const refusalAdvice = `${usualRemedies} A vintage with more records can help too.`

/**
 * Returns why tables are refused and what to do. It names tables by their dimensions, and no label or count.
 *
 * @param failing cells that are not safe, whatever is suppressed
 * @param isLater whether anything was disclosed before
 */
export const refusalMessage = (
  { wanted }: Pick<ReleaseSystem, "wanted">,
  choices: ReadonlyArray<TableChoice>,
  failing: ReadonlyArray<number>,
  isLater: boolean
): string => {
  const cells = new Set(failing)
  const named = choices.filter((_, c) => wanted[c]?.some(({ cell }) => cells.has(cell)))
  const names = (named.length === 0 ? choices : named).map(({ table, by }) => `${table} by ${by.join(", ")}`)
  const combined = isLater ? ", by itself or combined with what was disclosed before" : ""
  return `No safe way to publish these tables was found. What fails${combined}: ${[...new Set(names)].join("; ")}. ${refusalAdvice} Nothing was written.`
}
