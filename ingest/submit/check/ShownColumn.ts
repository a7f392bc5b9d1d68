/** The name of a column as problems show it. */
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { Header } from "../read/FindHeader.ts"

/**
 * Returns the name of a column, by its position from 0, or `column 3` in place of a name that identifies a person. If no name of the header is
 * known, the first row may contain values, and no name is shown.
 */
export const shownColumn = (header: Header | undefined, i: number): string => {
  const name = header?.names[i] ?? ""
  return (header?.known ?? 0) === 0 || holdsIdentifier(name, "heading") ? `column ${i + 1}` : name
}
