/**
 * Who reports when: months from which other partners report than before. Coverage means reporting: it is computed from the months in which
 * partners reported, and never from persons.
 */
import { monthIn, monthLabel, yearOf } from "../catalogue/timeLabels.ts"

/** A month of one partner and kind of record, as the coverage mart has it. */
export interface ReportedMonth {
  readonly partner_id: string
  readonly record_kind: string
  readonly year: number | null
  readonly month: number | null
  readonly state?: string
}

/** From this month on, until the next one, so many partners report a kind of record. */
export interface Reporting {
  readonly kind: string
  /** Counted from year 0. */
  readonly month: number
  /** Undefined if they are fewer than may be published. */
  readonly partners: number | undefined
}

/** Months of silence at the end after which a partner counts as one that ceased to report. */
const ceased = 12
/** Fewest partners whose number is published. */
const fewest = 3

const reports = new Set(["reported", "zero"])

/** Returns the months in which the partners that report a kind of record change, the first month included. */
export const reportingChanges = (rows: ReadonlyArray<ReportedMonth>): ReadonlyArray<Reporting> => {
  const dated = rows.flatMap(({ partner_id, record_kind, year, month, state = "reported" }) =>
    year !== null && month !== null && reports.has(state)
      ? [{ partner: partner_id, kind: record_kind, month: year * 12 + month - 1 }]
      : []
  )
  return [...Map.groupBy(dated, ({ kind }) => kind)].flatMap(([kind, ofKind]) => {
    const end = Math.max(...ofKind.map(({ month }) => month))
    const spans = [...Map.groupBy(ofKind, ({ partner }) => partner).values()].map((own) => {
      const months = own.map(({ month }) => month)
      const last = Math.max(...months)
      return { from: Math.min(...months), until: end - last < ceased ? Number.POSITIVE_INFINITY : last + 1 }
    })
    const edges = spans.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite)
    return [...new Set(edges)]
      .sort((a, b) => a - b)
      .map((month) => {
        const partners = spans.filter(({ from, until }) => from <= month && month < until).length
        return { kind, month, partners: partners < fewest ? undefined : partners }
      })
  })
}

/** Name of the page of a release that has them. */
export const reportingPage = "reporting.csv"

/** Returns the changes as a CSV page: kind of record, month, and number of partners that report from then on. */
export const reportingText = (changes: ReadonlyArray<Reporting>): string =>
  [
    "record_kind,month,partners",
    ...changes.map(
      ({ kind, month, partners }) => `${kind},${monthLabel(Math.floor(month / 12), (month % 12) + 1)},${partners ?? ""}`
    ),
    ""
  ].join("\n")

/** Reads such a page; a release from before it has none. */
export const readReporting = (text: string | undefined): ReadonlyArray<Reporting> =>
  (text ?? "")
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [kind, label = "", partners = ""] = line.split(",")
      const month = monthIn(label)
      if (kind === undefined || month === undefined) return []
      return [
        {
          kind,
          month: Number(yearOf(label)) * 12 + month - 1,
          partners: partners === "" ? undefined : Number(partners)
        }
      ]
    })

/** Returns the months in which the partners that report a kind of record changed after the first. */
export const changesOf = (reporting: ReadonlyArray<Reporting>, kind: string | undefined): ReadonlyArray<number> =>
  reporting
    .filter((one) => one.kind === kind)
    .slice(1)
    .map(({ month }) => month)
