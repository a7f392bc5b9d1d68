/** What an address of a comparison asks for: up to six corridors on one scale, as persons or as rates per 100,000 inhabitants. */
import { numberFormat } from "@corridor/page/formats"
import { countryByAlpha3 } from "../../../schemas/Places.ts"
import { type Cell, certainFigure, labelOf, scaleEnd, type Table } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { stateNames } from "../views/cellWords.ts"
import { findCorridors, maxChoices, maxSeries, type Unit, units, withCorridor } from "./compareForm.ts"
import { figureWords, latestReported, latestYearOf, type PageContext, type YearCell, yearsAt } from "./PageContext.ts"
import { type Population, rateOf, writeRates } from "./rate.ts"

/** A corridor with its figures as persons, and in the unit of the comparison. */
export interface Series {
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
export const lacksRate = ({ state, value }: Cell): boolean => state === "published" && value === undefined

/** Returns a figure or its state in words, with the range of a suppressed one. */
export const inWords = ({ t, p }: PageContext, cell: Cell, write: (value: number) => string): string => {
  if (cell.value !== undefined) return write(cell.value)
  if (lacksRate(cell)) return p("noInhabitants")
  return [t(stateNames[cell.state]), boundsText(cell, write)].filter((words) => words !== undefined).join(" ")
}

/** What an address asks for, and how its figures are written. */
export interface Comparison {
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

/** Returns the comparison that an address asks for. Corridors that the table lacks and those beyond the sixth are left out. */
export const readComparison = (
  context: PageContext,
  table: Table,
  search: URLSearchParams,
  population: Population
): Comparison => {
  const { p, language } = context
  const all = corridorsIn(table, latestYearOf(table) ?? "")
  const given = [...new Set(search.getAll("corridor"))]
  const valid = given.filter(isCorridor).slice(0, maxSeries)
  const find = search.get("find") ?? ""
  const found = findCorridors(find, all)
  const asked = found.corridor === undefined ? valid : withCorridor(valid, found.corridor)
  const chosen = asked.length === 0 ? all.slice(0, maxSeries) : asked
  const unit = units.find((one) => one === search.get("unit")) ?? "persons"
  const series = chosen.map((key) => seriesOf(context, table, key, unit, population))
  const figures = series.flatMap(({ years }) => years.map(({ cell }) => cell))
  const known = figures.flatMap(({ value, low }) => value ?? low ?? [])
  return {
    unit,
    find,
    found,
    asked,
    offered: [...new Set([...chosen, ...found.offered, ...all.slice(0, maxChoices)])],
    series,
    isOdd: valid.length < given.length || (search.get("unit") ?? unit) !== unit,
    caption: p(unit === "persons" ? "byYear" : unit === "origin" ? "compareOrigin" : "compareDestination"),
    write: unit === "persons" ? numberFormat(language).format : writeRates(language, figures),
    most: scaleEnd(figures, Math.max(unit === "persons" ? 1 : Number.MIN_VALUE, ...known))
  }
}

/** Returns the year that was reported last; undefined if none was. */
export const latestOf = ({ persons, years }: Series): YearCell | undefined => {
  const latest = latestReported(persons)?.year
  return years.find(({ year }) => year === latest)
}

/** Returns the figure of the year that was reported last, in words. */
export const latestWords = (context: PageContext, { unit, write }: Comparison, series: Series): string => {
  const { p } = context
  const latest = latestOf(series)
  if (latest === undefined) return p("noRecords")
  const { year, cell } = latest
  return p("figureIn", {
    figure: unit === "persons" ? figureWords(context, cell) : inWords(context, cell, write),
    year
  })
}

/** Returns what must be said of the signs and figures of a comparison. */
export const scaleNotes = ({ p }: PageContext, { unit }: Comparison): ReadonlyArray<string> => [
  p("oneScale"),
  ...(unit === "persons" ? [] : [p("denominator")])
]
