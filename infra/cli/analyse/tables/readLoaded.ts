import type { ReporterRows } from "@corridor/flow-statistics/nowcast/nowcastReporters"
import {
  type Granularity,
  monthsPer,
  type Period,
  parsePeriod,
  periodForms,
  periodName
} from "@corridor/flow-statistics/series/Period"
import { Effect } from "effect"
import { isCellProblem, parseCell } from "./parseCell.ts"
import { readColumns } from "./readColumns.ts"

/** Which columns hold the counts by period and period of loading. */
interface LoadedRequest {
  readonly input: string
  readonly period: string
  readonly loaded: string
  readonly value: string
  readonly reporter: string | undefined
  /** Last period of loading to use, as the table writes it. */
  readonly until: string | undefined
}

export interface LoadedRead {
  readonly granularity: Granularity
  readonly reporters: ReadonlyArray<ReporterRows>
  /** The last period of loading, as a step. */
  readonly last: number
}

/** Maximum number of periods from the first to the last loading: memory is quadratic in it. */
const maxPeriods = 3_000

/** Returns a period, or the one that contains a day; undefined if it has another granularity. */
const inGranularity = (period: Period | undefined, granularity: Granularity): number | undefined => {
  if (period === undefined || period.granularity === granularity) return period?.step
  if (period.granularity !== "day" || granularity === "index") return undefined
  const day = periodName("day", period.step)
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1]
  const months = monthsPer[granularity]
  return months === undefined ? Math.floor((period.step - 4) / 7) : Math.floor((year * 12 + month) / months)
}

/**
 * Reads counts by period and period of loading, which may be a day. Fails with `TableRefused`, which lists all problems without their values:
 * fields that are neither a period nor an exact count, different granularities, and loading before the period.
 */
export const readLoaded = Effect.fn("readLoaded")(function* (request: LoadedRequest) {
  const { input, period, loaded, value, reporter } = request
  const names = [period, loaded, value, ...(reporter === undefined ? [] : [reporter])]
  const columns = yield* readColumns(input, () => ({ required: names }))
  const { problems } = columns
  const periods = columns.rows.map((_, at) => columns.periodOf(at, period))
  const granularity = periods.find((one) => one !== undefined)?.granularity ?? "index"
  const until = request.until === undefined ? undefined : inGranularity(parsePeriod(request.until), granularity)
  if (request.until !== undefined && until === undefined)
    problems.add(0, loaded, "no-period", "a period after --until, as the table writes them")
  const found = new Map<string, Array<{ period: number; loaded: number; count: number }>>()
  let last = Number.NEGATIVE_INFINITY
  for (const [i, row] of columns.rows.entries()) {
    const step = inGranularity(periods[i], granularity)
    const when = inGranularity(columns.periodOf(i, loaded), granularity)
    const cell = parseCell({ value: columns.field(value, i), state: "", low: "", high: "" }, {})
    const name = reporter === undefined ? "all" : columns.field(reporter, i)
    if (step === undefined) problems.add(row, period, "no-period", `${periodForms}, of the same kind in each row`)
    else if (when === undefined) problems.add(row, loaded, "no-period", `${periodForms}, or the day of loading`)
    else if (when < step) problems.add(row, loaded, "loaded-early", "no loading before the period")
    else if (isCellProblem(cell) && cell.rule !== "no-bounds") problems.add(row, value, cell.rule, cell.expected)
    else if (isCellProblem(cell) || cell.low < cell.high)
      problems.add(
        row,
        value,
        "no-count",
        "a whole number of at least 0: delays cannot be read from suppressed counts, so take the counts of the partner itself"
      )
    else if (!(cell.value >= 0 && Number.isInteger(cell.value)))
      problems.add(row, value, "no-count", "a whole number of at least 0")
    else if (name === "") problems.add(row, reporter ?? "", "no-reporter", "a reporter in each row")
    else {
      const own = found.get(name) ?? []
      found.set(name, own)
      own.push({ period: step, loaded: when, count: cell.value })
      last = Math.max(last, when)
    }
  }
  const end = Math.min(last, until ?? last)
  const first = [...found.values()].flat().reduce((least, row) => Math.min(least, row.loaded), end)
  if (end - first >= maxPeriods) {
    const [from, to] = [first, end].map((step) => periodName(granularity, step))
    problems.add(
      0,
      loaded,
      "too-long",
      `at most ${maxPeriods} periods: loading is from ${from} to ${to}; use coarser periods, or --until`
    )
  }
  if (problems.count > 0) return yield* problems.refusal("it does not contain counts by period of loading")
  const read: LoadedRead = {
    granularity,
    reporters: [...found].map(([name, rows]) => ({ name, rows })),
    last: end
  }
  return read
})
