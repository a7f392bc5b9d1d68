/** The corridors of a year, with the largest as a table. */

import { type Content, h } from "@corridor/page/html"
import { type Cell, cellsAt, certainFigure, labelOf, type Table } from "../../cells/Table.ts"
import { flowPath } from "../../state/paths.ts"
import type { Edition } from "../Edition.ts"
import { figureWords, type PageContext, to, yearsAt } from "../PageContext.ts"
import { shortVerdict } from "../sections/rising.ts"
import { sparkline } from "../sparkline.ts"

/** The most corridors that are listed. The others are in the table of flows. */
const maxCorridors = 10

export interface CorridorRow {
  readonly origin: string
  readonly destination: string
  readonly name: string
  readonly cell: Cell
}

/** Returns the corridors of a year by what is certain about their figure. */
export const corridorsOf = ({ names, language }: PageContext, table: Table, year: string): ReadonlyArray<CorridorRow> =>
  cellsAt(table, { year })
    .map((cell) => {
      const [origin, destination] = [labelOf(table, cell, "origin"), labelOf(table, cell, "destination")]
      return { origin, destination, name: `${names.place(origin)} → ${names.place(destination)}`, cell }
    })
    .sort((a, b) => certainFigure(b.cell) - certainFigure(a.cell) || a.name.localeCompare(b.name, language))

/** Returns corridors and their figures of a year as a table, each linked to its page. */
export const corridorTable = (
  context: PageContext,
  edition: Edition,
  table: Table,
  rows: ReadonlyArray<CorridorRow>,
  year: string
): Content => {
  const { p, t } = context
  return h(
    "table",
    { class: "corridors", "aria-labelledby": "corridors" },
    h(
      "thead",
      h(
        "tr",
        h("th", { scope: "col" }, t("corridor")),
        h("th", { scope: "col", class: "persons" }, p("personsIn", { year })),
        h("th", { scope: "col" }, p("allYears")),
        h("th", { scope: "col" }, p("isRising"))
      )
    ),
    h(
      "tbody",
      rows.slice(0, maxCorridors).map(({ origin, destination, name, cell }) => {
        const where = { origin, destination }
        const path = flowPath(origin, destination)
        return h(
          "tr",
          h("th", { scope: "row" }, path === undefined ? name : h("a", { href: to(context, path) }, name)),
          h("td", { class: "persons", "data-state": cell.state }, figureWords(context, cell)),
          h("td", { class: "line" }, sparkline(yearsAt(edition.rows("flows", where) ?? table, where))),
          h("td", { class: "words" }, shortVerdict(context, edition.trend("flows", where)))
        )
      })
    )
  )
}
