/** Up to six corridors side by side on one scale, as persons or as rates per 100,000 inhabitants. */
import { numberFormat } from "@corridor/page/formats"
import { h } from "@corridor/page/html"
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

/** Returns all corridors of the edition, as `UKR~RUS`, by what is certain about the latest year. */
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
  // Without a population there is no rate; that nobody was reported is known all the same.
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

/** Returns the comparison that an address asks for: its corridors, or the six with the highest certain figures. */
export const comparePage = (
  context: PageContext,
  edition: Edition,
  search: URLSearchParams,
  population: Population
): PageContent => {
  const { t, p, names, language } = context
  const table = edition.rows("flows")
  if (table === undefined) return notFoundPage(context, "table")
  const all = corridorsIn(table, latestYearOf(table) ?? "")
  const given = [...new Set(search.getAll("corridor"))]
  const valid = given.filter(isCorridor).slice(0, mostSeries)
  const find = search.get("find") ?? ""
  const found = findCorridors(find, all)
  const asked = found.corridor === undefined ? valid : withCorridor(valid, found.corridor)
  const chosen = asked.length === 0 ? all.slice(0, mostSeries) : asked
  const unit = units.find((one) => one === search.get("unit")) ?? "persons"
  const isOdd = valid.length < given.length || (search.get("unit") ?? unit) !== unit
  const series = chosen.map((key) => seriesOf(context, table, key, unit, population))
  const figures = series.flatMap(({ years }) => years.map(({ cell }) => cell))
  const write = unit === "persons" ? numberFormat(language).format : writeRates(language, figures)
  const figureOf = (cell: Cell) => (unit === "persons" ? figureWords(context, cell) : inWords(context, cell, write))
  const known = figures.flatMap(({ value, low }) => value ?? low ?? [])
  const most = scaleEnd(figures, Math.max(unit === "persons" ? 1 : Number.MIN_VALUE, ...known))
  const years = series[0]?.years.map(({ year }) => year) ?? []
  const caption = p(unit === "persons" ? "comparePersons" : unit === "origin" ? "compareOrigin" : "compareDestination")
  const offered = [...new Set([...chosen, ...found.offered, ...all.slice(0, mostChoices)])]
  const address = {
    parameters: { ...(unit === "persons" ? {} : { unit }) },
    repeated: asked.map((key) => ["corridor", key] as const)
  }
  return {
    path: "/compare",
    ...address,
    title: `${p("compare")}: ${series.map(({ name }) => name).join(", ")}`,
    description: `${caption}. ${series.map(({ name }) => name).join(", ")}.`,
    main: [
      eyebrow(p("compareKind")),
      h("h1", p("compare")),
      h("p", { class: "lead" }, caption),
      isOdd ? h("p", { class: "odd", role: "note" }, t("oddAddress")) : null,
      find === "" || found.corridor !== undefined || found.offered.length > 0
        ? null
        : h(
            "p",
            { class: "none", role: "status" },
            found.place === undefined ? p("searchNone") : `${names.place(found.place)}: ${p("noRecords")}`
          ),
      compareForm(context, { chosen, offered, unit, find, isOpen: find !== "" && found.corridor === undefined }),
      series.length === 0
        ? h("p", { class: "none", role: "note" }, t("nothingPublished"))
        : [
            h(
              "div",
              { class: "multiples" },
              series.map(({ name, origin, destination, persons, years: own }) => {
                const path = flowPath(origin, destination)
                const year = latestReported(persons)?.year
                const latest = own.find((one) => one.year === year)
                const trend = edition.trend("flows", { origin, destination })
                const words = own.map(({ year, cell }) => `${year}: ${inWords(context, cell, write)}`).join("; ")
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
                          shortVerdict(context, trend)
                        ]
                  ),
                  smallSeries({ years: own, most, write, words: `${name}. ${words}` })
                )
              })
            ),
            h(
              "p",
              { class: "quiet" },
              [p("oneScale"), unit === "persons" ? "" : p("denominator"), t("oncePerPartner")].filter(Boolean).join(" ")
            ),
            h(
              "section",
              h("h2", t("table")),
              equivalent(context, "compare-table", {
                caption,
                head: [t("corridor"), ...years],
                rows: series.map(({ name, origin, destination, years: own }) => ({
                  head: [name],
                  links: [flowPath(origin, destination)],
                  cells: own.map(({ cell }) => (lacksRate(cell) ? p("noInhabitants") : cell))
                })),
                write
              })
            ),
            sourceSection(context, edition, {
              path: "/compare",
              ...address,
              files: series.map(({ origin, destination }) => ({ table: "flows", parameters: { origin, destination } }))
            })
          ]
    ]
  }
}
