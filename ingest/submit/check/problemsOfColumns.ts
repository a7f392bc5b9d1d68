import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { shownColumn } from "./ShownColumn.ts"
import { shownPlace } from "./shownPlace.ts"

/** Returns a warning for each column whose dates are read in the order that one of them proves, or are of both orders, with the row of that date. */
const problemsOfDates = (opened: OpenedFile): ReadonlyArray<FileProblemEntry> => {
  const { dateOrders, header } = opened
  if (header === undefined) return []
  const found = [
    ...dateOrders.proved.map(({ at, isDayFirst, row }) => ({
      at,
      row,
      code: isDayFirst ? ("dates-day-first" as const) : ("dates-month-first" as const)
    })),
    ...dateOrders.provedMonths.map((one) => ({ ...one, code: "dates-month-year" as const })),
    ...dateOrders.contradicted.map((one) => ({ ...one, code: "date-orders-mixed" as const }))
  ]
  return found.map(({ at, row, code }) => {
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
