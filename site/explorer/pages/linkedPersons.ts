/** Persons of a linkage round, each counted once, next to the same persons counted once at each partner. */
import { type Content, h } from "@corridor/page/html"
import { isYear } from "../../../release/catalogue/timeLabels.ts"
import { hiddenPage, readHiddenRange } from "../../../release/history/hiddenRange.ts"
import { type Cell, cellAt, labelsOf } from "../cells/Table.ts"
import type { PageContent } from "./document.ts"
import { figureWords, type PageContext, to } from "./PageContext.ts"

/** The tables that are read. They have noise, so they are in no edition of the main series. */
export const linkedTables = ["persons", "persons_at_partners"] as const

/** The page that explains how persons are counted once. */
const explanation = "/persons"

interface LinkedYear {
  readonly year: string
  readonly persons: Cell
  readonly atPartners: Cell
}

/** Returns the years of the newest round, in order; none if no such release was published. */
const linkedYears = ({ linked }: Pick<PageContext, "linked">): ReadonlyArray<LinkedYear> => {
  const [persons, atPartners] = linkedTables.map((name) => linked?.rows(name))
  if (persons === undefined || atPartners === undefined) return []
  const years = [...new Set([persons, atPartners].flatMap((table) => labelsOf(table, "year")))].filter(isYear).sort()
  return years.map((year) => ({ year, persons: cellAt(persons, { year }), atPartners: cellAt(atPartners, { year }) }))
}

/** Returns a figure with its interval; a missing one is below the limit of its release, never 0. */
const figure = (context: PageContext, cell: Cell): Content => {
  const { p } = context
  if (cell.value === undefined) return h("td", { "data-state": cell.state }, p("linkedBelow"))
  return h(
    "td",
    { class: "figure", "data-state": cell.state },
    figureWords(context, cell),
    cell.low === undefined || cell.high === undefined
      ? null
      : h("small", ` ${p("linkedRange", { low: cell.low, high: cell.high })}`)
  )
}

const linkedTable = (context: PageContext, years: ReadonlyArray<LinkedYear>): Content => {
  const { p } = context
  return h(
    "table",
    { class: "linked", "aria-labelledby": "linked" },
    h(
      "thead",
      h(
        "tr",
        h("th", { scope: "col" }, p("linkedYear")),
        [p("linkedOnce"), p("linkedAtPartners")].map((name) => h("th", { scope: "col", class: "figures" }, name))
      )
    ),
    h(
      "tbody",
      years.map(({ year, persons, atPartners }) =>
        h("tr", h("th", { scope: "row" }, year), figure(context, persons), figure(context, atPartners))
      )
    )
  )
}

const link = (context: PageContext): Content =>
  h("a", { href: to({ ...context, pinned: undefined }, explanation) }, context.p("linkedMore"))

/** Returns the section of the first page. Nothing if no such release was published, or if the address names a release. */
export const linkedPersons = (context: PageContext): Content => {
  const { pinned, p } = context
  const years = linkedYears(context)
  if (years.length === 0 || pinned !== undefined) return null
  return h(
    "section",
    h("h2", { id: "linked" }, p("linkedTitle")),
    h("p", p("linkedLead")),
    linkedTable(context, years),
    h("p", link(context))
  )
}

/** Returns what "once at each partner" means in persons, by the latest year of the round: a paragraph next to a figure that counts so. */
export const linkedSentence = (context: PageContext): Content => {
  const { p, pinned } = context
  const latest = linkedYears(context).findLast(
    ({ persons, atPartners }) => persons.value !== undefined && atPartners.value !== undefined
  )
  if (latest === undefined || pinned !== undefined) return null
  const { year, persons, atPartners } = latest
  const values = {
    year,
    n: persons.value ?? 0,
    at: figureWords(context, atPartners),
    low: persons.low ?? 0,
    high: persons.high ?? 0
  }
  return h("p", { class: "quiet" }, p("linkedSentence", values), " ", link(context))
}

/** Persons whom no partner knows, by the capture histories of the round; nothing if they were not released or support no estimate. */
const hiddenPersons = ({ linked, p }: PageContext): Content => {
  const range = readHiddenRange(linked?.release.pages[hiddenPage])
  if (range === undefined) return null
  const { atLeast: low, atMost: high } = range
  return [
    h("h2", p("linkedHiddenTitle")),
    h("p", high === undefined ? p("linkedHidden", { n: low }) : p("linkedHiddenTo", { low, n: high })),
    h("p", p("linkedHiddenMeans"))
  ]
}

/** Returns the page that explains a round in a minute, with the figures of the newest one. */
export const personsPage = (context: PageContext): PageContent => {
  const { linked, p, t } = context
  const years = linkedYears(context)
  const steps = ["linkedStep1", "linkedStep2", "linkedStep3", "linkedStep4", "linkedStep5"] as const
  return {
    path: explanation,
    title: p("linkedTitle"),
    description: p("linkedLead"),
    main: [
      h("h1", { id: "linked" }, p("linkedTitle")),
      h("p", { class: "lead" }, p("linkedLead")),
      linked === undefined || years.length === 0
        ? h("p", { class: "none", role: "note" }, p("linkedNone"))
        : [
            linkedTable(context, years),
            h(
              "p",
              h(
                "a",
                { href: `/v1/releases/${linked.release.release}/tables/persons` },
                p("linkedRelease", { release: linked.release.release })
              ),
              linked.release.invented ? ` · ${t("invented")}` : ""
            )
          ],
      hiddenPersons(context),
      h("h2", p("linkedHow")),
      h(
        "ol",
        steps.map((step) => h("li", p(step)))
      ),
      h("h2", p("linkedRangeTitle")),
      h("p", p("linkedMeans")),
      h("p", p("linkedOther")),
      h("p", { class: "none", role: "note" }, p("linkedReview"))
    ]
  }
}
