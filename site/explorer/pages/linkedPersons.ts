/** Persons of a linkage round, each counted once, beside the same persons counted once at each partner. */
import { type Content, h } from "@corridor/page/html"
import { type Cell, cellAt, isYear, labelsOf } from "../cells/Table.ts"
import { figureWords, type PageContext } from "./PageContext.ts"

/** The tables that the section reads. They have noise, so they are in no edition of the main series. */
export const linkedTables = ["persons", "persons_at_partners"] as const

/** A figure with its interval; a missing one is below the limit of its release, never 0. */
const figure = (context: PageContext, cell: Cell): Content => {
  const { p } = context
  if (cell.value === undefined) return h("td", { "data-state": cell.state }, p("linkedBelow"))
  return h(
    "td",
    { class: "figure", "data-state": cell.state },
    figureWords(context, cell),
    cell.low === undefined || cell.high === undefined
      ? null
      : h("small", {}, ` ${p("linkedRange", { low: cell.low, high: cell.high })}`)
  )
}

/** Nothing if no such release was published, or if the address names a release. */
export const linkedPersons = (context: PageContext): Content => {
  const { linked, pinned, p, t } = context
  const [persons, atPartners] = linkedTables.map((name) => linked?.rows(name))
  if (linked === undefined || persons === undefined || atPartners === undefined || pinned !== undefined) return null
  const years = [...new Set([persons, atPartners].flatMap((table) => labelsOf(table, "year")))].filter(isYear).sort()
  if (years.length === 0) return null
  const { release, invented } = linked.release
  return h(
    "section",
    { class: "linked" },
    h("h2", { id: "linked" }, p("linkedTitle")),
    h(
      "table",
      { "aria-labelledby": "linked" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [p("linkedYear"), p("linkedOnce"), p("linkedAtPartners")].map((name) => h("th", { scope: "col" }, name))
        )
      ),
      h(
        "tbody",
        {},
        years.map((year) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, year),
            figure(context, cellAt(persons, { year })),
            figure(context, cellAt(atPartners, { year }))
          )
        )
      )
    ),
    h("p", { class: "quiet" }, p("linkedMeans"), invented ? ` ${t("invented")}` : ""),
    h("p", {}, h("a", { href: `/v1/releases/${release}/tables/persons` }, p("linkedRelease", { release })))
  )
}
