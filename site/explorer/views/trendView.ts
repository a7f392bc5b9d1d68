/** One cell by year or month, with who reported, verdict, changes of level and policy events. */

import type { SeriesUnit } from "../../../release/trends/SeriesUnit.ts"
import { type Cell, labelsOf, type Table } from "../cells/Table.ts"
import { panelSign } from "../drawings/timeSeries.ts"
import { flowPath, placePath } from "../state/paths.ts"
import type { Filters } from "../state/State.ts"
import type { Names, SeriesName } from "../words/Names.ts"
import { boundNotes } from "./boundNotes.ts"
import { countStates } from "./cellWords.ts"
import { chosen } from "./choices.ts"
import { incompleteNotes } from "./incompleteNotes.ts"
import { type TrendAnswer, trendAddress } from "./TrendAnswer.ts"
import { breaksIn, drawTrend, eventsIn, panelIn, partnersIn, periodsOf, slopeOf } from "./trendParts.ts"
import type { Control, View, ViewModel, ViewProps } from "./View.ts"
import { alike, timeWords, verdictBox } from "./verdictBox.ts"

/** Returns the chosen series; the first one by default. */
const seriesIn = (filters: Filters, { series }: Names): SeriesName =>
  series.find(({ table }) => table === filters.series) ?? (series[0] as SeriesName)

const otherDimensions = (table: Table) => table.dimensions.filter((name) => name !== "year")

/** Returns a cell's labels except the year, as one text for the address. */
const keyOf = (table: Table, cell: Cell) =>
  table.dimensions.flatMap((name, d) => (name === "year" ? [] : [cell.labels[d] ?? ""])).join("~")

const whereOf = (table: Table, key: string) =>
  Object.fromEntries(otherDimensions(table).map((name, d) => [name, key.split("~")[d] ?? ""]))

/** Returns the series of a table, that with the most published years first, or of those the one with the largest figure. */
export const fullestFirst = (table: Table): ReadonlyArray<string> => {
  const found = new Map<string, { years: number; most: number }>()
  for (const cell of table.cells) {
    const key = keyOf(table, cell)
    const { years, most } = found.get(key) ?? { years: 0, most: 1 }
    const { value } = cell
    found.set(key, value === undefined ? { years, most } : { years: years + 1, most: Math.max(most, value) })
  }
  return [...found].sort(([, a], [, b]) => b.years - a.years || b.most - a.most).map(([key]) => key)
}

const labelControl = (props: ViewProps, table: Table): Control => {
  const { names, t } = props
  const keys = fullestFirst(table)
  const nameOf = (key: string) =>
    otherDimensions(table)
      .map((name, d) => names.label(name, key.split("~")[d] ?? ""))
      .join(table.name === "flows" ? " → " : ", ")
  const options = keys
    .map((key) => [key, nameOf(key)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, props.language))
  return { filter: "label", label: t("seriesLabel"), value: chosen(props, "label", keys, keys[0] ?? ""), options }
}

const verdictNotes = ({ t }: ViewProps, trend: TrendAnswer, unit: SeriesUnit): ReadonlyArray<string> => {
  const { verdict } = trend
  // By parts of years the slope would be per part, which the season distorts; of two years it says nothing.
  const slope = unit !== "year" || verdict.published < 3 ? undefined : slopeOf(trend)
  return [
    t(unit === "year" ? "verdictYears" : "verdictParts", {
      published: verdict.published,
      suppressed: verdict.suppressed
    }),
    ...(slope === undefined ? [] : [t("slopeWords", alike({ n: slope.value, low: slope.low, high: slope.high }, 1))])
  ]
}

const breakNotes = ({ t, names }: ViewProps, trend: TrendAnswer | undefined): ReadonlyArray<string> => {
  if (trend === undefined || trend.verdict.breaks === null) return []
  const found = breaksIn(trend)
  // After a steady change, 'no change of level' would seem to deny it.
  if (found.length === 0) return /rising|falling/.test(trend.verdict.direction) ? [] : [t("breakNone")]
  return [
    ...found.map(({ letter, ...times }) => {
      const [at, low, high] = [times.at, times.low, times.high].map((one) => timeWords(t, names, one)) as [
        string,
        string,
        string
      ]
      return t("breakWords", { at, low, high, letter })
    }),
    t("breakNote")
  ]
}

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables, filters, resources } = props
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
  const periods = periodsOf(props, table, where)
  const { unit, nameOf } = periods
  const cells = periods.periods.map(({ cell }) => cell)
  const title = label.options.find(([key]) => key === label.value)?.[1] || series.title
  const trend = resources["trend"] as TrendAnswer | undefined
  const events = eventsIn(props, periods)
  const partners = partnersIn(props, periods, trend)
  const panel = panelIn(props, periods, trend)
  const give = table.method === "rounding" ? 4 : undefined
  const drawn = drawTrend(props, { periods, trend, partners, panel, events, give, kind: series.kind })
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
        summary: [verdict?.sentence ?? "", countStates(t, cells)].join(" "),
        ...drawn
      }
    ],
    controls: otherDimensions(table).length === 0 ? [choice] : [choice, label],
    notes: [
      ...(trend === undefined ? [] : verdictNotes(props, trend, unit)),
      ...incompleteNotes(props, trend?.incomplete ?? []),
      ...(unit === "month" ? [t("season12")] : []),
      ...breakNotes(props, trend),
      ...events.map(({ date, what }, i) => t("eventWords", { number: String(i + 1), date: { day: date }, what })),
      t("seriesBreaks"),
      ...boundNotes(props, cells, "boundsLines"),
      ...(partners.length > 0 ? [t("partnersNote")] : [])
    ],
    tableEquivalents: [
      {
        caption: title,
        head: [
          t(unit === "year" ? "year" : "period"),
          t("personsHead"),
          ...(panel.length > 0 ? [t("panelHead")] : []),
          ...(partners.length > 0 ? [t("partnersHead")] : [])
        ],
        rows: periods.periods.map(({ when, cell }, i) => ({
          head: [nameOf(when)],
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
