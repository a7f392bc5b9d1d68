import { cellStates } from "@corridor/disclosure/tables/CellState"
import { stateSign } from "../drawings/cellPaint.ts"
import { allOf } from "../drawings/El.ts"
import type { Picture } from "../drawings/Picture.ts"
import { stateNames } from "../views/cellWords.ts"
import type { Translate } from "../words/Words.ts"

/** Returns what the signs of a picture mean, such as "S: suppressed", for where nothing else explains it: a line of its states, if it has any, and its notes. */
export const signsIn = ({ body, signNotes = [] }: Picture, t: Translate): ReadonlyArray<string> => {
  const texts = body.flatMap(allOf).flatMap(({ children }) => children)
  const signs = cellStates.flatMap((state) => {
    if (state === "published") return []
    const sign = stateSign[state]
    // With the range of a suppressed figure, or alone.
    const isSeen = texts.some((text) => text === sign || String(text).startsWith(`${sign} `))
    return isSeen ? [`${sign}: ${t(stateNames[state])}`] : []
  })
  return [...(signs.length === 0 ? [] : [signs.join("; ")]), ...signNotes]
}
