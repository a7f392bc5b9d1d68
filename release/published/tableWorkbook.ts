/** A table as a workbook for people: a sheet of cells, and a sheet that says what they mean and what using them asks. */
import { xlsxOf } from "@corridor/page/Xlsx"
import { stateMeanings } from "../catalogue/columnMeanings.ts"
import { termsOfUse } from "../catalogue/termsOfUse.ts"

interface WorkbookTable {
  /** One of them is `state`. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly meaning: string; readonly hxl: string }>
  readonly rows: ReadonlyArray<ReadonlyArray<string | number | null>>
  /** Facts about the table, such as its title and its citation. */
  readonly notes: ReadonlyArray<readonly [name: string, text: string]>
  /** Whether a row of HXL tags follows the header. */
  readonly hxl: boolean
}

/** Width of columns, in characters. */
const [labelWidth, meaningWidth] = [18, 110]

/**
 * Returns the workbook. A figure that is not published is an empty cell, so no sum counts it as 0, and its state has a coloured background.
 * Texts are never formulas. The bytes are the same for the same table.
 */
export const tableWorkbook = ({ columns, rows, notes, hxl }: WorkbookTable): Uint8Array => {
  const head = [columns.map(({ name }) => name), ...(hxl ? [columns.map((column) => column.hxl)] : [])]
  const state = columns.findIndex(({ name }) => name === "state")
  const data = [...head, ...rows]
  return xlsxOf([
    {
      name: "Data",
      hidden: false,
      rows: data,
      boldRows: head.length,
      textColumns: [],
      widths: columns.map(() => labelWidth),
      choices: [],
      isMarked: (row, column) => column === state && data[row]?.[state] !== "published"
    },
    {
      name: "Notes",
      hidden: false,
      rows: [
        ["Note", "Meaning"],
        ...notes,
        ...Object.entries(stateMeanings).map(([name, meaning]) => [`state ${name}`, meaning]),
        ...columns.map(({ name, meaning }) => [`column ${name}`, meaning]),
        ...termsOfUse.map(({ text }, i) => [`term of use ${i + 1}`, text])
      ],
      boldRows: 1,
      textColumns: [],
      widths: [labelWidth, meaningWidth],
      choices: []
    }
  ])
}
