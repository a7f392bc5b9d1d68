/** Up to six corridors side by side on one scale, as persons or as rates per 100,000 inhabitants. */
import { numberFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { countryByAlpha3 } from "../../../schemas/Places.ts"
import { type Cell, certainFigure, labelOf, scaleEnd, type Table } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { flowPath } from "../state/paths.ts"
import { stateNames } from "../views/cellWords.ts"
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
import { smallSeries } from "./smallSeries.ts"

/** More do not fit side by side. */
const mostSeries = 6

/** Corridors that are offered: those with the highest certain figures, and the chosen ones. */
const mostChoices = 30

const units = ["persons", "origin", "destination"] as const
type Unit = (typeof units)[number]

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

const form = (
  context: PageContext,
  chosen: ReadonlyArray<string>,
  offered: ReadonlyArray<string>,
  unit: Unit
): Content => {
  const { p, names, language, theme, pinned } = context
  const nameOf = (key: string) =>
    key
      .split("~")
      .map((code) => names.place(code))
      .join(" → ")
  const unitNames = { persons: "unitPersons", origin: "unitOrigin", destination: "unitDestination" } as const
  const parts = h(
    "form",
    { class: "compare", method: "get", action: "/compare" },
    h(
      "fieldset",
      {},
      h("legend", {}, p("unit")),
      units.map((one) =>
        h(
          "label",
          {},
          h("input", { type: "radio", name: "unit", value: one, checked: one === unit }),
          " ",
          p(unitNames[one])
        )
      )
    ),
    h(
      "fieldset",
      {},
      h("legend", {}, p("chooseCorridors", { n: mostSeries })),
      h(
        "div",
        { class: "links" },
        offered.map((key) =>
          h(
            "label",
            {},
            h("input", { type: "checkbox", name: "corridor", value: key, checked: chosen.includes(key) }),
            " ",
            nameOf(key)
          )
        )
      )
    ),
    pinned === undefined ? null : h("input", { type: "hidden", name: "release", value: String(pinned) }),
    h("input", { type: "hidden", name: "lang", value: language }),
    theme === "auto" ? null : h("input", { type: "hidden", name: "theme", value: theme }),
    h("button", { type: "submit" }, p("compareNow"))
  )
  return h("details", { class: "choose" }, h("summary", {}, p("change")), parts)
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
  const { t, p, language } = context
  const table = edition.rows("flows")
  if (table === undefined) return notFoundPage(context, "table")
  const all = corridorsIn(table, latestYearOf(table) ?? "")
  const given = [...new Set(search.getAll("corridor"))]
  const asked = given.filter(isCorridor).slice(0, mostSeries)
  const chosen = asked.length === 0 ? all.slice(0, mostSeries) : asked
  const unit = units.find((one) => one === search.get("unit")) ?? "persons"
  const isOdd = asked.length < given.length || (search.get("unit") ?? unit) !== unit
  const series = chosen.map((key) => seriesOf(context, table, key, unit, population))
  const figures = series.flatMap(({ years }) => years.map(({ cell }) => cell))
  const write = unit === "persons" ? numberFormat(language).format : writeRates(language, figures)
  const known = figures.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const most = scaleEnd(figures, Math.max(unit === "persons" ? 1 : Number.MIN_VALUE, ...known))
  const years = series[0]?.years.map(({ year }) => year) ?? []
  const caption = p(unit === "persons" ? "comparePersons" : unit === "origin" ? "compareOrigin" : "compareDestination")
  const offered = [...new Set([...chosen, ...all.slice(0, mostChoices)])]
  return {
    path: "/compare",
    parameters: { ...(unit === "persons" ? {} : { unit }) },
    repeated: asked.map((key) => ["corridor", key] as const),
    title: `${p("compare")}: ${series.map(({ name }) => name).join(", ")}`,
    description: `${caption}. ${series.map(({ name }) => name).join(", ")}.`,
    main: [
      eyebrow(p("compareKind")),
      h("h1", {}, p("compare")),
      h("p", { class: "lead" }, caption),
      isOdd ? h("p", { class: "odd", role: "note" }, t("oddAddress")) : null,
      form(context, chosen, offered, unit),
      series.length === 0
        ? h("p", { class: "none", role: "note" }, t("nothingPublished"))
        : [
            h(
              "div",
              { class: "multiples" },
              series.map(({ name, origin, destination, persons, years: own }) => {
                const path = flowPath(origin, destination)
                const latest = latestReported(persons)
                const trend = edition.trend("flows", { origin, destination })
                const words = own.map(({ year, cell }) => `${year}: ${inWords(context, cell, write)}`).join("; ")
                return h(
                  "section",
                  {},
                  h("h2", {}, path === undefined ? name : h("a", { href: to(context, path) }, name)),
                  h(
                    "p",
                    { class: "quiet" },
                    latest === undefined
                      ? p("noRecords")
                      : [
                          p("figureIn", { figure: figureWords(context, latest.cell), year: latest.year }),
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
              {},
              h("h2", {}, t("table")),
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
            )
          ]
    ]
  }
}
