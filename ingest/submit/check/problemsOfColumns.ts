import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { shownColumn } from "./ShownColumn.ts"
import { shownPlace } from "./shownPlace.ts"

/** Returns a warning for each column whose dates are read in the order that one of them proves, with the row of that date. */
const problemsOfDates = (opened: OpenedFile): ReadonlyArray<FileProblemEntry> => {
  const { dateOrders, header } = opened
  return header === undefined
    ? []
    : dateOrders.proved.map(({ at, isDayFirst, row }) => {
        const code = isDayFirst ? "dates-day-first" : "dates-month-first"
        const place = shownPlace(opened, row)
        return {
          ...problemAt(code, header.row, shownColumn(header, at), "header", place.row),
          ...(place.sheet === undefined ? {} : { becauseSheet: place.sheet })
        }
      })
}

/** Returns what is known of columns when the whole file was read. */
export const problemsOfColumns = (opened: OpenedFile): ReadonlyArray<FileProblemEntry> => [
  ...problemsOfDates(opened),
  ...opened.ageCodes.problems(opened.header)
]
