/**
 * Years and months in which nobody reported at all: cells that say so, for the labels that a table has in other years. Made of who reported
 * when, and of labels that are told anyway; nothing of it is a count.
 */
import { Effect } from "effect"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { monthLabel, yearOf } from "../catalogue/timeLabels.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import type { NoData, ReleaseCell } from "../history/ReleaseCell.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"

/** A month of one partner and kind of record, as the mart of coverage has it. */
export interface CoverageRow {
  readonly record_kind: string
  readonly year: number | null
  readonly month: number | null
  readonly state?: "reported" | "zero" | "not_reported" | "not_known" | "not_collected"
}

/** Of each period from the first to the last: undefined where somebody reported, or may have. */
const silenceBy = (
  rows: ReadonlyArray<CoverageRow>,
  periodOf: (row: CoverageRow) => string | undefined
): ReadonlyMap<string, NoData["state"]> => {
  const states = new Map<string, Set<string>>()
  for (const row of rows) {
    const period = periodOf(row)
    if (period !== undefined) states.set(period, (states.get(period) ?? new Set()).add(row.state ?? "reported"))
  }
  const found = new Map<string, NoData["state"]>()
  for (const [period, own] of states)
    if (!["reported", "zero", "not_known"].some((state) => own.has(state)))
      found.set(period, own.has("not_reported") ? "not_reported" : "not_collected")
  return found
}

/** @param cells what is told of all choices */
export const noDataCells = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  coverage: ReadonlyArray<CoverageRow>
): ReadonlyArray<ReleaseCell> =>
  choices.flatMap((choice, c) => {
    const kind = releaseTables.get(choice.table)?.cube.recordKind
    const at = choice.by.indexOf("year")
    const level = choice.levels["year"]?.join()
    if (kind === undefined || (level !== "year" && level !== "month")) return []
    const rows = coverage.filter((row) => row.record_kind === kind && row.year !== null)
    // Something without a month may have been in any of its year.
    const undated = new Set(rows.flatMap((row) => (row.month === null ? [String(row.year)] : [])))
    // A year of which partners' spans hold some months alone is not over, or had not begun.
    const months = new Map(
      [...Map.groupBy(rows, (row) => row.year)].map(([year, own]) => [year, new Set(own.map((row) => row.month)).size])
    )
    const silence =
      level === "year"
        ? silenceBy(rows, (row) => ((months.get(row.year) ?? 0) < 12 ? undefined : String(row.year)))
        : silenceBy(rows, ({ year, month }) => (month === null ? undefined : monthLabel(String(year), month)))
    const own = cells.filter((cell) => cell.choice === c)
    const told = new Set(own.map(({ labels }) => labels[at]))
    const others = new Map(own.map(({ labels }) => [JSON.stringify(labels.toSpliced(at, 1)), labels]))
    return [...silence].flatMap(([period, state]) => {
      const year = Number(yearOf(period))
      const isAsked = year >= (choice.from ?? year) && year <= (choice.to ?? year)
      if (!isAsked || told.has(period) || (level === "month" && undated.has(yearOf(period)))) return []
      return [...others.values()].map((labels) => ({ choice: c, labels: labels.with(at, period), shown: { state } }))
    })
  })

/** Those of a vintage; none where it does not have the mart, or has it from before it said who was silent. */
export const readNoDataCells = Effect.fn("noDataCells")(function* (
  vintage: Vintage,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>
) {
  if (!vintage.marts.some(({ mart }) => mart === "coverage")) return []
  return noDataCells(choices, cells, yield* frozenRows<CoverageRow>(vintage, "coverage"))
})
