/**
 * Which months of a vintage are not loaded in full yet, and what share of their records is expected so far. It is computed from how late
 * the records of all months were, and from no month's own count (docs/decisions/0305-nowcasting.md); a month in which a large partner is silent has no share.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type ArrivedShare, arrivedShares } from "@corridor/flow-statistics/nowcast/arrivedShares"
import { completeShare, nowcastTriangle, stableLevel } from "@corridor/flow-statistics/nowcast/nowcastTriangle"
import { type LoadedCount, triangleOf } from "@corridor/flow-statistics/nowcast/Triangle"
import { ceased } from "../vintage/reportingSpans.ts"
import { monthLine, readMonthLines } from "./monthLines.ts"

/** A row of the mart of loading delays. */
export interface LoadingRow {
  readonly partner_id: string
  readonly record_kind: string
  readonly year: number
  readonly month: number
  /** First day of the month of loading. */
  readonly loaded: string
  readonly records: number
}

/** A month of which records are still expected. */
export interface IncompleteMonth {
  readonly kind: string
  /** Counted from year 0. */
  readonly month: number
  /** Undefined if it is not known: delays changed, or the month is not over. */
  readonly arrived: ArrivedShare | undefined
}

/** Fewest partners and records from which a share is published. */
const [fewestPartners, fewestRecords] = [3, 100]
/**
 * Fewest records of all but the two largest partners. Two partners subtract their own from `fewestRecords`: that nothing is said would mean that the others
 * have 1 to 3 if these have 96. By this limit it leaves twice the threshold open.
 */
const fewestOfOthers = 2 * defaultProfile.threshold
/** Months of loading in which a partner that reports loads something. */
const active = 12
/** A partner's own delays count from this share of the records on, and enter the bounds if it has as many records as a release needs. */
const large = 0.1
/** Months of silence from which on a large partner that has never been silent for so long counts as one whose records are still expected. */
export const unusuallySilent = 3
/** Published shares are multiples of this. */
const step = 0.05

const rounded = ({ share, low, high }: ArrivedShare): ArrivedShare => {
  const to = (value: number, round: (value: number) => number) =>
    Number(Math.min(1, Math.max(0, step * round(value / step))).toFixed(2))
  return { share: to(share, Math.round), low: to(low, Math.floor), high: to(high, Math.ceil) }
}

const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1

const recordsIn = (rows: ReadonlyArray<LoadedCount>): number => rows.reduce((sum, { count }) => sum + count, 0)

const recordsOfOthers = (byPartner: ReadonlyArray<ReadonlyArray<LoadedCount>>): number =>
  byPartner
    .map(recordsIn)
    .sort((a, b) => b - a)
    .slice(2)
    .reduce((sum, records) => sum + records, 0)

/** Delays may differ by month of the year, as in holidays. */
const ofMonths = { season: 12 }

/** Returns the triangle of one partner, or of all, whose delays are stable; undefined if they are not, or not known. */
const stableTriangle = (rows: ReadonlyArray<LoadedCount>, last: number, level: number, longest?: number) => {
  const { triangle } = triangleOf(rows, last, longest)
  const { incomplete, stability } = nowcastTriangle(triangle, ofMonths)
  return incomplete === undefined || (incomplete === "delays changed" && (stability?.p ?? 0) >= level)
    ? triangle
    : undefined
}

interface SilentSince {
  /** The first month from which on a large partner is silent. */
  readonly month: number
  /** The latest month of which any partner has records. */
  readonly end: number
}

/**
 * Returns since when a large partner is silent, though it reported until then without such a silence: it may report late, or have ceased, and its
 * absence would look like a fall. Undefined if there is none.
 */
const silentSince = (byPartner: ReadonlyArray<ReadonlyArray<LoadedCount>>, last: number): SilentSince | undefined => {
  const all = byPartner.map((own) => ({
    records: recordsIn(own),
    months: [...new Set(own.map(({ period }) => period))].filter((month) => month <= last).sort((a, b) => a - b)
  }))
  const whole = all.reduce((sum, { records }) => sum + records, 0)
  const end = Math.max(...all.map(({ months }) => months.at(-1) ?? 0))
  const since = all.flatMap(({ records, months }) => {
    const latest = months.at(-1)
    if (latest === undefined || records <= large * whole) return []
    const silence = end - latest
    const usual = months.slice(1).reduce((most, month, i) => Math.max(most, month - (months[i] as number) - 1), 0)
    return silence >= unusuallySilent && silence < ceased && silence > usual ? [latest + 1] : []
  })
  return since.length === 0 ? undefined : { month: Math.min(...since), end }
}

const monthsBetween = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

const ofKind = (kind: string, rows: ReadonlyArray<LoadingRow>, frozenAt: string): ReadonlyArray<IncompleteMonth> => {
  const last = monthOf(frozenAt) - 1
  const counted = rows.map(({ partner_id, year, month, loaded, records }) => ({
    partner: partner_id,
    period: year * 12 + month - 1,
    loaded: monthOf(loaded),
    count: records
  }))
  const { triangle } = triangleOf(counted, last)
  const pooled = nowcastTriangle(triangle, ofMonths)
  const records = triangle.reduce((sum, row) => sum + row.reduce((own, count) => own + (count || 0), 0), 0)
  const byPartner = [...Map.groupBy(counted, ({ partner }) => partner).values()]
  const reporting = byPartner.filter((own) => own.some(({ loaded }) => loaded <= last && loaded > last - active))
  const isPublished = (count: number) =>
    reporting.length >= fewestPartners && count >= fewestRecords && recordsOfOthers(byPartner) >= fewestOfOthers
  const silent = isPublished(recordsIn(counted)) ? silentSince(byPartner, last) : undefined
  if (!isPublished(records) || pooled.incomplete === "too few periods")
    return silent === undefined
      ? []
      : monthsBetween(silent.month, silent.end).map((month) => ({ kind, month, arrived: undefined }))
  const longest = pooled.shares.length - 1
  const known = reporting.map((own) => {
    const recent = own.filter(({ loaded }) => loaded > last - active)
    return {
      part: recordsIn(recent),
      records: recordsIn(own),
      triangle: stableTriangle(own, last, stableLevel / reporting.length, longest)
    }
  })
  const whole = known.reduce((sum, { part }) => sum + part, 0)
  const unstable = known.reduce((sum, one) => sum + (one.triangle === undefined ? one.part : 0), 0)
  const isStable = pooled.incomplete === undefined && unstable <= large * whole
  const all = [
    triangle,
    ...known.flatMap((one) =>
      one.part > large * whole && one.records >= fewestRecords && one.triangle !== undefined ? [one.triangle] : []
    )
  ].map(arrivedShares)
  // Part of the month of freezing is loaded, too.
  const passed = (Number(frozenAt.slice(8, 10)) - 1) / 31
  const arrivedBy = (delay: number): ArrivedShare => {
    const at = (d: number) => all.map((shares) => shares[d] ?? { share: 1, low: 1, high: 1 })
    const [now, next] = [at(delay), at(delay + 1)]
    return {
      share: (1 - passed) * (now[0] as ArrivedShare).share + passed * (next[0] as ArrivedShare).share,
      low: Math.min(...now.map(({ low }) => low)),
      high: Math.max(...(passed > 0.1 ? next : now).map(({ high }) => high))
    }
  }
  const late = all.reduce(
    (most, shares) =>
      Math.max(
        most,
        shares.findLastIndex(({ share }) => share < completeShare)
      ),
    -1
  )
  const silentFrom = silent?.month ?? Number.POSITIVE_INFINITY
  return monthsBetween(Math.min(last - late, silentFrom), last + 1).map((month): IncompleteMonth => {
    const isKnown = month <= last && isStable && month < silentFrom
    const arrived = isKnown ? rounded(arrivedBy(last - month)) : undefined
    return { kind, month, arrived: arrived !== undefined && arrived.low > 0 ? arrived : undefined }
  })
}

/**
 * Returns the incomplete months of each kind of record; none of a kind whose delays are not known, or of too few partners or records. By name of
 * the kind: the rows are in the order of the partners, and would say which kinds the first one reports.
 */
export const incompleteMonths = (rows: ReadonlyArray<LoadingRow>, frozenAt: string): ReadonlyArray<IncompleteMonth> => {
  const byKind = Map.groupBy(rows, ({ record_kind }) => record_kind)
  return [...byKind.keys()].sort().flatMap((kind) => ofKind(kind, byKind.get(kind) ?? [], frozenAt))
}

/** Name of the page of a release that has them. */
export const completenessPage = "completeness.csv"

/** Returns the months as a CSV page. */
export const completenessText = (months: ReadonlyArray<IncompleteMonth>): string =>
  [
    "record_kind,month,expected_share,low,high",
    ...months.map(({ kind, month, arrived }) => monthLine(kind, month, arrived?.share, arrived?.low, arrived?.high)),
    ""
  ].join("\n")

/** Reads such a page; a release from before it has none. */
export const readCompleteness = (text: string | undefined): ReadonlyArray<IncompleteMonth> =>
  readMonthLines(text).map(({ kind, month, values: [share, low = 0, high = 0] }) => ({
    kind,
    month,
    arrived: share === undefined ? undefined : { share, low, high }
  }))

/** Returns the first month of a kind that is not complete, counted from year 0; undefined if all are, or if this is not known. */
export const incompleteFrom = (months: ReadonlyArray<IncompleteMonth>, kind: string | undefined): number | undefined =>
  months.reduce<number | undefined>(
    (least, one) => (one.kind === kind && one.month < (least ?? Number.POSITIVE_INFINITY) ? one.month : least),
    undefined
  )
