/**
 * Who reports when: from which month until which month each partner reports each kind of record. Coverage means reporting: it is computed from the
 * months in which partners reported, and never from persons.
 */

import type { Cube } from "../catalogue/Cube.ts"

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
  /** The first month without reports; infinity for a partner that still reports. */
  readonly until: number
}

/** Months of silence at the end after which a partner counts as one that ceased to report. */
const ceased = 12

const reports = new Set(["reported", "zero"])

/** Returns the span of each partner and kind of record. Records without a month are in none. */
export const reportingSpans = (rows: ReadonlyArray<ReportedMonth>): ReadonlyArray<ReportingSpan> => {
  const dated = rows.flatMap(({ partner_id, record_kind, year, month, state = "reported" }) =>
    year !== null && month !== null && reports.has(state)
      ? [{ partner: partner_id, kind: record_kind, month: year * 12 + month - 1 }]
      : []
  )
  return [...Map.groupBy(dated, ({ kind }) => kind)].flatMap(([kind, ofKind]) => {
    const end = Math.max(...ofKind.map(({ month }) => month))
    return [...Map.groupBy(ofKind, ({ partner }) => partner)].map(([partner, own]) => {
      const months = own.map(({ month }) => month)
      const last = Math.max(...months)
      return {
        partner,
        kind,
        from: Math.min(...months),
        until: end - last < ceased ? Number.POSITIVE_INFINITY : last + 1
      }
    })
  })
}

/** Returns the constant panel of a kind of record: the partners that report it from its first month on and still do. */
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
