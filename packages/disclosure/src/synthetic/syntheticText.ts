import { csvField } from "../tables/csvField.ts"
import type { SyntheticRecords } from "./drawRecords.ts"

/** The first column of every file of synthetic records, and its value in each row. */
export const mark = { column: "synthetic_record_of_no_person", row: "synthetic" } as const

/** Returns the name of the file with synthetic rows in place of a table. */
export const syntheticFileName = (name: string): string => `${name}.synthetic.csv`

/** CSV with the mark in every row. Rows are sorted by value, so that the order discloses nothing. */
export const syntheticText = ({ columns, rows }: SyntheticRecords): string => {
  const lines = rows.map((row) => row.map(csvField).join(",")).sort()
  return `${[[mark.column, ...columns.map(csvField)].join(","), ...lines.map((line) => `${mark.row},${line}`)].join("\n")}\n`
}
