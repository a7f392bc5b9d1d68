import { type Cell, isReported } from "@corridor/flow-statistics/cells/Cell"
import { type Panel, panelBuilder } from "@corridor/flow-statistics/coverage/Panel"
import { type Period, parsePeriod, placeIn } from "@corridor/flow-statistics/series/Period"
import { type PlacedPeriods, type TimelineProblem, timelineOf } from "@corridor/flow-statistics/series/timeline"
import { Effect } from "effect"
import { type Condition, type KnownTable, knownTableOf } from "./knownTables.ts"
import { type CellRules, parseNumber } from "./parseCell.ts"
import { type Columns, readColumns } from "./readColumns.ts"

/** Which columns and rows of a table form the series. */
export interface SeriesRequest {
  readonly input: string
  /** Column of the period; the default is `period`, or that of a known table. */
  readonly period?: string | undefined
  readonly value?: string | undefined
  readonly low?: string | undefined
  readonly high?: string | undefined
  readonly state?: string | undefined
  /** Column of the reporting partner or country. */
  readonly reporter?: string | undefined
  readonly where?: ReadonlyArray<Condition> | undefined
  /** First and last period, as the table writes them. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly rules?: CellRules | undefined
  /** Adds up the rows of one period and reporter. Without it a second row is a problem. */
  readonly sum?: boolean | undefined
  /** Treats absent periods as not reported. Without it they are a problem. */
  readonly allowGaps?: boolean | undefined
  /** Column of the exposure in each period. */
  readonly exposure?: string | undefined
}

interface Names {
  readonly period: string
  readonly value: string
  readonly reporter: string | undefined
  readonly where: ReadonlyArray<Condition>
  readonly known: KnownTable | undefined
}

const namesOf = (request: SeriesRequest, header: ReadonlyArray<string>): Names => {
  const known = request.period === undefined && request.value === undefined ? knownTableOf(header) : undefined
  const given = request.where ?? []
  const own = (known?.where ?? []).filter(({ column }) => given.every((one) => one.column !== column))
  return {
    period: request.period ?? known?.period ?? "period",
    value: request.value ?? known?.value ?? "value",
    reporter: request.reporter ?? known?.reporter,
    where: [...own, ...given],
    known
  }
}

/** The reporter of a table that names none. */
const everyone = "all"

/** Returns the rows that meet the conditions, with period, reporter and cell, and adds what is wrong to the problems. */
const rowsOf = (columns: Columns, request: SeriesRequest, names: Names) => {
  const cellColumns = {
    value: names.value,
    state: request.state ?? "state",
    ...columns.bounds(request.low, request.high)
  }
  const bound = (text: string | undefined, flag: string) => {
    const period = text === undefined ? undefined : parsePeriod(text)
    if (text !== undefined && period === undefined) columns.problems.add(0, "", "no-period", `a period after ${flag}`)
    return period
  }
  const from = bound(request.from, "--from")
  const to = bound(request.to, "--to")
  const found: Array<{
    readonly period: Period
    readonly reporter: string
    /** Undefined if it is a problem: its period is still one of the table. */
    readonly cell: Cell | undefined
    readonly at: number
  }> = []
  for (let at = 0; at < columns.rows.length; at++) {
    if (names.where.some(({ column, is }) => columns.field(column, at) !== is)) continue
    const period = columns.period(at, names.period)
    if (period === undefined) continue
    const [start, end] = [from, to].map((one) => (one === undefined ? 0 : placeIn(period, one)))
    if (start === undefined || end === undefined) {
      columns.problems.add(0, names.period, "bound-kind", "--from and --to as the table writes its periods, or coarser")
      return []
    }
    if (start < 0 || end > 0) continue
    const cell = columns.cell(at, cellColumns, request.rules ?? {})
    const reporter = names.reporter === undefined ? everyone : columns.field(names.reporter, at)
    if (reporter === "") columns.reject(at, names.reporter ?? "", "no-reporter", "a reporter in each row")
    else found.push({ period, reporter, cell, at })
  }
  return found
}

type Row = ReturnType<typeof rowsOf>[number]

/** Returns the exposure of each period, and adds a problem where a value has none, or rows of a period have different ones. */
const exposureOf = (columns: Columns, column: string, rows: ReadonlyArray<Row>, place: ReadonlyArray<number>) => {
  const found: Array<number> = []
  rows.forEach(({ at, cell }, i) => {
    const step = place[i] as number
    if (step < 0 || cell === undefined || !isReported(cell)) return
    const exposure = parseNumber(columns.field(column, at)) ?? 0
    if (exposure <= 0) columns.reject(at, column, "no-exposure", "a number above 0 for each value")
    else if ((found[step] ?? exposure) !== exposure)
      columns.reject(
        at,
        column,
        "exposure-twice",
        "the same exposure in all rows of a period: that of all reporters together"
      )
    found[step] = exposure
  })
  return found
}

/** Adds the rows to a panel. Adds a problem where a period is there twice, or a sum would be of rows with and without a value. */
const panelOf = (
  columns: Columns,
  names: Names,
  rows: ReadonlyArray<Row>,
  placed: PlacedPeriods,
  sum: boolean
): Panel => {
  const builder = panelBuilder(placed.timeline)
  const isKnown = new Map<string, boolean>()
  rows.forEach(({ at, reporter, cell }, i) => {
    const step = placed.place[i] as number
    if (step < 0 || cell === undefined) return
    const key = `${step} ${reporter}`
    if (!builder.add(reporter, step, cell, sum))
      columns.reject(
        at,
        names.period,
        "period-twice",
        `each period once${names.reporter === undefined ? "; --reporter names the column of reporters, --where COLUMN=LABEL the rows of one series" : " for each reporter"}; --sum adds rows up`
      )
    else if ((isKnown.get(key) ?? isReported(cell)) !== isReported(cell))
      columns.reject(
        at,
        names.value,
        "sum-of-some",
        "a value in all rows of a period that --sum adds up, or in none: the sum would leave one out; 0 where nobody was counted"
      )
    isKnown.set(key, isReported(cell))
  })
  return builder.build()
}

/** A table of values by period and reporter. */
export interface Reading {
  readonly panel: Panel
  /** False if the table does not name reporters. */
  readonly hasReporters: boolean
  readonly known: string | undefined
  /** The exposure by period, with holes where nothing was reported; undefined if no column was requested. */
  readonly exposure: ReadonlyArray<number> | undefined
}

/**
 * Reads a series, or a panel of reporters, from a CSV file. Fails with `TableRefused`, which lists all problems without their values:
 * fields that are not a period, number or state; repeated periods; mixed granularity; gaps.
 */
export const readSeries = Effect.fn("readSeries")(function* (request: SeriesRequest) {
  let names: Names | undefined
  const columns = yield* readColumns(request.input, (header) => {
    names = namesOf(request, header)
    const given = [names.reporter, request.low, request.high, request.state, request.exposure]
    return {
      required: [names.period, names.value, ...names.where.map(({ column }) => column), ...given].filter(
        (column) => column !== undefined
      ),
      optional: ["state", "low", "high"],
      flags: { [names.period]: "--period", [names.value]: "--value" }
    }
  })
  const found = names as unknown as Names
  const rows = rowsOf(columns, request, found)
  columns.requireMarks(found.value, request.rules ?? {})
  if (columns.problems.count === 0 && rows.length === 0)
    columns.problems.add(0, "", "no-rows", "at least one row that meets the conditions")
  const placed = timelineOf(
    rows.map(({ period }) => period),
    request.allowGaps
  )
  // Rows without a period leave gaps, few periods or uneven steps. These are not reported as problems of the table.
  const isMixed = new Set(rows.map(({ period }) => period.granularity)).size > 1
  const isMadeByProblems = !isMixed && columns.problems.count > 0
  const problem = rows.length === 0 || isMadeByProblems ? undefined : placed.problem
  if (problem !== undefined) columns.problems.add(0, found.period, problem.rule, withRemedy(problem))
  const panel = panelOf(columns, found, rows, placed, request.sum === true)
  const exposure =
    request.exposure === undefined ? undefined : exposureOf(columns, request.exposure, rows, placed.place)
  if (columns.problems.count > 0) return yield* columns.problems.refusal(refusalWords(problem?.rule))
  const reading: Reading = { panel, hasReporters: found.reporter !== undefined, known: found.known?.name, exposure }
  return reading
})

/** A gap can be accepted by a flag. */
const withRemedy = ({ rule, expected }: TimelineProblem): string =>
  rule === "gap" ? `${expected}; add rows without a value where nothing was reported, or use --gaps missing` : expected

const refusalWords = (rule: string | undefined): string =>
  rule === "mixed-granularity"
    ? "the periods have different granularities"
    : rule === "gap"
      ? "the series has gaps"
      : "it does not contain a series"
