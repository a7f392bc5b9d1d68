/** Forms with the fields in the first column and a case in each of the others, as intake forms in a spreadsheet have them. */
import { type FileRow, isBlank, type TableRow } from "./FileRow.ts"
import type { Header, HeaderScore } from "./FindHeader.ts"

/** Such a form has no more fields, with its titles and notes. */
const mostFields = 200

/** Fewer known names in a column could be values. */
const leastKnown = 3

interface TurnedTable {
  readonly header: Header
  /** A case in each row, whose number is that of its column: 2 for column B. */
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
}

/** Returns the table with its columns as rows, if the first column has the names and no row has; undefined for any other. */
export const turnedTable = async (
  header: Header | undefined,
  rows: () => AsyncGenerator<ReadonlyArray<FileRow>>,
  score: HeaderScore
): Promise<TurnedTable | undefined> => {
  if ((header?.known ?? 0) >= leastKnown) return undefined
  const lines: Array<TableRow> = []
  for await (const batch of rows()) {
    for (const row of batch) if ("cells" in row) lines.push(row)
    if (lines.length > mostFields) return undefined
  }
  const nameOf = ({ cells }: TableRow) => (cells[0] ?? "").replace(/[\s\p{Cf}]+/gu, " ").trim()
  const known = score(lines.map(nameOf))
  if (known < leastKnown || known <= (header?.known ?? 0)) return undefined
  // Titles and headings of parts of the form.
  const fields = lines.filter((line) => !isBlank(line.cells.slice(1)) || score([nameOf(line)]) > 0)
  const width = Math.max(...fields.map(({ cells }) => cells.length))
  const columns = Array.from({ length: width }, (_, i) => fields.map(({ cells }) => cells[i] ?? ""))
  const names = fields.map(nameOf)
  return {
    header: { row: 1, names, known },
    rows: async function* () {
      yield columns.map((cells, i) => ({ row: i + 1, cells })).filter(({ cells }) => !isBlank(cells))
    }
  }
}
