import { tableWorkbook } from "../../../release/published/tableWorkbook.ts"
import { notesOf } from "../../metadata/notes.ts"
import { factsOf, type TablePage } from "../tables/TablePage.ts"
import type { FlatColumn } from "./columnsOf.ts"

/** Encodes columns as a workbook, with the facts about the table on its sheet of notes. */
export const toXlsx = (
  columns: ReadonlyArray<FlatColumn>,
  page: TablePage,
  licence: string | undefined
): Uint8Array => {
  const { title, unit, release, vintage, profile, citation, invented, method, publishedAt } = factsOf(page)
  const cellOf = (value: FlatColumn["values"][number] | undefined) =>
    typeof value === "boolean" ? String(value) : (value ?? null)
  return tableWorkbook({
    columns,
    hxl: page.selection.hxl,
    rows: page.places.map((_, row) => columns.map(({ values }) => cellOf(values[row]))),
    notes: [
      ["table", title],
      ["counts", unit],
      ...notesOf(invented, method).map((note) => ["note", note] as const),
      ["release", String(release)],
      ["published", publishedAt],
      ["vintage", `${vintage.number}, frozen ${vintage.frozenAt}, SHA-256 ${vintage.hash}`],
      ["profile", profile],
      ["citation", citation],
      ...(licence === undefined ? [] : [["licence", licence] as const]),
      ...(page.pages > 1 ? [["page", `${page.selection.page} of ${page.pages}`] as const] : [])
    ]
  })
}
