/** One cell by year or month, with who reported, verdict, changes of level and policy events. */

import type { SeriesUnit } from "../../../release/trends/SeriesUnit.ts"
import { overviewOf } from "../cells/Overview.ts"
import { labelsOf, type Table } from "../cells/Table.ts"
import { allSign, panelSign } from "../drawings/timeSeries.ts"
import { trendSign } from "../drawings/trendLine.ts"
import { flowPath, placePath } from "../state/paths.ts"
import type { Filters } from "../state/State.ts"
import { type Names, type SeriesName, withinSentence } from "../words/Names.ts"
import { boundNotes } from "./boundNotes.ts"
import { countStates } from "./cellWords.ts"
import { chosen } from "./choices.ts"
import { incompleteNotes } from "./incompleteNotes.ts"
import { smallSignKeys } from "./smallSigns.ts"
import { type TrendAnswer, trendAddress } from "./TrendAnswer.ts"
import {
  breaksIn,
  drawTrend,
  eventsIn,
  panelIn,
  partnersIn,
  periodsOf,
  slopeOf,
  type TrendParts
} from "./trendParts.ts"
import type { Control, TableEquivalent, View, ViewModel, ViewProps } from "./View.ts"
import { alike, timeWords, verdictBox } from "./verdictBox.ts"

/** Returns the chosen series; the first one by default. */
const seriesIn = (filters: Filters, { series }: Names): SeriesName =>
  series.find(({ table }) => table === filters.series) ?? (series[0] as SeriesName)

const otherDimensions = ({ dimensions }: Pick<Table, "dimensions">) => dimensions.filter((name) => name !== "year")

const whereOf = (dimensions: ReadonlyArray<string>, key: string) =>
  Object.fromEntries(dimensions.map((name, d) => [name, key.split("~")[d] ?? ""]))

/** Returns the series of a table, that with the most published years first, or of those the one with the largest figure. */
export const fullestFirst = (table: Table): ReadonlyArray<string> => overviewOf(table).series

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

/** For parts of years, the slope would be per part, which the season distorts; for two years it means nothing. */
const slopeDrawn = (trend: TrendAnswer | undefined, unit: SeriesUnit) =>
  trend === undefined || unit !== "year" || trend.verdict.published < 3 ? undefined : slopeOf(trend)

const verdictNotes = ({ t }: ViewProps, trend: TrendAnswer, unit: SeriesUnit): ReadonlyArray<string> => {
  const { verdict } = trend
  const slope = slopeDrawn(trend, unit)
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

/** Returns the page about what the series counts: a corridor or a place. */
const aboutPath = (table: string, key: string): string | undefined => {
  const [first = "", second] = key.split("~")
  if (table === "flows") return flowPath(first, second ?? "")
  return second === undefined ? placePath(first) : undefined
}

/** Returns the series by period, with who reported, as the table under the picture. */
const tableOf = (
  { t }: ViewProps,
  caption: string,
  { periods: { unit, nameOf, periods }, panel, partners }: Pick<TrendParts, "periods" | "panel" | "partners">
): TableEquivalent => ({
  caption,
  head: [
    t(unit === "year" ? "year" : "period"),
    t("personsHead"),
    ...(panel.length > 0 ? [t("panelHead")] : []),
    ...(partners.length > 0 ? [t("partnersHead")] : [])
  ],
  rows: periods.map(({ when, cell }, i) => ({
    head: [nameOf(when)],
    cells: [cell, ...[panel[i], partners[i]].flatMap((one) => (one === undefined ? [] : [one.cell]))]
  }))
})

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables, filters, resources } = props
  const series = seriesIn(filters, names)
  const table = tables.get(series.table)
  const choice: Control = {
    filter: "series",
    label: t("seriesTable"),
    value: series.table,
    options: names.series.map((one) => [one.table, one.title] as const)
  }
  if (table === undefined)
    return { pictures: [], controls: [choice], notes: [t("seriesNot")], tableEquivalents: [], files: [] }
  const label = labelControl(props, table)
  const where = whereOf(otherDimensions(table), label.value)
  const periods = periodsOf(props, table, where)
  const { unit } = periods
  const cells = periods.periods.map(({ cell }) => cell)
  const title = label.options.find(([key]) => key === label.value)?.[1] || series.title
  // The axis has no room for its unit.
  const counted = `${title}, ${withinSentence("", t("personsHead"))}`
  const trend = resources["trend"] as TrendAnswer | undefined
  const events = eventsIn(props, periods)
  const parts: TrendParts = {
    periods,
    trend,
    partners: partnersIn(props, periods, trend),
    panel: panelIn(props, periods, trend),
    events,
    give: table.method === "rounding" ? 4 : undefined,
    kind: series.kind
  }
  const drawn = drawTrend(props, parts)
  const slope = slopeDrawn(trend, unit)
  const found = breaksIn(trend).length > 0 ? breakNotes(props, trend) : []
  const signNotes = [
    ...found,
    ...events.map(({ date, what }, i) => t("eventWords", { number: String(i + 1), date: { day: date }, what })),
    ...boundNotes(props, cells, "boundsLines")
  ]
  const about = aboutPath(series.table, label.value)
  const verdict = trend === undefined ? undefined : verdictBox(t, names, props.language, trend)
  return {
    about: about === undefined ? undefined : { path: about, name: title },
    verdict,
    pictures: [
      {
        name: "trend",
        title: counted,
        summary: [verdict?.sentence ?? "", countStates(t, cells)].join(" "),
        ...drawn,
        signNotes,
        keys: [
          ...(parts.panel.length > 0
            ? [
                { sign: allSign, words: t("allHead") },
                { sign: panelSign, words: t("panelHead") }
              ]
            : []),
          ...(slope === undefined ? [] : [{ sign: trendSign, words: t("trendKey") }]),
          ...smallSignKeys(props, drawn)
        ]
      }
    ],
    controls: otherDimensions(table).length === 0 ? [choice] : [choice, label],
    notes: [
      ...(trend === undefined ? [] : verdictNotes(props, trend, unit)),
      ...(trend === undefined ? [] : incompleteNotes(props, trend)),
      ...(unit === "month" ? [t("season12")] : []),
      ...(found.length > 0 ? [] : breakNotes(props, trend)),
      ...signNotes,
      t("seriesBreaks"),
      ...(parts.partners.length > 0 ? [t("partnersNote")] : [])
    ],
    tableEquivalents: [tableOf(props, counted, parts)],
    files: [
      ...(otherDimensions(table).length === 0 ? [] : [{ table: series.table, parameters: where }]),
      { table: series.table, parameters: {} }
    ]
  }
}

export const trendView: View = {
  name: "trend",
  title: "navTrend",
  lead: "leadTrend",
  how: "howTrend",
  tables: ["flows"],
  tablesFor: (filters, names) => [seriesIn(filters, names).table],
  part: (filters, { labels, series }) =>
    series.length === 0
      ? undefined
      : whereOf(
          otherDimensions({ dimensions: Object.keys(labels) }),
          chosen({ filters }, "label", series, series[0] as string)
        ),
  listsSeries: true,
  resources: (props, release) => {
    const name = seriesIn(props.filters, props.names).table
    const table = props.tables.get(name)
    if (table === undefined || labelsOf(table, "year").length === 0) return {}
    const where = whereOf(otherDimensions(table), labelControl(props, table).value)
    return { trend: trendAddress(table, release, where) }
  },
  make
}
