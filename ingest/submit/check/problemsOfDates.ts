import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import { displayName, type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { shownColumn } from "./ShownColumn.ts"

/** Returns the name of a sheet for display; "" if it may identify a person. */
export const shownSheet = (name: string): string => (holdsIdentifier(name, "cell") ? "" : displayName(name))

/** Returns a warning for each column whose dates are read in the order that one of them proves, with the row of that date. */
export const problemsOfDates = ({ dateOrders, header, placeOf }: OpenedFile): ReadonlyArray<FileProblemEntry> =>
  header === undefined
    ? []
    : dateOrders.proved.map(({ at, isDayFirst, row }) => {
        const code = isDayFirst ? "dates-day-first" : "dates-month-first"
        const place = placeOf(row)
        return {
          ...problemAt(code, header.row, shownColumn(header, at), "header", place?.row ?? row),
          ...(place === undefined ? {} : { becauseSheet: shownSheet(place.sheet) })
        }
      })
