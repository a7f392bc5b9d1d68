/** How certain the figures of a year are. */

import { type Content, h } from "@corridor/page/html"
import { type Cell, cellsAt, labelOf, type Table } from "../../cells/Table.ts"
import { partnersAt } from "../../views/TrendAnswer.ts"
import type { Edition } from "../Edition.ts"
import type { PageContext } from "../PageContext.ts"

export const certainty = (context: PageContext, edition: Edition, table: Table, year: string): Content => {
  const { p, t } = context
  const count = (state: Cell["state"]) => cellsAt(table, { year }).filter((cell) => cell.state === state).length
  const [first] = table.cells
  const trend =
    first === undefined
      ? undefined
      : edition.trend("flows", {
          origin: labelOf(table, first, "origin"),
          destination: labelOf(table, first, "destination")
        })
  const partners = trend === undefined ? undefined : partnersAt(trend, year)
  return h(
    "section",
    h("h2", p("howCertain")),
    h(
      "ul",
      partners?.value === undefined ? null : h("li", p("reportingCount", { n: partners.value, year })),
      h("li", p("certainPublished", { n: count("published"), year })),
      count("suppressed") === 0 ? null : h("li", p("certainSuppressed", { n: count("suppressed"), year })),
      edition.release.invented ? null : h("li", t("observed")),
      h("li", h("a", { href: `/verdicts?lang=${context.language}` }, t("verdictMore")))
    )
  )
}
