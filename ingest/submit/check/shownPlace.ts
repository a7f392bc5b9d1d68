import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import { displayName, type RowPlace } from "./FileProblemEntry.ts"
import type { OpenedFile } from "./OpenFile.ts"

/** Returns where a row of the table is, as problems show it. The name of a sheet is "" if it may identify a person. */
export const shownPlace = ({ placeOf }: Pick<OpenedFile, "placeOf">, row: number): RowPlace => {
  const place = placeOf(row)
  const name = place?.sheet ?? ""
  return place === undefined
    ? { row }
    : { row: place.row, sheet: holdsIdentifier(name, "cell") ? "" : displayName(name) }
}
