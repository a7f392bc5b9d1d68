/** What is wrong with a file, told so that it can be read in a minute: the same problem of many rows is one entry. */
import { dedupeProblems } from "../check/dedupeProblems.ts"
import { type FileProblemEntry, isError } from "../check/FileProblemEntry.ts"
import type { Language } from "./Languages.ts"
import { wordsOfProblem } from "./ProblemWords.ts"
import { submitWords } from "./SubmitWords.ts"

/** Rows that one entry names, and entries that are told; the report has everything. */
const namedRows = 8
const toldEntries = 40

interface Entry {
  readonly first: FileProblemEntry
  /** Columns that have the same problem: of the header's problems all, of the rows' one. */
  readonly columns: Set<string>
  readonly rows: Array<number>
  count: number
}

const grouped = (problems: ReadonlyArray<FileProblemEntry>): ReadonlyArray<Entry> => {
  const entries = new Map<string, Entry>()
  for (const problem of problems) {
    const key = problem.part === "header" ? problem.code : `${problem.code}\0${problem.column}`
    const entry = entries.get(key) ?? { first: problem, columns: new Set(), rows: [], count: 0 }
    entries.set(key, entry)
    if (problem.column !== "") entry.columns.add(problem.column)
    entry.count++
    if (entry.rows.length < namedRows) entry.rows.push(problem.row)
  }
  return [...entries.values()]
}

/** Header errors, header warnings, row errors, row warnings: lines for people. */
export const summaryLines = (all: ReadonlyArray<FileProblemEntry>, language: Language): ReadonlyArray<string> => {
  const problems = dedupeProblems(all)
  const said = submitWords[language]
  const lines: Array<string> = []
  let told = 0
  let left = 0
  for (const [title, part, error] of [
    [said.parts.headerErrors, "header", true],
    [said.parts.headerWarnings, "header", false],
    [said.parts.rowErrors, "row", true],
    [said.parts.rowWarnings, "row", false]
  ] as const) {
    const entries = grouped(problems.filter((problem) => problem.part === part && isError(problem) === error))
    if (entries.length === 0) continue
    lines.push("", title)
    for (const { first, columns, rows, count } of entries) {
      if (told++ >= toldEntries) {
        left++
        continue
      }
      const { title: wrong, expected, mend } = wordsOfProblem(first, language)
      const where = part === "header" ? "" : count === 1 ? said.row(first.row) : said.rows(rows, count)
      const place = [[...columns].join(", "), where].filter((word) => word !== "").join(", ") || said.whole
      lines.push(`  ${place}`, `    ${wrong}; ${said.expected}: ${expected}.`, `    ${mend}`)
    }
  }
  if (left > 0) lines.push("", said.more(left))
  return lines
}
