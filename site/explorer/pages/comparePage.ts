/** Up to six corridors side by side on one scale, as persons or as rates per 100,000 inhabitants. */
import { numberFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { countryByAlpha3 } from "../../../schemas/Places.ts"
import { type Cell, certainFigure, labelOf, scaleEnd, type Table } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { flowPath } from "../state/paths.ts"
import { stateNames } from "../views/cellWords.ts"
import { compareForm, findCorridors, mostChoices, mostSeries, type Unit, units, withCorridor } from "./compareForm.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { notFoundPage } from "./notFoundPage.ts"
import {
  figureWords,
  latestReported,
  latestYearOf,
  type PageContext,
  to,
  type YearCell,
  yearsAt
} from "./PageContext.ts"
import { type Population, rateOf, writeRates } from "./rate.ts"
import { eyebrow } from "./sections/headline.ts"
import { shortVerdict } from "./sections/rising.ts"
import { equivalent } from "./sections/seriesSection.ts"
import { sourceSection } from "./sections/sourceSection.ts"
import { smallSeries } from "./smallSeries.ts"

interface Series {
  readonly key: string
  readonly origin: string
  readonly destination: string
  readonly name: string
  readonly persons: ReadonlyArray<YearCell>
  readonly years: ReadonlyArray<YearCell>
}

/** Returns all corridors of the edition, as `UKR~RUS`, ordered by their certain number in the latest year. */
const corridorsIn = (table: Table, year: string): ReadonlyArray<string> => {
  const best = new Map<string, number>()
  for (const cell of table.cells) {
    const key = `${labelOf(table, cell, "origin")}~${labelOf(table, cell, "destination")}`
    const certain = labelOf(table, cell, "year") === year ? certainFigure(cell) : -2
    best.set(key, Math.max(best.get(key) ?? -2, certain))
  }
  return [...best].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([key]) => key)
}

/** Returns whether a word names two countries. */
const isCorridor = (key: string): boolean => {
  const ends = key.split("~")
  return ends.length === 2 && ends.every((code) => countryByAlpha3(code)?.code === code)
}

const inUnit = (cell: Cell, unit: Unit, place: string, year: string, population: Population): Cell => {
  if (unit === "persons") return cell
  const inhabitants = population(place, Number(year))
  // Without a population there is no rate; that no person was reported is known nevertheless.
  if (inhabitants === undefined) return { ...cell, value: undefined, low: undefined, high: undefined }
  return rateOf(cell, inhabitants)
}

const seriesOf = ({ names }: PageContext, table: Table, key: string, unit: Unit, population: Population): Series => {
  const [origin = "", destination = ""] = key.split("~")
  const where = { origin, destination }
  const persons = yearsAt(table, where)
  const place = unit === "destination" ? destination : origin
  const years = persons.map(({ year, cell }) => ({ year, cell: inUnit(cell, unit, place, year, population) }))
  return { key, origin, destination, name: `${names.place(origin)} → ${names.place(destination)}`, persons, years }
}

/** Returns whether a published figure has no rate, because the number of inhabitants is not known. */
const lacksRate = ({ state, value }: Cell): boolean => state === "published" && value === undefined

/** Returns a figure or its state in words, with the range of a suppressed one. */
const inWords = ({ t, p }: PageContext, cell: Cell, write: (value: number) => string): string => {
  if (cell.value !== undefined) return write(cell.value)
  if (lacksRate(cell)) return p("noInhabitants")
  return [t(stateNames[cell.state]), boundsText(cell, write)].filter((words) => words !== undefined).join(" ")
}

/** What an address asks for, and how its figures are written. */
interface Comparison {
  readonly unit: Unit
  /** What a search for a corridor found. */
  readonly find: string
  readonly found: ReturnType<typeof findCorridors>
  /** The named corridors; if empty, the six with the highest certain figures are shown. */
  readonly asked: ReadonlyArray<string>
  readonly offered: ReadonlyArray<string>
  readonly series: ReadonlyArray<Series>
  /** Whether a part of the address is ignored. */
  readonly isOdd: boolean
  readonly caption: string
  readonly write: (value: number) => string
  /** End of the common scale. */
  readonly most: number
}

const readComparison = (
  context: PageContext,
  table: Table,
  search: URLSearchParams,
  population: Population
): Comparison => {
  const { p, language } = context
  const all = corridorsIn(table, latestYearOf(table) ?? "")
  const given = [...new Set(search.getAll("corridor"))]
  const valid = given.filter(isCorridor).slice(0, mostSeries)
  const find = search.get("find") ?? ""
  const found = findCorridors(find, all)
  const asked = found.corridor === undefined ? valid : withCorridor(valid, found.corridor)
  const chosen = asked.length === 0 ? all.slice(0, mostSeries) : asked
  const unit = units.find((one) => one === search.get("unit")) ?? "persons"
  const series = chosen.map((key) => seriesOf(context, table, key, unit, population))
  const figures = series.flatMap(({ years }) => years.map(({ cell }) => cell))
  const known = figures.flatMap(({ value, low }) => value ?? low ?? [])
  return {
    unit,
    find,
    found,
    asked,
    offered: [...new Set([...chosen, ...found.offered, ...all.slice(0, mostChoices)])],
    series,
    isOdd: valid.length < given.length || (search.get("unit") ?? unit) !== unit,
    caption: p(unit === "persons" ? "byYear" : unit === "origin" ? "compareOrigin" : "compareDestination"),
    write: unit === "persons" ? numberFormat(language).format : writeRates(language, figures),
    most: scaleEnd(figures, Math.max(unit === "persons" ? 1 : Number.MIN_VALUE, ...known))
  }
}

/** Returns one corridor: its name, its latest figure, what is stated of it, and its bars. */
const multiple = (
  context: PageContext,
  edition: Edition,
  { unit, write, most }: Comparison,
  { name, origin, destination, persons, years }: Series
): Content => {
  const { p } = context
  const path = flowPath(origin, destination)
  const latestYear = latestReported(persons)?.year
  const latest = years.find(({ year }) => year === latestYear)
  const figureOf = (cell: Cell) => (unit === "persons" ? figureWords(context, cell) : inWords(context, cell, write))
  const words = years.map(({ year, cell }) => `${year}: ${inWords(context, cell, write)}`).join("; ")
  return h(
    "section",
    h("h2", path === undefined ? name : h("a", { href: to(context, path) }, name)),
    h(
      "p",
      { class: "quiet" },
      latest === undefined
        ? p("noRecords")
        : [
            p("figureIn", { figure: figureOf(latest.cell), year: latest.year }),
            " · ",
            shortVerdict(context, edition.trend("flows", { origin, destination }))
          ]
    ),
    smallSeries({ years, most, write, words: `${name}. ${words}` })
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
  const scale = [p("oneScale"), unit === "persons" ? "" : p("denominator"), t("oncePerPartner")]
  return {
    ...address,
    title: `${p("compare")}: ${listed}`,
    description: `${caption}. ${listed}.`,
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
            h("p", { class: "quiet" }, scale.filter(Boolean).join(" ")),
            figuresTable(context, comparison),
            sourceSection(context, edition, { ...address, files })
          ]
    ]
  }
}
