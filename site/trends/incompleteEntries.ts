import { nowcastCount } from "@corridor/flow-statistics/nowcast/arrivedShares"
import { periodName } from "@corridor/flow-statistics/series/Period"
import type { IncompleteMonth } from "../../release/history/completenessPage.ts"
import type { YearFigure } from "./tableTrend.ts"

/**
 * Returns the months of a kind of record that are not loaded in full, with the share that is expected so far and the estimate of the
 * published figure once all are loaded. There is none for a suppressed figure, nor for one that dates from an earlier release.
 */
export const incompleteEntries = (
  months: ReadonlyArray<IncompleteMonth>,
  kind: string | undefined,
  figures: ReadonlyArray<YearFigure>
) =>
  months
    .filter((one) => one.kind === kind && !one.isPause)
    .map(({ month, arrived }) => {
      const figure = figures.find((one) => one.month !== undefined && one.year * 12 + one.month - 1 === month)
      const isCurrent = figure?.json !== undefined && !("asOf" in JSON.parse(figure.json))
      return {
        month: periodName("month", month),
        arrived: arrived ?? null,
        estimate:
          arrived === undefined || figure?.value === undefined || !isCurrent
            ? null
            : nowcastCount(figure.value, arrived)
      }
    })
