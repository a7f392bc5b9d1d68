import type { SyntheticRecords } from "./drawRecords.ts"

/** The first column of every file of synthetic records, and its value in each row. */
export const mark = { column: "synthetic_record_of_no_person", row: "synthetic" } as const

export const syntheticFileName = (name: string): string => `${name}.synthetic.csv`

const quoted = (text: string) => {
  // A spreadsheet must not take a label for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** CSV with the mark in every row. Rows are sorted by value, so that the order discloses nothing. */
export const syntheticText = ({ columns, rows }: SyntheticRecords): string => {
  const lines = rows.map((row) => row.map(quoted).join(",")).sort()
  return `${[[mark.column, ...columns.map(quoted)].join(","), ...lines.map((line) => `${mark.row},${line}`)].join("\n")}\n`
}
