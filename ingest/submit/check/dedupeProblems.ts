/** What a problem of the header brings with it in every row. */
import type { FileProblemEntry } from "./FileProblemEntry.ts"

/**
 * Removes problems of rows that only repeat a problem of the header: if a column is missing, every row lacks its value, and the rows need no
 * correction. Counts and the report keep these problems.
 */
export const dedupeProblems = (problems: ReadonlyArray<FileProblemEntry>): ReadonlyArray<FileProblemEntry> => {
  const header = problems.filter(({ part }) => part === "header")
  const missing = new Set(
    header.flatMap(({ code, column }) =>
      code === "column-missing" || code === "column-country-missing" ? [column] : []
    )
  )
  const isKindless = header.some(({ code }) => code === "record-kind-unknown" || code === "header-unknown")
  return problems.filter(
    ({ part, code, column }) =>
      part === "header" ||
      !(
        (code === "field-missing" && missing.has(column.replace(/^[a-z]+\d+\./, ""))) ||
        (code === "record-kind-unknown" && isKindless)
      )
  )
}
