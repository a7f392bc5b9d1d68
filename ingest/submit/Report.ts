/** The partner's own file given back with a column of problems; it stays where the partner wants it and goes nowhere else. */
import { Effect, FileSystem } from "effect"
import type { CheckedRow, FileProblemEntry } from "./CheckFile.ts"
import type { FileKind } from "./FileRows.ts"

const reportColumn = "corridor_problems"

/** A cell as CSV: quoted where it must be; a cell that a spreadsheet would take for a formula is made text. */
const csvCell = (text: string) => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text
  return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const words = (problems: ReadonlyArray<FileProblemEntry>) =>
  problems
    .map(({ column, rule, mend, code }) => `${column === "" ? "" : `${column}: `}${rule}. ${mend} (${code})`)
    .join("\n")

const csvLine = ({ row, isHeader, problems }: CheckedRow) => {
  const cells = "cells" in row ? Object.values(row.cells) : []
  const last =
    isHeader && problems.length === 0
      ? reportColumn
      : isHeader
        ? `${reportColumn}\n${words(problems)}`
        : words(problems)
  return [...cells, last].map(csvCell).join(",")
}

const ndjsonLine = ({ row, problems }: CheckedRow) =>
  JSON.stringify({ ...("object" in row ? (row.object as object) : { row: row.row }), [reportColumn]: problems })

/** Opens a report; it is whole when the scope has ended. Readable by its owner only, since it holds the partner's rows. */
export const openReport = Effect.fn("Report.open")(function* (path: string, kind: FileKind) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fs.open(path, { flag: "w", mode: 0o600 })
  const encoder = new TextEncoder()
  return {
    write: (checked: CheckedRow) =>
      file.writeAll(encoder.encode(`${kind === "csv" ? csvLine(checked) : ndjsonLine(checked)}\n`))
  }
})
