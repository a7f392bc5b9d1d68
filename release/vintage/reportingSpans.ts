/**
 * Who reports when: from which month until which month each partner reports each kind of record. Coverage means reporting: it is computed from the
 * months in which partners reported, and never from persons.
 */

import type { Cube } from "../catalogue/Cube.ts"
import { runsOf } from "../catalogue/monthRuns.ts"

/** A month of one partner and kind of record, as in the coverage mart. */
export interface ReportedMonth {
  readonly partner_id: string
  readonly record_kind: string
  readonly year: number | null
  readonly month: number | null
  readonly state?: string
}

/** Months are counted from year 0. */
export interface ReportingSpan {
  readonly partner: string
  readonly kind: string
  readonly from: number
  /** The first month without reports, until which a partner reports that pauses or ceases; infinity for one that still reports. */
  readonly until: number
}

/** Months of silence after which a partner counts as one that ceased to report, also if it reports again later. */
export const ceased = 12

const reports = new Set(["reported", "zero"])
/** A month that a record without a date may belong to: the partner was not silent for certain. */
const mayReport = new Set([...reports, "not_known"])

/**
 * Returns the spans of each partner and kind of record: one, unless it was silent for twelve months in between. Records without a month are in
 * none.
 */
export const reportingSpans = (rows: ReadonlyArray<ReportedMonth>): ReadonlyArray<ReportingSpan> => {
  const dated = rows.flatMap(({ partner_id, record_kind, year, month, state = "reported" }) =>
    year !== null && month !== null && mayReport.has(state)
      ? [{ partner: partner_id, kind: record_kind, month: year * 12 + month - 1, isKnown: reports.has(state) }]
      : []
  )
  return [...Map.groupBy(dated, ({ kind }) => kind)].flatMap(([kind, ofKind]) => {
    const end = ofKind.reduce((latest, { month, isKnown }) => (isKnown ? Math.max(latest, month) : latest), 0)
    return [...Map.groupBy(ofKind, ({ partner }) => partner)].flatMap(([partner, own]) => {
      const known = own.flatMap(({ month, isKnown }) => (isKnown ? [month] : [])).sort((a, b) => a - b)
      const [first, last] = [known[0], known.at(-1)]
      if (first === undefined || last === undefined) return []
      const between = own.flatMap(({ month }) => (month >= first && month <= last ? [month] : []))
      return runsOf(
        between.sort((a, b) => a - b),
        ceased
      ).map(({ from, to }) => ({
        ...{ partner, kind, from },
        until: to === last && end - last < ceased ? Number.POSITIVE_INFINITY : to + 1
      }))
    })
  })
}

/** Returns the constant panel of a kind of record: the partners that report it from its first month on without a pause, and still do. */
export const constantPanel = (spans: ReadonlyArray<ReportingSpan>, kind: string): ReadonlySet<string> => {
  const own = spans.filter((one) => one.kind === kind)
  const first = Math.min(...own.map(({ from }) => from))
  return new Set(
    own.flatMap(({ partner, from, until }) => (from === first && until === Number.POSITIVE_INFINITY ? [partner] : []))
  )
}

/** Returns the name of a partner in the constant panel of a cube. Of a cube of several kinds of record, each kind has a panel of its own. */
export const memberOf = ({ spine }: Cube, kind: string, partner: string): string =>
  spine.kind === undefined ? partner : `${kind} ${partner}`

/** Returns the constant panel of a cube, by names as of `memberOf`. */
export const panelOf = (cube: Cube, spans: ReadonlyArray<ReportingSpan>): ReadonlySet<string> => {
  const kinds = cube.recordKind === undefined ? [...new Set(spans.map(({ kind }) => kind))] : [cube.recordKind]
  return new Set(
    kinds.flatMap((kind) => [...constantPanel(spans, kind)].map((partner) => memberOf(cube, kind, partner)))
  )
}
