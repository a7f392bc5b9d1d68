import { periodName } from "@corridor/flow-statistics/series/Period"
import { panelDimension, panelLabels } from "../../release/catalogue/Cube.ts"
import { runsOf } from "../../release/catalogue/monthRuns.ts"
import { finerTables, panelTableOf, releaseTables } from "../../release/catalogue/releaseTables.ts"
import { notComplete } from "../../release/history/completenessPage.ts"
import { changesOf, readOwnChanges, readPanelSize, reportingPage } from "../../release/history/reportingChanges.ts"
import { type PublishedTable, selectCells } from "../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import type { CellTrend } from "../../release/trends/cellTrend.ts"
import type { StatedVerdict } from "../../release/trends/panelVerdict.ts"
import { monthsOf, type SeriesUnit } from "../../release/trends/SeriesUnit.ts"
import { incompleteEntries } from "./incompleteEntries.ts"
import { type TableSeries, type TableTrend, tableSeries, trendOfSeries, type YearFigure } from "./tableTrend.ts"
import { whoReports } from "./whoReports.ts"

/** Returns one entry of the series. A year without a cell has only its state. Parts of years are numbered from 1. */
const seriesEntry = ({ year, month, state, json }: YearFigure, unit: SeriesUnit, dimensions: ReadonlyArray<string>) => {
  const cell = json === undefined ? {} : (JSON.parse(json) as Record<string, unknown>)
  for (const name of dimensions) delete cell[name]
  return { year, ...(month === undefined ? {} : { [unit]: Math.ceil(month / monthsOf(unit)) }), state, ...cell }
}

const statedOf = ({
  rate,
  widened,
  need,
  breaks,
  ...one
}: StatedVerdict & Pick<CellTrend, "published" | "suppressed">) => ({
  direction: one.direction,
  words: one.words,
  published: one.published,
  suppressed: one.suppressed,
  rate: rate ?? null,
  widened: widened ?? null,
  need: need === undefined ? null : { years: need.years ?? null, cases: need.cases ?? null },
  apart: one.apart ?? null,
  breaks: breaks?.map(({ none, ...one }) => ({ ...one, none: none ?? null })) ?? null
})

/** One cell of a table, by its labels without the year. */
interface TrendChoice {
  readonly release: PublishedRelease
  readonly table: PublishedTable
  /** The tables of the release by name, of which `verdictTables` are read. */
  readonly tables: ReadonlyMap<string, PublishedTable>
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>
}

/** A cell by years, or by the parts of years of one table. */
interface CellOfTable extends TableTrend {
  readonly table: PublishedTable
}

const publishedIn = (years: ReadonlyArray<YearFigure> = []): number =>
  years.filter(({ state }) => state === "published").length

/** Returns the kind of record that a cell counts. */
const kindOf = ({ table, labels }: TrendChoice): string | undefined => {
  const cube = releaseTables.get(table.table)?.cube
  return cube?.recordKind ?? [...(labels.get(cube?.spine.kind ?? "") ?? [])][0]
}

/** Returns a cell of one table with its constant panel, without its verdict. */
const seriesIn = ({ tables, labels }: TrendChoice, table: PublishedTable): TableSeries => {
  const panel = tables.get(panelTableOf(table.table))
  // The cells of the constant panel with the same labels as the cell of all partners.
  const panelCells =
    panel && selectCells(panel, new Map([...labels, [panelDimension, new Set([panelLabels.constant])]]))
  return tableSeries(
    { table, places: selectCells(table, labels) },
    panel && panelCells && { table: panel, places: panelCells }
  )
}

interface DecidedTrend {
  readonly own: CellOfTable
  readonly decided: CellOfTable
  /** The verdict of the series that decides, with the tests of the table's own; undefined if there are too few figures. */
  readonly verdict: CellTrend | undefined
}

/**
 * Returns the series of a cell by the years of its table, and the one that decides: of the tables by years and by parts of years, the one with the most
 * published figures of the constant panel and, among equals, of all partners. Which one it is does not depend on what they say.
 */
export const decidedTrend = (choice: TrendChoice): DecidedTrend => {
  const { release, table, tables } = choice
  const kind = kindOf(choice)
  // The partners of a panel do not change.
  const reporting = releaseTables.get(table.table)?.panelOf === undefined ? changesOf(release.reporting, kind) : []
  const finer = finerTables(table.table).flatMap((name) => tables.get(name) ?? [])
  const all = [table, ...finer].map((one) => ({ table: one, series: seriesIn(choice, one) }))
  const weightOf = ({ years, panelYears }: TableSeries) =>
    (reporting.length === 0 ? 0 : 1e6 * publishedIn(panelYears)) + publishedIn(years)
  const [first] = all as [(typeof all)[number]]
  const best = all.reduce((most, one) => (weightOf(one.series) > weightOf(most.series) ? one : most))
  const withTrend = ({ table, series }: (typeof all)[number]): CellOfTable => ({
    table,
    ...series,
    trend: trendOfSeries(series, {
      reporting,
      ownChanges: readOwnChanges(release.pages[reportingPage], kind),
      notCounted: notComplete(release.incomplete, kind)
    })
  })
  const own = withTrend(first)
  const decided = best === first ? own : withTrend(best)
  const { trend } = own
  const verdict =
    trend === undefined || decided.trend === undefined
      ? (decided.trend ?? trend)
      : {
          ...decided.trend,
          ...{ published: trend.published, suppressed: trend.suppressed },
          ...{ tests: trend.tests, slope: trend.slope, bounds: trend.bounds }
        }
  return { own, decided, verdict }
}

/** Returns the series of a cell by its table's years, and a verdict that holds for every value of the suppressed figures. */
export const trendOf = (choice: TrendChoice) => {
  const { release, table } = choice
  const kind = kindOf(choice)
  const { own, decided, verdict } = decidedTrend(choice)
  const { years, panelYears, unit } = own
  const count = (state: string) => years.filter((one) => one.state === state).length
  const dimensions = table.columns.map(({ name }) => name)
  const entriesOf = (all: ReadonlyArray<YearFigure>, names: ReadonlyArray<string>) =>
    all.map((one) => seriesEntry(one, unit, names))
  return {
    series: entriesOf(years, dimensions),
    verdict: {
      ...(verdict === undefined
        ? {
            ...{ direction: "cannot say" as const, words: "Too few published years for a verdict." },
            ...{ rate: null, widened: null, need: null, apart: null, breaks: null }
          }
        : statedOf(verdict)),
      of: decided.table.name,
      partners: verdict?.partners ?? "all",
      published: count("published"),
      suppressed: count("suppressed"),
      tests: verdict?.tests ?? {},
      slope: verdict?.slope ?? null,
      bounds: verdict?.bounds ?? null,
      reporting: verdict?.reporting ?? [],
      ownChanges: verdict?.ownChanges ?? []
    },
    panel:
      publishedIn(panelYears) === 0 && publishedIn(decided.panelYears) === 0
        ? null
        : {
            partners: readPanelSize(release.pages[reportingPage], kind) ?? null,
            series: publishedIn(panelYears) === 0 ? [] : entriesOf(panelYears ?? [], [...dimensions, panelDimension]),
            verdict: verdict?.panel === undefined ? null : statedOf(verdict.panel)
          },
    incomplete: incompleteEntries(release.incomplete, kind, unit === "month" ? years : []),
    pauses: runsOf(notComplete(release.incomplete, kind).pauses).map(({ from, to }) => ({
      from: periodName("month", from),
      to: periodName("month", to)
    })),
    ...whoReports(release.reporting.filter((one) => one.kind === kind))
  }
}
