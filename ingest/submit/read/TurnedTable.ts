/** Forms with the fields in the first column, or behind their numbers, and a case in each column after it, as intake forms have them. */
import { type FileRow, isBlank, type TableRow } from "./FileRow.ts"
import { type Header, type HeaderScore, tidyName } from "./FindHeader.ts"

/** Maximum number of fields of such a form, including titles and notes. */
const maxFields = 200

/** Fewer known names in a column could be values. */
const minKnown = 3

/** What precedes the names of a form whose fields are numbered. */
const number = /^(?:\d{1,3}[.)]?)?$/

interface TurnedTable {
  readonly header: Header
  /** A case in each row, whose number is that of its column: 2 for column B. */
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
}

/** Returns the table with its columns as rows, if the first column has more of the names than any row; undefined for any other. */
export const turnedTable = async (
  header: Header | undefined,
  rows: () => AsyncGenerator<ReadonlyArray<FileRow>>,
  score: HeaderScore
): Promise<TurnedTable | undefined> => {
  const lines: Array<TableRow> = []
  for await (const batch of rows()) {
    for (const row of batch) if ("cells" in row) lines.push(row)
    if (lines.length > maxFields) return undefined
  }
  const isNumbered = lines.every(({ cells }) => isBlank(cells.slice(1)) || number.test((cells[0] ?? "").trim()))
  const first = isNumbered ? 1 : 0
  // A title above the fields is named as a field, so that it is searched and reported as one.
  const nameOf = ({ cells }: TableRow) => tidyName(cells[first] || cells[0] || "")
  const names = lines.map(nameOf)
  const known = score(names)
  if (known < minKnown || known <= (header?.known ?? 0)) return undefined
  const width = Math.max(...lines.map(({ cells }) => cells.length))
  const columns = Array.from({ length: width }, (_, i) => ({
    row: i + 1,
    cells: lines.map(({ cells }) => cells[i] ?? "")
  }))
  return {
    header: { row: first + 1, names, known },
    rows: async function* () {
      yield columns.slice(first).filter(({ cells }) => !isBlank(cells))
    }
  }
}
