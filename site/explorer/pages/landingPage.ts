/** The first page: how many, from where to where, rising or not, who, and how certain; then ways in. */
import { type Content, h } from "@corridor/page/html"
import { type Cell, cellsAt, certainFigure, labelOf, type Table } from "../cells/Table.ts"
import type { Points } from "../drawings/Picture.ts"
import { countryPath, flowPath, regionPath } from "../state/paths.ts"
import { mapView } from "../views/mapView.ts"
import { partnersAt } from "../views/TrendAnswer.ts"
import { chart } from "./chart.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { linkedPersons } from "./linkedPersons.ts"
import { figureWords, latestReported, type PageContext, to, yearsAt } from "./PageContext.ts"
import type { Story } from "./Story.ts"
import { editionWords, sentenceOf, shortVerdict, viewProps, yearOf } from "./sections.ts"
import { sparkline } from "./sparkline.ts"
import { storyList } from "./storyPage.ts"

/** What the map is drawn from. */
interface MapFiles {
  readonly world: unknown
  readonly points: Points
}

/** The most corridors that are listed. The others are in the table of flows. */
const mostCorridors = 10

interface CorridorRow {
  readonly origin: string
  readonly destination: string
  readonly name: string
  readonly cell: Cell
}

/** The corridors of a year by what is certain about their figure. */
const corridorsOf = ({ names, language }: PageContext, table: Table, year: string): ReadonlyArray<CorridorRow> =>
  cellsAt(table, { year })
    .map((cell) => {
      const [origin, destination] = [labelOf(table, cell, "origin"), labelOf(table, cell, "destination")]
      return { origin, destination, name: `${names.place(origin)} → ${names.place(destination)}`, cell }
    })
    .sort((a, b) => certainFigure(b.cell) - certainFigure(a.cell) || a.name.localeCompare(b.name, language))

/** A question with its answer. `said` is what the figure is of, `verdict` whether it rises. */
const answer = (question: string, figure: Content, said: Content, verdict: string | null = null): Content =>
  h(
    "section",
    { class: "fact" },
    h("h2", {}, question),
    h("p", { class: "figure" }, figure),
    h("p", {}, said),
    verdict === null || verdict === "" ? null : h("p", {}, h("strong", {}, verdict))
  )

/** What a figure is of, and how its persons are counted. */
const counted = (said: string, how: string): Content => [said, " ", h("span", { class: "quiet" }, how)]

/** All persons in records of victims, or of routes if there are none, in the latest year with a published figure. */
const totalOf = (edition: Edition) => {
  for (const kind of ["victim", "route"] as const) {
    const where = { record_kind: kind }
    const table = edition.rows("coverage", where)
    const years = table === undefined || table.cells.length === 0 ? [] : yearsAt(table, where)
    const latest = years.findLast(({ cell }) => cell.value !== undefined) ?? latestReported(years)
    if (latest !== undefined) return { kind, latest, trend: edition.trend("coverage", where) }
  }
  return undefined
}

const howMany = (context: PageContext, edition: Edition): Content => {
  const { p } = context
  const total = totalOf(edition)
  if (total === undefined) return null
  const { kind, latest, trend } = total
  return answer(
    p("howMany"),
    figureWords(context, latest.cell),
    counted(
      `${p(kind === "victim" ? "inVictimRecords" : "inRouteRecords", { year: latest.year })}.`,
      p("onceEachMonth")
    ),
    sentenceOf(context, trend)
  )
}

const fromWhere = (context: PageContext, edition: Edition, rows: ReadonlyArray<CorridorRow>, year: string): Content => {
  const [first] = rows
  if (first === undefined || certainFigure(first.cell) < 1) return null
  const { p } = context
  const path = flowPath(first.origin, first.destination)
  return answer(
    p("fromWhere"),
    path === undefined ? first.name : h("a", { href: to(context, path) }, first.name),
    counted(`${p("largestCorridor", { figure: figureWords(context, first.cell), year })}.`, p("once")),
    sentenceOf(context, edition.trend("flows", { origin: first.origin, destination: first.destination }))
  )
}

/** The largest published class of victims. A suppressed class may be larger, so it is called the largest published one. */
const who = (context: PageContext, edition: Edition): Content => {
  const { p, names } = context
  for (const [name, by] of [
    ["victims", ["form", "age_group", "sex"]],
    ["risk_groups", ["risk_group"]]
  ] as const) {
    const table = edition.rows(name)
    const year = table === undefined ? undefined : yearOf(table)
    if (table === undefined || year === undefined) continue
    const [first] = cellsAt(table, { year })
      .filter(({ value }) => value !== undefined)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    if (first === undefined) continue
    const known = [...by, "country"].filter((dimension) => table.dimensions.includes(dimension))
    const words = names.phrase(
      known,
      known.map((dimension) => labelOf(table, first, dimension))
    )
    return answer(p("whoShort"), words, [
      `${p("largestGroup", { figure: figureWords(context, first), year })}. `,
      h("a", { href: to(context, "/", { view: "victims" }) }, p("allGroups"))
    ])
  }
  return null
}

const corridorTable = (
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
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, t("corridor")),
        h("th", { scope: "col", class: "persons" }, p("personsIn", { year })),
        h("th", { scope: "col" }, p("allYears")),
        h("th", { scope: "col" }, p("isRising"))
      )
    ),
    h(
      "tbody",
      {},
      rows.slice(0, mostCorridors).map(({ origin, destination, name, cell }) => {
        const where = { origin, destination }
        const path = flowPath(origin, destination)
        return h(
          "tr",
          {},
          h("th", { scope: "row" }, path === undefined ? name : h("a", { href: to(context, path) }, name)),
          h("td", { class: "persons", "data-state": cell.state }, figureWords(context, cell)),
          h("td", { class: "line" }, sparkline(yearsAt(edition.rows("flows", where) ?? table, where))),
          h("td", { class: "words" }, shortVerdict(context, edition.trend("flows", where)))
        )
      })
    )
  )
}

const certainty = (context: PageContext, edition: Edition, table: Table, year: string): Content => {
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
    {},
    h("h2", {}, p("howCertain")),
    h(
      "ul",
      {},
      partners?.value === undefined ? null : h("li", {}, p("reportingCount", { n: partners.value, year })),
      h("li", {}, p("certainPublished", { n: count("published"), year })),
      count("suppressed") === 0 ? null : h("li", {}, p("certainSuppressed", { n: count("suppressed"), year })),
      edition.release.invented ? null : h("li", {}, t("observed")),
      h("li", {}, h("a", { href: `/verdicts?lang=${context.language}` }, t("verdictMore")))
    )
  )
}

/** All countries with a page that has figures, by name. */
const countryLinks = (context: PageContext, edition: Edition): Content => {
  const { names, language, p } = context
  const codes = [...new Set(["origin", "destination"].flatMap((one) => edition.labels("flows", one)))]
    .filter((code) => /^[A-Z]{3}$/.test(code))
    .sort((a, b) => names.place(a).localeCompare(names.place(b), language))
  return h(
    "section",
    {},
    h("h2", {}, p("waysIn")),
    codes.length === 0
      ? null
      : [
          h("h3", {}, p("countries")),
          h(
            "ul",
            { class: "links" },
            codes.map((code) => h("li", {}, h("a", { href: to(context, countryPath(code)) }, names.place(code))))
          )
        ],
    h("h3", {}, p("pilotRegions")),
    h(
      "ul",
      { class: "links" },
      names.pilots.map(({ region }) =>
        h("li", {}, h("a", { href: to(context, regionPath(region)) }, names.place(region)))
      )
    )
  )
}

/** Returns the first page. */
export const landingPage = (
  context: PageContext,
  edition: Edition,
  files: MapFiles,
  stories: ReadonlyArray<Story>
): PageContent => {
  const { p, t } = context
  const table = edition.rows("flows")
  const year = table === undefined ? undefined : yearOf(table)
  const rows = table === undefined || year === undefined ? [] : corridorsOf(context, table, year)
  const [first] = rows
  const map = (width: number) => {
    const corridors = edition.rows("corridors")
    const tables = new Map([table, corridors].flatMap((one) => (one === undefined ? [] : [[one.name, one] as const])))
    const props = { ...viewProps(context, tables, width), filters: { year: year ?? "" }, resources: { ...files } }
    return mapView.make(props).pictures[0] as ReturnType<typeof mapView.make>["pictures"][number]
  }
  return {
    path: "/",
    preview: { view: "map" },
    title: p("landingTitle"),
    description:
      first === undefined || year === undefined
        ? t("subtitle")
        : `${t("subtitle")}. ${first.name}: ${p("figureIn", { figure: figureWords(context, first.cell), year })}.`,
    main: [
      h("p", { class: "eyebrow" }, editionWords(context, edition)),
      h("h1", {}, p("landingTitle")),
      h(
        "div",
        { class: "overview" },
        h(
          "div",
          { class: "facts" },
          howMany(context, edition),
          year === undefined ? null : fromWhere(context, edition, rows, year),
          who(context, edition)
        ),
        table === undefined || year === undefined
          ? null
          : h("section", {}, chart("map-chart", map), h("p", { class: "quiet" }, t("boundaries")))
      ),
      table === undefined || year === undefined
        ? h("p", { class: "none" }, t("nothingPublished"))
        : [
            certainty(context, edition, table, year),
            h(
              "section",
              { class: "largest" },
              h("h2", { id: "corridors" }, p("largestCorridors", { year })),
              corridorTable(context, edition, table, rows, year),
              h("p", { class: "quiet" }, [p("unsaidMeans"), p("sparkMeans"), t("oncePerPartner")].join(" ")),
              h(
                "p",
                {},
                h("a", { href: to(context, "/", { view: "map", year }) }, p("allCorridors", { n: rows.length }))
              )
            )
          ],
      linkedPersons(context),
      stories.length === 0 ? null : h("section", {}, h("h2", {}, p("stories")), storyList(context, stories)),
      countryLinks(context, edition)
    ]
  }
}
