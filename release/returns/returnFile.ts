/** Writes a statutory return as CSV, XLSX or JSON. */
import { csvLine } from "../published/csvLine.ts"
import { tableWorkbook } from "../published/tableWorkbook.ts"
import { returnStateMeanings } from "./ReturnCell.ts"
import type { ReturnRow, StatutoryReturn } from "./StatutoryReturn.ts"

export const returnFormats = ["csv", "xlsx", "json"] as const
type ReturnFormat = (typeof returnFormats)[number]

/** The edition from which a return is made. */
interface ReturnSource {
  readonly edition: string
  readonly release: number
  readonly invented: boolean
  readonly citation: string
}

const why = "why"

const columnsOf = ({ labels, figure, more }: StatutoryReturn) => [
  ...Object.entries(labels).map(([name, meaning]) => ({ name, meaning })),
  {
    name: "state",
    meaning: Object.entries(returnStateMeanings)
      .map((pair) => pair.join(": "))
      .join("; ")
  },
  { name: figure.name, meaning: figure.meaning },
  { name: "low", meaning: "lowest possible value of a suppressed count; empty otherwise" },
  { name: "high", meaning: "highest possible value of a suppressed count; empty if it has no upper bound" },
  ...Object.entries(more).map(([name, meaning]) => ({ name, meaning })),
  { name: why, meaning: "why there is no figure; empty if there is one" },
  { name: "edition", meaning: "edition that the figures are of" }
]

const valuesOf = (
  own: StatutoryReturn,
  { values, cell, why: reason }: ReturnRow,
  { edition }: ReturnSource
): Readonly<Record<string, string | number | null>> => ({
  ...values,
  state: cell.state,
  [own.figure.name]: cell.value,
  low: cell.low,
  high: cell.high,
  [why]: cell.state === "published" ? "" : (reason ?? returnStateMeanings[cell.state]),
  edition
})

/** Returns the bytes of the file. */
export const returnFile = (
  own: StatutoryReturn,
  rows: ReadonlyArray<ReturnRow>,
  source: ReturnSource,
  format: ReturnFormat
): Uint8Array => {
  const columns = columnsOf(own)
  const records = rows.map((row) => valuesOf(own, row, source))
  const notes = [
    ...(source.invented ? ["Invented data: the figures come from the fictitious records of a demonstration."] : []),
    ...own.notes
  ]
  const utf8 = (text: string) => new TextEncoder().encode(text)
  if (format === "json")
    return utf8(
      `${JSON.stringify({ return: own.name, title: own.title, ...source, notes, rows: records }, undefined, 2)}\n`
    )
  const lines = records.map((record) => columns.map(({ name }) => record[name] ?? null))
  if (format === "xlsx")
    return tableWorkbook({
      columns: columns.map((column) => ({ ...column, hxl: "" })),
      rows: lines,
      hxl: false,
      notes: [
        ["return", own.title],
        ["edition", `${source.edition}, release ${source.release}`],
        ["citation", source.citation],
        ...notes.map((text, i) => [`note ${i + 1}`, text] as const)
      ]
    })
  return utf8([csvLine(columns.map(({ name }) => name)), ...lines.map(csvLine), ""].join("\n"))
}
