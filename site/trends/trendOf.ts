import { panelDimension, panelLabels } from "../../release/catalogue/Cube.ts"
import { releaseTables } from "../../release/catalogue/releaseTables.ts"
import { incompleteFrom } from "../../release/history/completeness.ts"
import { changesOf, readPanelSize, reportingPage } from "../../release/history/reportingChanges.ts"
import { type PublishedTable, selectCells } from "../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import type { PanelTrend } from "../../release/trends/cellTrend.ts"
import { incompleteEntries } from "./incompleteEntries.ts"
import { reportingFrom } from "./reportingFrom.ts"
import { tableTrend, type YearFigure } from "./tableTrend.ts"

/** One entry of the series. A year without a cell has only its state. */
const seriesEntry = ({ year, month, state, json }: YearFigure, dimensions: ReadonlyArray<string>) => {
  const cell = json === undefined ? {} : (JSON.parse(json) as Record<string, unknown>)
  for (const name of dimensions) delete cell[name]
  return { year, ...(month === undefined ? {} : { month }), state, ...cell }
}

const panelVerdictOf = ({ rate, widened, breaks, ...panel }: PanelTrend) => ({
  direction: panel.direction,
  words: panel.words,
  published: panel.published,
  suppressed: panel.suppressed,
  rate: rate ?? null,
  widened: widened ?? null,
  breaks: breaks ?? null
})

/** One cell of a table, by its labels without the year. */
export interface TrendChoice {
  readonly release: PublishedRelease
  readonly table: PublishedTable
  /** The table of the constant panel; undefined if it is not released. */
  readonly panel: PublishedTable | undefined
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>
}

/** Returns the series of a cell by year or month, and a verdict that holds for every value of the suppressed years. */
export const trendOf = ({ release, table, panel, labels }: TrendChoice) => {
  const own = releaseTables.get(table.table)
  const kind = own?.cube.recordKind
  // The cells of the constant panel with the same labels as the cell of all partners.
  const panelCells =
    panel && selectCells(panel, new Map([...labels, [panelDimension, new Set([panelLabels.constant])]]))
  const { years, panelYears, trend } = tableTrend(
    { table, places: selectCells(table, labels) },
    panel && panelCells && { table: panel, places: panelCells },
    // The partners of a panel do not change.
    own?.panelOf === undefined ? changesOf(release.reporting, kind) : [],
    incompleteFrom(release.incomplete, kind)
  )
  const count = (state: string) => years.filter((one) => one.state === state).length
  const dimensions = table.columns.map(({ name }) => name)
  return {
    series: years.map((year) => seriesEntry(year, dimensions)),
    verdict: {
      direction: trend?.direction ?? "cannot say",
      words: trend?.words ?? "Too few published years for a verdict.",
      published: count("published"),
      suppressed: count("suppressed"),
      rate: trend?.rate ?? null,
      widened: trend?.widened ?? null,
      tests: trend?.tests ?? {},
      slope: trend?.slope ?? null,
      bounds: trend?.bounds ?? null,
      breaks: trend?.breaks ?? null,
      reporting: trend?.reporting ?? []
    },
    panel:
      panelYears === undefined || !panelYears.some(({ state }) => state === "published")
        ? null
        : {
            partners: readPanelSize(release.pages[reportingPage], kind) ?? null,
            series: panelYears.map((year) => seriesEntry(year, [...dimensions, panelDimension])),
            verdict: trend?.panel === undefined ? null : panelVerdictOf(trend.panel)
          },
    incomplete: incompleteEntries(release.incomplete, kind, years),
    reporting: reportingFrom(release.reporting.filter((one) => one.kind === kind))
  }
}
