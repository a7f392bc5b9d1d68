/** The name of a column as problems show it. */
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { ownTarget } from "../columns/OwnColumns.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { Header } from "../read/FindHeader.ts"

/** Returns whether a name is that of a field or one of its labels, and nothing else. Such a name needs no list of names to be shown. */
const isOwn = (name: string) => recordKinds.some((kind) => ownTarget(kind, name) !== undefined)

/**
 * Returns the name of a column, by its position from 0, or `column 3` in place of a name that identifies a person. If no name of the header is
 * known, the first row may contain values, and no name is shown.
 */
export const shownColumn = (header: Header | undefined, i: number): string => {
  const name = header?.names[i] ?? ""
  const isHidden = (header?.known ?? 0) === 0 || (!isOwn(name) && holdsIdentifier(name, "heading"))
  return isHidden ? `column ${i + 1}` : name
}
