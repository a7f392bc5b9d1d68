import type { Cell } from "../cells/Table.ts"
import type { ViewProps } from "./View.ts"

/** Returns the notes on the bounds of suppressed cells. `drawn` is how the picture shows them. */
export const boundNotes = (
  { t }: ViewProps,
  cells: ReadonlyArray<Cell>,
  drawn: "boundsLines" | "boundsSquares"
): ReadonlyArray<string> => {
  const hidden = cells.filter(({ state }) => state === "suppressed")
  const hasBounds = hidden.some(({ low }) => low !== undefined)
  return [...(hasBounds ? [t(drawn)] : []), ...(hidden.length > 0 && !hasBounds ? [t("noInterval")] : [])]
}
