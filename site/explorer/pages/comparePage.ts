/** Up to six corridors side by side on one scale, as persons or as rates per 100,000 inhabitants. */
import { type Content, h } from "@corridor/page/html"
import { smallSeries, smallSize } from "../drawings/smallSeries.ts"
import { svgOf } from "../parts/svgOf.ts"
import { flowPath } from "../state/paths.ts"
import { compareForm } from "./compareForm.ts"
import { compareSummary } from "./comparePicture.ts"
import {
  type Comparison,
  inWords,
  lacksRate,
  latestOf,
  latestWords,
  readComparison,
  type Series,
  scaleNotes
} from "./comparison.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { notFoundPage } from "./notFoundPage.ts"
import { type PageContext, to } from "./PageContext.ts"
import type { Population } from "./rate.ts"
import { eyebrow } from "./sections/headline.ts"
import { shortVerdict } from "./sections/rising.ts"
import { equivalent } from "./sections/seriesSection.ts"
import { sourceSection } from "./sections/sourceSection.ts"

/** Returns one corridor: its name, its latest figure, what is stated of it, and its bars. */
const multiple = (context: PageContext, edition: Edition, comparison: Comparison, series: Series): Content => {
  const { most, write } = comparison
  const { name, origin, destination, years } = series
  const path = flowPath(origin, destination)
  const words = years.map(({ year, cell }) => `${year}: ${inWords(context, cell, write)}`).join("; ")
  const { width, height } = smallSize
  return h(
    "section",
    h("h2", path === undefined ? name : h("a", { href: to(context, path) }, name)),
    h(
      "p",
      { class: "quiet" },
      latestWords(context, comparison, series),
      latestOf(series) === undefined
        ? null
        : [" · ", shortVerdict(context, edition.trend("flows", { origin, destination }))]
    ),
    h(
      "svg",
      { role: "img", "aria-label": `${name}. ${words}`, viewBox: `0 0 ${width} ${height}`, width, height },
      smallSeries({ years, most, write }).map((one) => svgOf(one))
    )
  )
}

/** Returns the figures of the corridors as a table. */
const figuresTable = (context: PageContext, { series, caption, write }: Comparison): Content => {
  const { t, p } = context
  return h(
    "section",
    h("h2", t("table")),
    equivalent(context, "compare-table", {
      caption,
      head: [t("corridor"), ...(series[0]?.years.map(({ year }) => year) ?? [])],
      rows: series.map(({ name, origin, destination, years }) => ({
        head: [name],
        links: [flowPath(origin, destination)],
        cells: years.map(({ cell }) => (lacksRate(cell) ? p("noInhabitants") : cell))
      })),
      write
    })
  )
}

/** Returns the comparison that an address asks for: its corridors, or the six with the highest certain figures. */
export const comparePage = (
  context: PageContext,
  edition: Edition,
  search: URLSearchParams,
  population: Population
): PageContent => {
  const { t, p, names } = context
  const table = edition.rows("flows")
  if (table === undefined) return notFoundPage(context, "table")
  const comparison = readComparison(context, table, search, population)
  const { unit, find, found, asked, offered, series, caption } = comparison
  const listed = series.map(({ name }) => name).join(", ")
  const isOpen = find !== "" && found.corridor === undefined
  const address = {
    path: "/compare",
    parameters: { ...(unit === "persons" ? {} : { unit }) },
    repeated: asked.map((key) => ["corridor", key] as const)
  }
  const files = series.map(({ origin, destination }) => ({ table: "flows", parameters: { origin, destination } }))
  const scale = [...scaleNotes(context, comparison), t("oncePerPartner")]
  return {
    ...address,
    title: `${p("compare")}: ${listed}`,
    description: `${caption}. ${listed}.`,
    ...(series.length === 0
      ? {}
      : {
          preview: { ...address.parameters, page: "compare" },
          previewWords: compareSummary(context, comparison)
        }),
    main: [
      eyebrow(p("compareKind")),
      h("h1", p("compare")),
      h("p", { class: "lead" }, caption),
      comparison.isOdd ? h("p", { class: "odd", role: "note" }, t("oddAddress")) : null,
      isOpen && found.offered.length === 0
        ? h(
            "p",
            { class: "none", role: "status" },
            found.places.length === 0
              ? p("searchNone")
              : `${found.places.map(names.place).join(", ")}: ${p("noRecords")}`
          )
        : null,
      compareForm(context, { chosen: series.map(({ key }) => key), offered, unit, find, isOpen }),
      series.length === 0
        ? h("p", { class: "none", role: "note" }, t("nothingPublished"))
        : [
            h(
              "div",
              { class: "multiples" },
              series.map((one) => multiple(context, edition, comparison, one))
            ),
            h("p", { class: "quiet" }, scale.join(" ")),
            figuresTable(context, comparison),
            sourceSection(context, edition, { ...address, files })
          ]
    ]
  }
}
