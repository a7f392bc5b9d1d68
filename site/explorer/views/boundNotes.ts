/** What a reader of suppressed cells is told of their bounds, where there are such cells. */
import type { Cell } from "../cells/Table.ts"
import type { Given } from "./View.ts"

/** `drawn`: as lines in columns, as figures in squares, or as parts of bars. */
export const boundNotes = (
  { say }: Given,
  cells: ReadonlyArray<Cell>,
  drawn: "boundsLines" | "boundsSquares" | "boundsParts"
): ReadonlyArray<string> => {
  const hidden = cells.filter(({ state }) => state === "suppressed")
  return [
    ...(hidden.some(({ low }) => low !== undefined) ? [say(drawn)] : []),
    ...(hidden.some(({ low }) => low === undefined) ? [say("noInterval")] : [])
  ]
}
