import type { Cell } from "@corridor/flow-statistics/cells/Cell"
import { type Panel, panelBuilder } from "@corridor/flow-statistics/coverage/Panel"
import { type Period, parsePeriod } from "@corridor/flow-statistics/series/Period"
import { type TimelineProblem, timelineOf } from "@corridor/flow-statistics/series/timeline"
import { Effect } from "effect"
import { type Condition, type KnownTable, knownTableOf } from "./knownTables.ts"
import type { CellRules } from "./parseCell.ts"
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
  /** Further columns to read, such as an exposure. */
  readonly more?: ReadonlyArray<string> | undefined
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
  const cellColumns = { value: names.value, state: request.state ?? "state", low: request.low, high: request.high }
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
    const isOf = (other: Period | undefined) => other !== undefined && other.granularity === period.granularity
    if (isOf(from) && period.step < (from as Period).step) continue
    if (isOf(to) && period.step > (to as Period).step) continue
    const cell = columns.cell(at, cellColumns, request.rules ?? {})
    const reporter = names.reporter === undefined ? everyone : columns.field(names.reporter, at)
    if (reporter === "") columns.reject(at, names.reporter ?? "", "no-reporter", "a reporter in each row")
    else found.push({ period, reporter, cell, at })
  }
  return found
}

/** A table of values by period and reporter. */
export interface Reading {
  readonly panel: Panel
  /** False if the table does not name reporters. */
  readonly hasReporters: boolean
  readonly known: string | undefined
  /** Fields of the further columns by period, for tables with one row per period. */
  readonly more: ReadonlyMap<string, ReadonlyArray<string>>
}

/**
 * Reads a series, or a panel of reporters, from a CSV file. Fails with `TableRefused`, which lists all problems without their values:
 * fields that are not a period, number or state; repeated periods; mixed granularity; gaps.
 */
export const readSeries = Effect.fn("readSeries")(function* (request: SeriesRequest) {
  let names: Names | undefined
  const columns = yield* readColumns(request.input, (header) => {
    names = namesOf(request, header)
    const given = [names.reporter, request.low, request.high, request.state, ...(request.more ?? [])]
    return {
      required: [names.period, names.value, ...names.where.map(({ column }) => column), ...given].filter(
        (column) => column !== undefined
      ),
      optional: request.state === undefined ? ["state"] : []
    }
  })
  const found = names as unknown as Names
  const rows = rowsOf(columns, request, found)
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
  const builder = panelBuilder(placed.timeline)
  rows.forEach(({ at, reporter, cell }, i) => {
    const step = placed.place[i] as number
    if (step < 0 || cell === undefined) return
    if (!builder.add(reporter, step, cell, request.sum === true))
      columns.reject(
        at,
        found.period,
        "period-twice",
        `each period once${found.reporter === undefined ? "; --reporter names the column of reporters" : " for each reporter"}; --sum adds rows up`
      )
  })
  if (columns.problems.count > 0) return yield* columns.problems.refusal(refusalWords(problem?.rule))
  const more = new Map(
    (request.more ?? []).map((column) => {
      const fields = new Array<string>(placed.timeline.periods.length).fill("")
      rows.forEach(({ at }, i) => {
        fields[placed.place[i] as number] = columns.field(column, at)
      })
      return [column, fields] as const
    })
  )
  const reading: Reading = {
    panel: builder.build(),
    hasReporters: found.reporter !== undefined,
    known: found.known?.name,
    more
  }
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
