/** Parts that the pages of corridors, countries and regions share. */
import { numberFormat, writeDay } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { mainSeries } from "../../../release/history/editions.ts"
import { type Cell, cellsAt, certainFigure, isYear, labelOf, labelsOf, scaleEnd, type Table } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { hiddenStateOf, stateSign } from "../drawings/cellPaint.ts"
import type { Picture } from "../drawings/Picture.ts"
import { cellTable } from "../parts/cellTable.ts"
import { type FileChoice, fileList } from "../parts/fileList.ts"
import { verdict } from "../parts/verdict.ts"
import { addressFor, placePath } from "../state/paths.ts"
import type { ViewName } from "../state/State.ts"
import { partnersAt, type TrendAnswer } from "../views/TrendAnswer.ts"
import { trendView } from "../views/trendView.ts"
import type { TableEquivalent, ViewModel, ViewProps } from "../views/View.ts"
import { verdictBox } from "../views/verdictBox.ts"
import type { PageWordKey } from "../words/pages/en.ts"
import { chart } from "./chart.ts"
import type { Edition, Selection } from "./Edition.ts"
import { figureWords, latestReported, type PageContext, to, type YearCell } from "./PageContext.ts"
import { rateOf, writeRate } from "./rate.ts"

export const eyebrow = (kind: string): Content => h("p", { class: "eyebrow" }, kind)

/** A figure as a rate of a year's population, with that population. */
const rateSentence = ({ p, language }: PageContext, cell: Cell, population: number, year: string): string => {
  const write = writeRate(language)
  const { value, low, high } = rateOf(cell, population)
  const rate = value === undefined ? boundsText({ low, high }, write) : write(value)
  return rate === undefined ? "" : p("ratePerYear", { rate, population, year })
}

/** The number of the latest year that was reported, and what it is. `population` returns the inhabitants that it is compared with. */
export const headline = (
  context: PageContext,
  years: ReadonlyArray<YearCell>,
  population: (year: number) => number | undefined = () => undefined
): Content => {
  const { t, p } = context
  const latest = latestReported(years)
  if (latest === undefined) return null
  const published = years.findLast(({ cell }) => cell.value !== undefined)
  const last = years.at(-1)
  const inhabitants = population(Number(latest.year))
  return h(
    "div",
    { class: "headline" },
    h(
      "p",
      { class: "number", "data-state": latest.cell.state },
      h("strong", {}, figureWords(context, latest.cell)),
      " ",
      h("span", {}, p("latestYear", { year: latest.year }))
    ),
    latest.cell.state === "published"
      ? null
      : h(
          "p",
          {},
          p(latest.cell.low === undefined ? "hiddenWhy" : latest.cell.high === undefined ? "leastWhy" : "rangeWhy")
        ),
    latest.cell.low !== undefined || published === undefined || latest === published
      ? null
      : h("p", {}, p("lastPublished", { figure: figureWords(context, published.cell), year: published.year })),
    inhabitants === undefined
      ? null
      : h("p", { class: "rate" }, rateSentence(context, latest.cell, inhabitants, latest.year)),
    last !== undefined && last.year !== latest.year ? h("p", {}, p("newerMissing", { year: last.year })) : null,
    h("p", { class: "quiet" }, t("oncePerPartner"))
  )
}

/** Returns the verdict on a series as one sentence; "" if there is no series. */
export const sentenceOf = ({ t, names, language }: PageContext, trend: TrendAnswer | undefined): string =>
  trend === undefined ? "" : verdictBox(t, names, language, trend).sentence

const shortVerdicts: Readonly<Record<string, PageWordKey>> = {
  rising: "shortRising",
  falling: "shortFalling",
  "change of level": "shortLevel",
  "no detectable change": "shortNone"
}

/** Returns the verdict on a series in two words, for a row of a table; "" if there is no series. */
export const shortVerdict = ({ p }: PageContext, trend: TrendAnswer | undefined): string => {
  if (trend === undefined) return ""
  const { direction, partners } = trend.verdict
  const words = p(shortVerdicts[direction] ?? "shortUnsaid")
  return partners === "throughout" ? p("shortThroughout", { words }) : words
}

/** The verdict on a series, with its question as the heading. */
export const rising = (
  { t, p, names, language }: PageContext,
  years: ReadonlyArray<YearCell>,
  trend: TrendAnswer | undefined,
  level: 2 | 3 = 2
): Content => {
  if (trend === undefined) return null
  const box = verdictBox(t, names, language, trend)
  const known = years.filter(({ cell }) => cell.value !== undefined)
  const [first, last] = [known[0], known.at(-1)]
  const ends =
    // Where the verdict is of the partners that reported throughout, figures of all partners mislead.
    first === undefined || last === undefined || first === last || trend.verdict.partners === "throughout"
      ? []
      : [
          p("firstAndLast", {
            first: first.cell.value ?? "",
            from: first.year,
            last: last.cell.value ?? "",
            to: last.year
          })
        ]
  // Without a rate there are too few years for any answer.
  const few = trend.verdict.rate === null ? [p("tooFewYears")] : []
  return h(
    "div",
    { class: "rising" },
    h(`h${level}`, {}, p("isRising")),
    verdict({ ...box, figures: [...ends, ...few, ...box.figures] })
  )
}

/** What a view needs, for a page's picture of a width. */
export const viewProps = (context: PageContext, tables: ReadonlyMap<string, Table>, width: number): ViewProps => {
  const { t, names, language } = context
  const linkTo = (path: string | undefined) => (path === undefined ? undefined : to(context, path))
  return { tables, filters: {}, t, names, language, width, linkTo, resources: {} }
}

const propsOf = (
  context: PageContext,
  table: Table,
  filters: ViewProps["filters"],
  width: number,
  resources: ViewProps["resources"]
): ViewProps => {
  // Pages show series of tables that the view does not offer, such as places of transit.
  const series = {
    table: table.name,
    title: "",
    kind: releaseTables.get(table.name)?.cube.recordKind ?? "",
    isMonthly: false
  }
  const tables = new Map([[table.name, table]])
  const names = { ...context.names, series: [series] }
  return { ...viewProps(context, tables, width), filters, names, resources }
}

const list = (notes: ReadonlyArray<string>): Content =>
  h(
    "ul",
    { class: "notes" },
    notes.map((note) => h("li", {}, note))
  )

/** A series as a picture, with the same figures as a table beside it. */
export const seriesSection = (
  context: PageContext,
  table: Table,
  where: Readonly<Record<string, string>>,
  trend: TrendAnswer | undefined,
  title: string,
  name = "series",
  level: 2 | 3 = 2
): Content => {
  const label = table.dimensions.flatMap((one) => (one === "year" ? [] : [where[one] ?? ""])).join("~")
  const filters = { series: table.name, label }
  const resources = trend === undefined ? {} : { trend }
  const model = (width: number): ViewModel => trendView.make(propsOf(context, table, filters, width, resources))
  const { notes, tableEquivalents } = model(600)
  const draw = (width: number): Picture => ({ ...(model(width).pictures[0] as Picture), title })
  // A table with the constant panel, or of parts of years, is too large to stand beside the picture.
  const isBelow = tableEquivalents.some(({ head, rows }) => head.length > 3 || rows.length > mostBeside)
  return h(
    "section",
    { class: isBelow ? "tableBelow" : "withTable" },
    h(
      "div",
      {},
      chart(`${name}-chart`, draw, level),
      h("details", {}, h("summary", {}, context.p("readChart")), list(notes))
    ),
    tableEquivalents.map((one, i) => equivalent(context, `${name}-table-${i}`, { ...one, caption: title }))
  )
}

/** Rows that stand beside a picture, at most. */
const mostBeside = 10

/** The series by parts of years that the verdict on a table's cell comes from; nothing if it comes from the table itself. */
export const decidingSection = (
  context: PageContext,
  edition: Edition,
  table: Table,
  where: Readonly<Record<string, string>>,
  trend: TrendAnswer | undefined,
  name = "parts",
  level: 2 | 3 = 2
): Content => {
  const of = trend?.verdict.of ?? table.name
  const finer = of === table.name ? undefined : edition.rows(of, where)
  return finer === undefined
    ? null
    : seriesSection(context, finer, where, edition.trend(of, where), context.p("byPart"), name, level)
}

/** The figures of a picture as a table. */
export const equivalent = (context: PageContext, id: string, equivalent: TableEquivalent): Content =>
  cellTable<Content>({ h, t: context.t, language: context.language, to: (path) => to(context, path) }, id, equivalent)

/** A bar of a row, or the line of a suppressed figure's range. An arrow means that it has no end, or one outside the scale. */
const bar = ({ value, low, high }: Cell, most: number): Content => {
  const x = (figure: number) => Math.min(100, Math.round((1000 * figure) / most) / 10)
  const isOpen = high === undefined || high > most
  const shape =
    value !== undefined
      ? h("rect", { x: 0, y: 0, width: x(value), height: 10, fill: "var(--act)" })
      : low === undefined
        ? null
        : h("path", {
            d: `M${x(low)} 1V9M${x(low)} 5H${isOpen ? "100M96 1L100 5L96 9" : `${x(high)}M${x(high)} 1V9`}`,
            fill: "none",
            stroke: "var(--ink)",
            "stroke-width": 2,
            "vector-effect": "non-scaling-stroke",
            "stroke-dasharray": high === undefined ? "6 4" : null
          })
  return h("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, shape)
}

/** The figure of a row: a number, or the sign of its state with the range, and both in words for screen readers and at the pointer. */
const rowFigure = (context: PageContext, cell: Cell): Content => {
  const { format } = numberFormat(context.language)
  if (cell.value !== undefined) return h("td", { class: "figure", "data-state": cell.state }, format(cell.value))
  const words = figureWords(context, cell)
  return h(
    "td",
    { class: "figure", "data-state": cell.state, title: words },
    h("span", { "aria-hidden": "true" }, `${stateSign[hiddenStateOf(cell.state)]} ${boundsText(cell, format) ?? ""}`),
    h("span", { class: "unseen" }, words)
  )
}

export interface BarRow {
  readonly name: string
  readonly path?: string | undefined
  readonly cell: Cell
  /** A few words below the name. */
  readonly more?: string | undefined
}

/** Rows with their figure and a bar, largest certain figure first. */
export const barTable = (context: PageContext, id: string, caption: string, rows: ReadonlyArray<BarRow>): Content => {
  const hasScale = rows.some(({ cell }) => cell.value !== undefined)
  const most = scaleEnd(rows.map(({ cell }) => cell))
  const sorted = rows.toSorted(
    (a, b) => certainFigure(b.cell) - certainFigure(a.cell) || a.name.localeCompare(b.name, context.language)
  )
  return h(
    "table",
    { class: "bars", "aria-labelledby": id },
    h("caption", { id }, caption),
    h(
      "tbody",
      {},
      sorted.map(({ name, path, cell, more }) =>
        h(
          "tr",
          {},
          h(
            "th",
            { scope: "row" },
            path === undefined ? name : h("a", { href: to(context, path) }, name),
            more === undefined || more === "" ? null : [" ", h("span", { class: "quiet more" }, more)]
          ),
          rowFigure(context, cell),
          h("td", { class: "drawn", "aria-hidden": "true" }, hasScale ? bar(cell, most) : null)
        )
      )
    )
  )
}

/** The latest year in which one of some cells was reported. */
export const yearOf = (table: Table): string | undefined =>
  labelsOf(table, "year")
    .filter(isYear)
    .findLast((year) => cellsAt(table, { year }).some(({ state }) => state === "published" || state === "suppressed"))

/** Rows of a table in its latest year, one for each combination of labels. */
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

/** Who the victims were: of a country if the edition says so, otherwise of all. */
export const profileSection = (context: PageContext, edition: Edition, country?: string): Content => {
  const { t, p, names } = context
  const parts = profiles.flatMap(({ table: name, by, title }) => {
    const hasCountry = edition.labels(name, "country").length > 0
    if (hasCountry && country === undefined) return []
    const where: Selection = hasCountry && country !== undefined ? { country } : {}
    const table = edition.rows(name, where)
    const year = table === undefined ? undefined : yearOf(table)
    if (table === undefined || year === undefined) return []
    const known = by.filter((one) => table.dimensions.includes(one))
    return [{ title: t(title), rows: classRows(context, table, year, known), year, hasCountry, name }]
  })
  const [first] = parts
  if (first === undefined) return null
  return h(
    "section",
    {},
    h("h2", {}, p("who")),
    h(
      "p",
      {},
      first.hasCountry && country !== undefined
        ? p("whoCountry", { place: names.place(country), year: first.year })
        : p("whoAll", { year: first.year })
    ),
    h(
      "div",
      { class: "columns" },
      parts.map(({ title, rows, name }) => barTable(context, `who-${name}`, title, rows))
    )
  )
}

/** How many partners reported at the end of the latest year. */
export const reportingSection = ({ p }: PageContext, trend: TrendAnswer | undefined, year: string): Content => {
  if (trend === undefined) return null
  const cell = partnersAt(trend, year)
  return h(
    "section",
    {},
    h("h2", {}, p("reporting")),
    h(
      "p",
      {},
      cell.state === "published" && cell.value !== undefined
        ? p("reportingCount", { n: cell.value, year })
        : p(cell.state === "suppressed" ? "reportingFew" : "reportingUnknown", { year })
    )
  )
}

/** Returns which edition a page shows, and when it was published. */
export const editionWords = ({ p, language }: PageContext, edition: Edition): string => {
  const { release } = edition
  const day = writeDay(language, release.publishedAt)
  const version =
    release.edition === undefined
      ? String(release.release)
      : release.edition.name === mainSeries
        ? String(release.edition.version)
        : `${release.edition.name} ${release.edition.version}`
  return p(release.edition === undefined ? "sourceRelease" : "sourceEdition", { version, day })
}

/** The edition, its files, and the address that keeps these figures. */
export const sourceSection = (
  context: PageContext,
  edition: Edition,
  path: string,
  files: ReadonlyArray<FileChoice>,
  view: Readonly<Record<string, string>> & { readonly view: ViewName }
): Content => {
  const { t, p, language, theme } = context
  const { release } = edition
  const reader = { language, theme: "auto", release: release.release }
  const picture = addressFor("/preview.png", reader, view)
  const kept = addressFor(path, reader)
  return h(
    "section",
    { class: "source" },
    h("h2", {}, p("source")),
    h("p", {}, editionWords(context, edition)),
    h(
      "ul",
      { class: "files" },
      fileList<Content>(
        h,
        context,
        release.release,
        files.filter(({ table }) => release.tables.includes(table))
      ),
      h("li", {}, h("span", { class: "what" }, p("picture")), h("a", { href: picture }, "PNG"))
    ),
    h("p", {}, h("a", { href: kept }, p("permanent"))),
    h("p", {}, h("a", { href: addressFor("/", { language, theme, release: release.release }, view) }, p("inExplorer"))),
    h("details", {}, h("summary", {}, t("cite")), h("p", { class: "citation", lang: "en" }, release.citation))
  )
}

/** Links to the pages of places. */
export const placeLinks = (context: PageContext, labels: ReadonlyArray<string>): ReadonlyArray<Content> =>
  labels.flatMap((label, i) => {
    const path = placePath(label)
    const name = context.names.place(label)
    return [i === 0 ? "" : ", ", path === undefined ? name : h("a", { href: to(context, path) }, name)]
  })
