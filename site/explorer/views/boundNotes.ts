import type { Cell } from "../cells/Table.ts"
import type { ViewProps } from "./View.ts"

/** Returns the notes on the bounds of suppressed cells. `drawn` is how the picture shows them. */
export const boundNotes = (
  { t }: ViewProps,
  cells: ReadonlyArray<Cell>,
  drawn: "boundsLines" | "boundsSquares" | "boundsParts"
): ReadonlyArray<string> => {
  const hidden = cells.filter(({ state }) => state === "suppressed")
  return [
    ...(hidden.some(({ low }) => low !== undefined) ? [t(drawn)] : []),
    ...(hidden.some(({ low }) => low === undefined) ? [t("noInterval")] : [])
  ]
}
