/** One cell by year or month, with who reported, verdict, changes of level and policy events. */

import { type Cell, cellAt, labelsOf, largest, type Table } from "../cells/Table.ts"
import { eventAt } from "../drawings/events.ts"
import { panelSign, timeSeries } from "../drawings/timeSeries.ts"
import { flowPath, placePath } from "../state/paths.ts"
import type { Filters } from "../state/State.ts"
import type { Names, SeriesName } from "../words/Names.ts"
import { boundNotes } from "./boundNotes.ts"
import { cellWords, countStates } from "./cellWords.ts"
import { chosen } from "./choices.ts"
import { incompleteNotes } from "./incompleteNotes.ts"
import { type Interval, panelCells, partnersAt, type TrendAnswer, trendAddress } from "./TrendAnswer.ts"
import type { Control, View, ViewModel, ViewProps } from "./View.ts"
import { verdictBox } from "./verdictBox.ts"

/** The chosen series; the first one by default. */
const seriesIn = (filters: Filters, { series }: Names): SeriesName =>
  series.find(({ table }) => table === filters.series) ?? (series[0] as SeriesName)

const otherDimensions = (table: Table) => table.dimensions.filter((name) => name !== "year")

/** A cell's labels except the year, as one text for the address. */
const keyOf = (table: Table, cell: Cell) =>
  table.dimensions.flatMap((name, d) => (name === "year" ? [] : [cell.labels[d] ?? ""])).join("~")

const whereOf = (table: Table, key: string) =>
  Object.fromEntries(otherDimensions(table).map((name, d) => [name, key.split("~")[d] ?? ""]))

const labelControl = (props: ViewProps, table: Table): Control => {
  const { names, t } = props
  const keys = [...new Set(table.cells.map((cell) => keyOf(table, cell)))]
  const nameOf = (key: string) =>
    otherDimensions(table)
      .map((name, d) => names.label(name, key.split("~")[d] ?? ""))
      .join(table.name === "flows" ? " → " : ", ")
  const options = keys.map((key) => [key, nameOf(key)] as const).sort(([, a], [, b]) => a.localeCompare(b))
  const fullest = keys.toSorted((a, b) => published(table, b) - published(table, a))[0] ?? ""
  return { filter: "label", label: t("seriesLabel"), value: chosen(props, "label", keys, fullest), options }
}

/** Order of series: by number of published years, then by largest figure. */
const published = (table: Table, key: string): number => {
  const own = table.cells.filter((cell) => cell.state === "published" && keyOf(table, cell) === key)
  return own.length + largest(own) / 1e9
}

const slopeOf = ({ verdict }: TrendAnswer): Interval | undefined => {
  const { value, low, high } = verdict.slope ?? { value: null, low: null, high: null }
  return value === null || low === null || high === null ? undefined : { value, low, high }
}

const tenth = (value: number) => Math.round(value * 10) / 10

const verdictNotes = ({ t }: ViewProps, trend: TrendAnswer, isMonths: boolean): ReadonlyArray<string> => {
  const { verdict } = trend
  // By month the slope would be per month, which the season distorts; of two years it says nothing.
  const slope = isMonths || verdict.published < 3 ? undefined : slopeOf(trend)
  return [
    t("verdictYears", { published: verdict.published, suppressed: verdict.suppressed }),
    ...(slope === undefined
      ? []
      : [t("slopeWords", { value: tenth(slope.value), low: tenth(slope.low), high: tenth(slope.high) })])
  ]
}

/** Months are counted from year 0, so that neighbours differ by one. */
const stepOf = (label: string): number | undefined => {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(label) ?? []
  if (year === undefined) return undefined
  return month === undefined ? Number(year) : Number(year) * 12 + Number(month) - 1
}

const labelAt = (step: number, isMonths: boolean): string =>
  isMonths ? `${Math.floor(step / 12)}-${String((step % 12) + 1).padStart(2, "0")}` : String(step)

const letters = "ABCDEFGHIJ"

const breaksIn = (trend: TrendAnswer | undefined) =>
  (trend?.verdict.breaks ?? []).slice(0, letters.length).map((one, i) => ({ ...one, letter: letters[i] as string }))

const breakNotes = ({ t }: ViewProps, trend: TrendAnswer | undefined): ReadonlyArray<string> => {
  if (trend === undefined || trend.verdict.breaks === null) return []
  const found = breaksIn(trend)
  return found.length === 0
    ? [t("breakNone")]
    : [...found.map(({ at, low, high, letter }) => t("breakWords", { at, low, high, letter })), t("breakNote")]
}

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables, width, filters, resources } = props
  const series = seriesIn(filters, names)
  const name = series.table
  const table = tables.get(name)
  const choice: Control = {
    filter: "series",
    label: t("seriesTable"),
    value: name,
    options: names.series.map((one) => [one.table, one.title] as const)
  }
  if (table === undefined)
    return { pictures: [], controls: [choice], notes: [t("seriesNot")], tableEquivalents: [], files: [], keys: [] }
  const label = labelControl(props, table)
  const where = whereOf(table, label.value)
  const isMonths = labelsOf(table, "year").some((one) => /^\d{4}-\d\d$/.test(one))
  const all = labelsOf(table, "year").flatMap((one) => stepOf(one) ?? [])
  const [first, last] = [Math.min(...all), Math.max(...all)]
  const years = Array.from({ length: last - first + 1 }, (_, i) => {
    const year = first + i
    const when = labelAt(year, isMonths)
    const cell = cellAt(table, { ...where, year: when })
    return { year, when, cell, mark: { words: `${when}: ${cellWords(t, cell)}` } }
  })
  const title = label.options.find(([key]) => key === label.value)?.[1] || series.title
  const events = names.milestones.flatMap(({ date, label: what }) => {
    const inYears = eventAt(date)
    const when = inYears === undefined || !isMonths ? inYears : inYears * 12 + 5.5
    return when === undefined || when < first - 0.5 || when > last + 0.5 ? [] : [{ at: when, date, what }]
  })
  const trend = resources["trend"] as TrendAnswer | undefined
  const partners =
    trend === undefined || trend.reporting.length === 0
      ? []
      : years.map(({ year, when }) => {
          const cell = partnersAt(trend, when)
          return { year, cell, mark: { words: t("partnersWords", { year: when, figure: String(cell.value ?? "–") }) } }
        })
  const panel =
    trend === undefined || trend.verdict.reporting.length === 0
      ? []
      : panelCells(trend).flatMap((cell, i) => {
          const { year, when } = years[i] ?? { year: 0, when: "" }
          return [{ year, cell, mark: { words: t("panelMark", { year: when, figure: cellWords(t, cell) }) } }]
        })
  const give = table.method === "rounding" ? 4 : undefined
  const drawn = timeSeries({
    picture: "trend",
    years: give === undefined ? years : years.map((one) => ({ ...one, give })),
    panel,
    coverage: partners,
    coverageName: t("partnersName", { kind: names.label("record_kind", series.kind) }),
    events: events.map(({ at: when }, i) => ({ at: when, number: i + 1 })),
    // By month, the slope is estimated for each month separately, so no single line represents it.
    slope: trend === undefined || isMonths ? undefined : slopeOf(trend),
    ticks: isMonths
      ? years.flatMap(({ year }) => (year % 12 === 6 ? [{ at: year, text: String(Math.floor(year / 12)) }] : []))
      : undefined,
    breaks: breaksIn(trend).map(({ letter, ...one }) => ({
      letter,
      at: stepOf(one.at) ?? first,
      low: stepOf(one.low) ?? first,
      high: stepOf(one.high) ?? first
    })),
    width
  })
  const [one = "", other] = label.value.split("~")
  const aboutPath = name === "flows" ? flowPath(one, other ?? "") : other === undefined ? placePath(one) : undefined
  const verdict = trend === undefined ? undefined : verdictBox(t, names, props.language, trend)
  return {
    about: aboutPath === undefined ? undefined : { path: aboutPath, name: title },
    verdict,
    pictures: [
      {
        name: "trend",
        title,
        summary: [
          verdict?.sentence ?? "",
          countStates(
            t,
            years.map(({ cell }) => cell)
          )
        ].join(" "),
        ...drawn
      }
    ],
    controls: otherDimensions(table).length === 0 ? [choice] : [choice, label],
    notes: [
      ...(trend === undefined ? [] : verdictNotes(props, trend, isMonths)),
      ...incompleteNotes(props, trend?.incomplete ?? []),
      ...(isMonths ? [t("season12")] : []),
      ...breakNotes(props, trend),
      ...events.map(({ date, what }, i) => t("eventWords", { number: String(i + 1), date, what })),
      t("seriesBreaks"),
      ...boundNotes(
        props,
        years.map(({ cell }) => cell),
        "boundsLines"
      ),
      ...(partners.length > 0 ? [t("partnersNote")] : [])
    ],
    tableEquivalents: [
      {
        caption: title,
        head: [
          t("year"),
          t("personsHead"),
          ...(panel.length > 0 ? [t("panelHead")] : []),
          ...(partners.length > 0 ? [t("partnersHead")] : [])
        ],
        rows: years.map(({ when, cell }, i) => ({
          head: [when],
          cells: [cell, ...[panel[i], partners[i]].flatMap((one) => (one === undefined ? [] : [one.cell]))]
        }))
      }
    ],
    files: [
      ...(otherDimensions(table).length === 0 ? [] : [{ table: name, parameters: where }]),
      { table: name, parameters: {} }
    ],
    keys: panel.length > 0 ? [{ sign: panelSign, words: t("panelHead") }] : []
  }
}

export const trendView: View = {
  name: "trend",
  title: "navTrend",
  lead: "leadTrend",
  how: "howTrend",
  tables: ["flows"],
  tablesFor: (filters, names) => [seriesIn(filters, names).table],
  resources: (props, release) => {
    const name = seriesIn(props.filters, props.names).table
    const table = props.tables.get(name)
    if (table === undefined || labelsOf(table, "year").length === 0) return {}
    const where = whereOf(table, labelControl(props, table).value)
    return { trend: trendAddress(table, release, where) }
  },
  make
}
