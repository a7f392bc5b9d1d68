/** What a reader of suppressed cells is told of their bounds, where there are such cells. */
import type { Cell } from "../cells/Table.ts"
import type { ViewProps } from "./View.ts"

/** `drawn`: as lines in columns, as figures in squares, or as parts of bars. */
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
