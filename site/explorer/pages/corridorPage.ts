/** A corridor: how many, rising or not, by which routes, who reported, who the victims were. */
import { type Content, h } from "@corridor/page/html"
import { type Cell, cellsAt, labelOf } from "../cells/Table.ts"
import { corridorPath, placePath } from "../state/paths.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { linkedSentence } from "./linkedPersons.ts"
import { notFoundPage } from "./notFoundPage.ts"
import { figureWords, latestReported, type PageContext, to, yearsAt } from "./PageContext.ts"
import { type BarRow, barTable } from "./sections/barTable.ts"
import { eyebrow, headline } from "./sections/headline.ts"
import { profileSection } from "./sections/profileSection.ts"
import { rising, sentenceOf } from "./sections/rising.ts"
import { decidingSection, seriesSection } from "./sections/seriesSection.ts"
import { reportingSection, sourceSection } from "./sections/sourceSection.ts"

/** Links to the pages of places. */
const placeLinks = (context: PageContext, labels: ReadonlyArray<string>): ReadonlyArray<Content> =>
  labels.flatMap((label, i) => {
    const path = placePath(label)
    const name = context.names.place(label)
    return [i === 0 ? "" : ", ", path === undefined ? name : h("a", { href: to(context, path) }, name)]
  })

interface Corridor {
  readonly origin: string
  readonly destination: string
}

/** Returns the routes of a corridor in a year, and the places of transit of those that are published. */
const routesOf = ({ names }: PageContext, edition: Edition, corridor: Corridor, year: string) => {
  const table = edition.rows("corridors", { ...corridor, year })
  if (table === undefined) return { rows: [] as ReadonlyArray<BarRow>, transit: [] as ReadonlyArray<string> }
  const placesOf = (cell: Cell) => labelOf(table, cell, "corridor").split(" > ")
  const cells = cellsAt(table, {})
  return {
    rows: cells.map((cell) => ({ name: names.route(labelOf(table, cell, "corridor")), cell })),
    transit: [...new Set(cells.flatMap((cell) => placesOf(cell).slice(1, -1)))].sort()
  }
}

/** Returns the page of a corridor between two countries that exist; not found if the edition has no flows. */
export const corridorPage = (context: PageContext, edition: Edition, corridor: Corridor): PageContent => {
  const { t, p, names } = context
  const { origin, destination } = corridor
  const ends = { origin: names.place(origin), destination: names.place(destination) }
  const title = `${ends.origin} → ${ends.destination}`
  const path = corridorPath(origin, destination)
  const where = { origin, destination }
  const table = edition.rows("flows", where)
  if (table === undefined) return notFoundPage(context, "table")
  // A corridor without its own year has the years of the table.
  const years = table.cells.length === 0 ? [] : yearsAt(table, where)
  const latest = latestReported(years)
  const related = h(
    "p",
    { class: "onScreen" },
    placeLinks(context, [...new Set([origin, destination])]),
    origin === destination
      ? null
      : [
          " · ",
          h(
            "a",
            { href: to(context, corridorPath(destination, origin)) },
            p("reverse", { title: `${ends.destination} → ${ends.origin}` })
          )
        ],
    " · ",
    h("a", { href: to(context, "/compare", {}, [["corridor", `${origin}~${destination}`]]) }, p("comparedWith")),
    " · ",
    h("a", { href: to(context, "/request", { from: origin, to: destination, asked: "1" }) }, p("request"))
  )
  const top = [eyebrow(p("kindCorridor")), h("h1", title), h("p", { class: "lead" }, p("corridorLead", ends))]
  if (latest === undefined) {
    const none = p("corridorNone", { title })
    return { path, title, description: none, main: [...top, h("p", { class: "none", role: "note" }, none), related] }
  }
  const trend = edition.trend("flows", where)
  const { rows, transit } = routesOf(context, edition, corridor, latest.year)
  const sentence = sentenceOf(context, trend)
  return {
    path,
    preview: { view: "trend", series: "flows", label: `${origin}~${destination}` },
    title,
    description: `${p("preview", { figure: figureWords(context, latest.cell), year: latest.year, verdict: sentence })} ${t("oncePerPartner")}`,
    main: [
      ...top,
      h("div", { class: "answer" }, headline(context, years), rising(context, years, trend)),
      related,
      linkedSentence(context),
      seriesSection(context, table, where, trend, p("byYear")),
      decidingSection(context, edition, table, where, trend),
      h(
        "section",
        h("h2", p("routesIn", { year: latest.year })),
        rows.length === 0
          ? h("p", p("routesNone"))
          : [
              h("p", p("routesLead")),
              barTable(context, "routes", title, rows),
              h("p", transit.length === 0 ? p("transitNone") : [`${p("transitLead")} `, placeLinks(context, transit)])
            ]
      ),
      profileSection(context, edition),
      reportingSection(context, trend, latest.year),
      sourceSection(context, edition, {
        path,
        files: [
          { table: "flows", parameters: where },
          { table: "corridors", parameters: where }
        ],
        view: { view: "trend", series: "flows", label: `${origin}~${destination}` }
      })
    ]
  }
}
