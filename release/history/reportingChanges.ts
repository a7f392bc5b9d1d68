/** What a release says about who reports when: the months from which other partners report than before. */

import { constantPanel, type ReportedMonth, type ReportingSpan, reportingSpans } from "../vintage/reportingSpans.ts"
import { monthLine, readMonthLines } from "./monthLines.ts"

/** The number of partners that report a kind of record, from a month on until the next one. */
export interface Reporting {
  readonly kind: string
  /** Counted from year 0. */
  readonly month: number
  /** Undefined if they are fewer than may be published. */
  readonly partners: number | undefined
}

/** Fewest partners whose number is published. */
export const fewestPublished = 3

const publishable = (partners: number): number | undefined => (partners < fewestPublished ? undefined : partners)

/** Returns the months in which the partners that report a kind of record change, the first month included. */
const reportingChanges = (all: ReadonlyArray<ReportingSpan>, kinds: ReadonlyArray<string>): ReadonlyArray<Reporting> =>
  kinds.flatMap((kind) => {
    const spans = all.filter((one) => one.kind === kind)
    const edges = spans.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite)
    return [...new Set(edges)]
      .sort((a, b) => a - b)
      .map((month) => ({
        kind,
        month,
        partners: publishable(spans.filter(({ from, until }) => from <= month && month < until).length)
      }))
  })

/** Who reports in a vintage: the changes, and the number of partners of each kind's constant panel. */
export interface ReportingFacts {
  readonly changes: ReadonlyArray<Reporting>
  /** By kind of record; undefined if they are fewer than may be published. */
  readonly panels: ReadonlyMap<string, number | undefined>
  /** By kind of record, the years in which one large partner's records changed while those of the others did not. */
  readonly ownChanges: ReadonlyMap<string, ReadonlyArray<number>>
}

/**
 * Returns, by kind of record, when the number of reporting partners changed and how many reported throughout. Numbers that may not be
 * published are undefined.
 */
export const reportingFacts = (
  rows: ReadonlyArray<ReportedMonth>,
  ownChanges: ReportingFacts["ownChanges"] = new Map()
): ReportingFacts => {
  const spans = reportingSpans(rows)
  // By name: the rows are in the order of the partners, and would say which kinds the first one reports.
  const kinds = [...new Set(spans.map(({ kind }) => kind))].sort()
  return {
    changes: reportingChanges(spans, kinds),
    panels: new Map(kinds.map((kind) => [kind, publishable(constantPanel(spans, kind).size)])),
    ownChanges
  }
}

/** Name of the page of a release that has them. */
export const reportingPage = "reporting.csv"

/** What the page has in place of a month for the partners that reported in all months. */
const throughout = "throughout"
/** What it has in place of a month for a year in which one large partner's records changed alone; the year is in place of a number. */
const ownChange = "one partner changed in"

/** Returns the CSV page: kind of record, month, and number of partners that report from then on; or throughout; or a year in which one changed alone. */
export const reportingText = ({ changes, panels, ownChanges }: ReportingFacts): string =>
  [
    "record_kind,month,partners",
    ...changes.map(({ kind, month, partners }) => monthLine(kind, month, partners)),
    ...[...panels].map(([kind, partners]) => `${kind},${throughout},${partners ?? ""}`),
    ...[...ownChanges].flatMap(([kind, years]) => years.map((year) => `${kind},${ownChange},${year}`)),
    ""
  ].join("\n")

/** Returns the number of partners of a kind's constant panel from such a page; undefined if it is not published. */
export const readPanelSize = (text: string | undefined, kind: string | undefined): number | undefined => {
  const line = (text ?? "").split("\n").find((one) => one.startsWith(`${kind},${throughout},`))
  const partners = Number(line?.split(",")[2] ?? "")
  return partners === 0 ? undefined : partners
}

/** Returns the years in which one large partner's records of a kind changed alone, from such a page; one from before has none. */
export const readOwnChanges = (text: string | undefined, kind: string | undefined): ReadonlyArray<number> =>
  (text ?? "")
    .split("\n")
    .filter((one) => one.startsWith(`${kind},${ownChange},`))
    .map((one) => Number(one.split(",")[2]))

/** Reads such a page; a release from before it has none. */
export const readReporting = (text: string | undefined): ReadonlyArray<Reporting> =>
  readMonthLines(text).map(({ kind, month, values: [partners] }) => ({ kind, month, partners }))

/** Returns the months in which the partners that report a kind of record changed after the first. */
export const changesOf = (reporting: ReadonlyArray<Reporting>, kind: string | undefined): ReadonlyArray<number> =>
  reporting
    .filter((one) => one.kind === kind)
    .slice(1)
    .map(({ month }) => month)
