/** Who the victims were. */

import { type Content, h } from "@corridor/page/html"
import { cellsAt, labelOf, type Table } from "../../cells/Table.ts"
import type { Edition, Selection } from "../Edition.ts"
import { latestYearOf, type PageContext } from "../PageContext.ts"
import { barTables } from "./barTable.ts"

/** Returns rows of a table in its latest year, one for each combination of labels. */
const classRows = ({ names }: PageContext, table: Table, year: string, by: ReadonlyArray<string>) =>
  cellsAt(table, { year }).map((cell) => ({
    name: names.phrase(
      by,
      by.map((dimension) => labelOf(table, cell, dimension))
    ),
    cell
  }))

const profiles = [
  { table: "victims", by: ["form", "age_group", "sex"], title: "questionProfile" },
  { table: "risk_groups", by: ["risk_group"], title: "questionRiskGroups" }
] as const

/** Returns who the victims were: of a country if the edition says so, otherwise of all. */
export const profileSection = (context: PageContext, edition: Edition, country?: string): Content => {
  const { t, p, names } = context
  const parts = profiles.flatMap(({ table: name, by, title }) => {
    const hasCountry = edition.labels(name, "country").length > 0
    if (hasCountry && country === undefined) return []
    const where: Selection = hasCountry && country !== undefined ? { country } : {}
    const table = edition.rows(name, where)
    const year = table === undefined ? undefined : latestYearOf(table)
    if (table === undefined || year === undefined) return []
    const known = by.filter((one) => table.dimensions.includes(one))
    return [{ title: t(title), rows: classRows(context, table, year, known), year, hasCountry, name }]
  })
  const [first] = parts
  if (first === undefined) return null
  return h(
    "section",
    h("h2", p("who")),
    h(
      "p",
      first.hasCountry && country !== undefined
        ? p("whoCountry", { place: names.place(country), year: first.year })
        : p("whoAll", { year: first.year })
    ),
    barTables(
      context,
      parts.map(({ title, rows, name }) => ({ id: `who-${name}`, caption: title, rows }))
    )
  )
}
