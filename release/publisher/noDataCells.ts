/**
 * Cells for years and months in which no partner reported, for the labels that a table has in other periods. They are computed from who
 * reported when and from published labels, and from no count.
 */
import { Effect } from "effect"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { monthLabel, yearOf } from "../catalogue/timeLabels.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import type { NoData, ReleaseCell } from "../history/ReleaseCell.ts"
import { type ReportingFacts, reportingFacts } from "../history/reportingChanges.ts"
import type { ReportedMonth } from "../vintage/reportingSpans.ts"
import { frozenRows, hasCoverage, type Vintage } from "../vintage/Vintages.ts"

/** A row of the coverage mart: a month of one partner and kind of record. */
interface CoverageRow extends Omit<ReportedMonth, "partner_id"> {
  readonly state?: "reported" | "zero" | "not_reported" | "not_known" | "not_collected"
}

/** Returns the periods without data, with their state. A period in which a partner reported, or may have, is not included. */
const noDataBy = (
  rows: ReadonlyArray<CoverageRow>,
  periodOf: (row: CoverageRow) => string | undefined
): ReadonlyMap<string, NoData["state"]> => {
  const states = new Map<string, Set<string>>()
  for (const row of rows) {
    const period = periodOf(row)
    if (period !== undefined) states.set(period, (states.get(period) ?? new Set()).add(row.state ?? "reported"))
  }
  const found = new Map<string, NoData["state"]>()
  for (const [period, chosen] of states)
    if (!["reported", "zero", "not_known"].some((state) => chosen.has(state)))
      found.set(period, chosen.has("not_reported") ? "not_reported" : "not_collected")
  return found
}

/** Returns cells for periods without data. `cells` are the disclosed cells of all choices. */
const noDataCells = (
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
    // A record without a month may be of any month of its year.
    const undated = new Set(rows.flatMap((row) => (row.month === null ? [String(row.year)] : [])))
    // A year with fewer than twelve months in coverage is not over or began late.
    const months = new Map(
      [...Map.groupBy(rows, (row) => row.year)].map(([year, chosen]) => [
        year,
        new Set(chosen.map((row) => row.month)).size
      ])
    )
    const noData =
      level === "year"
        ? noDataBy(rows, (row) => ((months.get(row.year) ?? 0) < 12 ? undefined : String(row.year)))
        : noDataBy(rows, ({ year, month }) => (month === null ? undefined : monthLabel(String(year), month)))
    const chosen = cells.filter((cell) => cell.choice === c)
    const present = new Set(chosen.map(({ labels }) => labels[at]))
    const others = new Map(chosen.map(({ labels }) => [JSON.stringify(labels.toSpliced(at, 1)), labels]))
    return [...noData].flatMap(([period, state]) => {
      const year = Number(yearOf(period))
      const isInRange = year >= (choice.from ?? year) && year <= (choice.to ?? year)
      if (!isInRange || present.has(period) || (level === "month" && undated.has(yearOf(period)))) return []
      return [...others.values()].map((labels) => ({ choice: c, labels: labels.with(at, period), shown: { state } }))
    })
  })

/** Returns who reports in a vintage; undefined if it has no coverage mart. */
export const readReportingFacts = Effect.fn("reportingFacts")(function* (
  vintage: Vintage,
  ownChanges?: ReportingFacts["ownChanges"]
) {
  return hasCoverage(vintage)
    ? reportingFacts(yield* frozenRows<ReportedMonth>(vintage, "coverage"), ownChanges)
    : undefined
})

/** Returns the cells without data of a vintage; none if it has no coverage mart or an old one without states. */
export const readNoDataCells = Effect.fn("noDataCells")(function* (
  vintage: Vintage,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>
) {
  if (!hasCoverage(vintage)) return []
  return noDataCells(choices, cells, yield* frozenRows<CoverageRow>(vintage, "coverage"))
})
