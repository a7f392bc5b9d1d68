import { csvField } from "@corridor/disclosure/tables/csvField"
import type { FlatColumn } from "./columnsOf.ts"

const field = (value: string | number | boolean | null): string =>
  value === null ? "" : typeof value === "string" ? csvField(value) : String(value)

/** Encodes columns as CSV (RFC 4180, lines end with LF), safe against formulas. With `hxl`, a row of HXL tags follows the header. */
export const toCsv = (columns: ReadonlyArray<FlatColumn>, hxl: boolean): string => {
  const rows = columns[0]?.values.length ?? 0
  const lines = [columns.map(({ name }) => name).join(",")]
  if (hxl) lines.push(columns.map((column) => column.hxl).join(","))
  for (let row = 0; row < rows; row++)
    lines.push(columns.map(({ values }) => field(values[row] as string | number | boolean | null)).join(","))
  return `${lines.join("\n")}\n`
}
