/** What series say, computed here for values that the API does not have. */
import {
  completenessPage,
  type NotComplete,
  notComplete,
  readCompleteness
} from "../../release/history/completenessPage.ts"
import { changesOf, readOwnChanges, readReporting, reportingPage } from "../../release/history/reportingChanges.ts"
import { completeTrend } from "../../release/trends/completeTrend.ts"
import { type Cell, type Released, released, releaseOf } from "./released.ts"
import type { YearOf } from "./series.ts"

/** What a verdict needs besides the figures, as the API does. */
export interface WhoReported {
  /** Months, counted from year 0, from which other partners report than before. */
  readonly reporting: ReadonlyArray<number>
  /** Years in which one large partner's records changed while those of the others did not. */
  readonly ownChanges: ReadonlyArray<number>
  readonly notCounted: NotComplete
}

/** Reads who reported a kind of record, what is not complete, and the cells of the constant panel (none if it is not released), of the release of a table. */
export const whoReported = async (
  { facts }: Released,
  kind: string
): Promise<WhoReported & { readonly panel: ReadonlyArray<Cell> }> => {
  const { pages, tables } = await releaseOf(facts["release"])
  const panel = tables.find(({ table }) => table === `${facts["table"]}_panel`)
  return {
    reporting: changesOf(readReporting(pages[reportingPage]), kind),
    ownChanges: readOwnChanges(pages[reportingPage], kind),
    notCounted: notComplete(readCompleteness(pages[completenessPage]), kind),
    panel:
      panel === undefined
        ? []
        : (await released(`releases/${facts["release"]}/tables/${panel.name}?panel=Constant`)).cells
  }
}

const cellsOf = (years: ReadonlyArray<Omit<YearOf, "labels">>) =>
  years.map(({ year, state, value }) => ({ year, state, value: value ?? undefined }))

/**
 * Returns the direction that the published years show, if it holds at the extremes of the suppressed years and, where other partners report than
 * before, for the constant panel too.
 *
 * @param panel the same series of the partners that reported throughout; empty if it is not released
 */
export const directionOf = (
  years: ReadonlyArray<Omit<YearOf, "labels">>,
  { reporting, ownChanges, notCounted }: WhoReported,
  panel: ReadonlyArray<Omit<YearOf, "labels">> = []
): string => {
  const first = years[0]?.year ?? 0
  const count = (years.at(-1)?.year ?? first) - first + 1
  const trend = completeTrend(cellsOf(years), first, count, {
    ...{ reporting, ownChanges, notCounted },
    panel: cellsOf(panel)
  })
  return trend?.direction ?? "cannot say"
}
