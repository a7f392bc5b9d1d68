import { csvLine } from "../../../release/published/csvLine.ts"
import type { FlatColumn } from "./columnsOf.ts"

/** Encodes columns as CSV (RFC 4180, lines end with LF), safe against formulas. With `hxl`, a row of HXL tags follows the header. */
export const toCsv = (columns: ReadonlyArray<FlatColumn>, hxl: boolean): string => {
  const rows = columns[0]?.values.length ?? 0
  const lines = [columns.map(({ name }) => name).join(",")]
  if (hxl) lines.push(columns.map((column) => column.hxl).join(","))
  for (let row = 0; row < rows; row++)
    lines.push(csvLine(columns.map(({ values }) => values[row] as string | number | boolean | null)))
  return `${lines.join("\n")}\n`
}
