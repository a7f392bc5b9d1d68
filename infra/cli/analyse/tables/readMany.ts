import type { Points } from "@corridor/flow-statistics/series/completions"
import type { Timeline } from "@corridor/flow-statistics/series/timeline"
import { timelineOf } from "@corridor/flow-statistics/series/timeline"
import { Effect } from "effect"
import type { CellRules } from "./parseCell.ts"
import { readColumns } from "./readColumns.ts"

/** A table of many series, which some of its columns name. */
interface ManyRequest {
  readonly input: string
  readonly period: string
  readonly value: string
  /** Columns that name a series, such as origin and destination. */
  readonly keys: ReadonlyArray<string>
  readonly rules: CellRules
  /** How to treat a period without a row. */
  readonly absent: "missing" | "zero"
}

interface ManyRead {
  readonly timeline: Timeline
  readonly names: ReadonlyArray<ReadonlyArray<string>>
  /** Values with their bounds. */
  readonly series: ReadonlyArray<Points>
  /** Number of points of which only an interval is known; their value is the midpoint. */
  readonly uncertain: number
}

const separator = "\u0000"

/**
 * Reads many series, all on the timeline of the whole table. Fails with `TableRefused`, which lists all problems: fields that are not a
 * period or number, a period repeated in a series, mixed granularity, and periods that no series has.
 */
export const readMany = Effect.fn("readMany")(function* ({ input, period, value, keys, rules, absent }: ManyRequest) {
  const columns = yield* readColumns(input, () => ({
    required: [period, value, ...keys],
    optional: ["state", "low", "high"]
  }))
  const { problems } = columns
  const parsed = columns.rows.map((_, at) => columns.period(at, period))
  if (problems.count > 0) return yield* problems.refusal("it does not contain series")
  const placed = timelineOf(parsed.flatMap((one) => one ?? []))
  if (placed.problem !== undefined) {
    problems.add(0, period, placed.problem.rule, placed.problem.expected)
    return yield* problems.refusal("it does not contain series")
  }
  const length = placed.timeline.periods.length
  const found = new Map<string, Points & { readonly seen: Uint8Array }>()
  const empty = () => new Float64Array(length).fill(absent === "zero" ? 0 : Number.NaN)
  let uncertain = 0
  const cellColumns = { value, state: "state", ...columns.bounds() }
  for (const i of columns.rows.keys()) {
    const cell = columns.cell(i, cellColumns, rules)
    if (cell === undefined) continue
    if (cell.low < cell.high) uncertain += 1
    const key = keys.map((column) => columns.field(column, i)).join(separator)
    const own = found.get(key) ?? { value: empty(), low: empty(), high: empty(), seen: new Uint8Array(length) }
    found.set(key, own)
    const at = placed.place[i] as number
    if (own.seen[at] === 1) columns.reject(i, period, "period-twice", "each period once for each series")
    own.seen[at] = 1
    own.value[at] = cell.value
    own.low[at] = cell.low
    own.high[at] = cell.high
  }
  columns.requireMarks(value, rules)
  if (problems.count > 0) return yield* problems.refusal("it does not contain series")
  const read: ManyRead = {
    timeline: placed.timeline,
    names: [...found.keys()].map((key) => key.split(separator)),
    series: [...found.values()],
    uncertain
  }
  return read
})
