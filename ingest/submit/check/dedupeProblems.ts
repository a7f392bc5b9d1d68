/** What a problem of the header brings with it in every row. */
import type { FileProblemEntry } from "./FileProblemEntry.ts"

/**
 * The problems without those of rows that only repeat one of the header: where a column is missing, every row lacks its value, and
 * nothing is to be mended in the rows. Counts and the report keep them.
 */
export const dedupeProblems = (problems: ReadonlyArray<FileProblemEntry>): ReadonlyArray<FileProblemEntry> => {
  const header = problems.filter(({ part }) => part === "header")
  const missing = new Set(header.flatMap(({ code, column }) => (code === "column-missing" ? [column] : [])))
  const isKindless = header.some(({ code }) => code === "record-kind-unknown" || code === "header-unknown")
  return problems.filter(
    ({ part, code, column }) =>
      part === "header" ||
      !((code === "field-missing" && missing.has(column)) || (code === "record-kind-unknown" && isKindless))
  )
}
