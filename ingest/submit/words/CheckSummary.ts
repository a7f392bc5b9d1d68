import type { Language } from "../../../schemas/Languages.ts"
import { recordKindLabel } from "../../../schemas/RecordSchemas.ts"
import type { FileCheck } from "../check/checkFile.ts"
import { dedupeProblems } from "../check/dedupeProblems.ts"
import { type FileProblemEntry, isError } from "../check/FileProblemEntry.ts"
import { columnText, wordsOfProblems } from "./ProblemWords.ts"
import { inSheet, submitWords } from "./SubmitWords.ts"

/** The most rows of an entry, and the most entries. The report file has all of them. */
const maxRows = 8
const maxEntries = 40

interface Entry {
  readonly first: FileProblemEntry
  /** The columns with the problem: several for a problem of the header, one for a problem of rows. */
  readonly columns: Set<string>
  readonly rows: Array<number>
  count: number
}

const grouped = (problems: ReadonlyArray<FileProblemEntry>, language: Language): ReadonlyArray<Entry> => {
  const entries = new Map<string, Entry>()
  for (const problem of problems) {
    const key =
      problem.part === "header"
        ? `${problem.code}\0${problem.similar ?? ""}`
        : `${problem.code}\0${problem.column}\0${problem.sheet}`
    const entry = entries.get(key) ?? { first: problem, columns: new Set(), rows: [], count: 0 }
    entries.set(key, entry)
    const name = columnText(problem, language)
    if (name !== "") entry.columns.add(name)
    entry.count++
    if (entry.rows.length < maxRows && entry.rows.at(-1) !== problem.row) entry.rows.push(problem.row)
  }
  return [...entries.values()]
}

/**
 * Returns the problems of a file as lines of text: errors and warnings of the header, then of rows.
 *
 * The same problem of many rows is one entry.
 */
export const summaryLines = (all: ReadonlyArray<FileProblemEntry>, language: Language): ReadonlyArray<string> => {
  const problems = dedupeProblems(all)
  const texts = submitWords[language]
  const lines: Array<string> = []
  let printed = 0
  let left = 0
  for (const [title, part, error] of [
    [texts.parts.headerErrors, "header", true],
    [texts.parts.headerWarnings, "header", false],
    [texts.parts.rowErrors, "row", true],
    [texts.parts.rowWarnings, "row", false]
  ] as const) {
    const entries = grouped(
      problems.filter((problem) => problem.part === part && isError(problem) === error),
      language
    )
    if (entries.length === 0) continue
    lines.push("", title)
    for (const { first, columns, rows, count } of entries) {
      if (printed++ >= maxEntries) {
        left++
        continue
      }
      const { title: wrong, expected, remedy } = wordsOfProblems(first, count, language)
      const inRows = count === 1 ? texts.row(first.row) : texts.rows(rows, count)
      const where = part === "header" ? "" : inSheet(first.sheet, inRows)
      const place = [[...columns].join(", "), where].filter((word) => word !== "").join(", ") || texts.whole
      lines.push(`  ${place}`, `    ${wrong}; ${texts.expected}: ${expected}.`, `    ${remedy}`)
    }
  }
  if (left > 0) lines.push("", texts.more(left))
  return lines
}

/** Returns a line for each sheet, if several are read: what became of its rows. */
export const sheetLines = ({ sheets = [] }: Pick<FileCheck, "sheets">, language: Language): ReadonlyArray<string> =>
  sheets.map(({ sheet, record, ...counts }) =>
    submitWords[language].sheet(
      record === undefined ? sheet : `${sheet} (${recordKindLabel(record, language)})`,
      counts
    )
  )
