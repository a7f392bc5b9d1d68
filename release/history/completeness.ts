/**
 * Which months of a vintage are not loaded in full yet, and what share of their records is expected so far. It is computed from how late
 * the records of all months were, and from no month's own count (docs/decisions/0305-nowcasting.md); a month in which a large partner is silent has no
 * share (docs/decisions/0321-pauses.md).
 */

import { type ArrivedShare, arrivedShares } from "@corridor/flow-statistics/nowcast/arrivedShares"
import {
  completeShare,
  type Nowcast,
  nowcastTriangle,
  stableLevel
} from "@corridor/flow-statistics/nowcast/nowcastTriangle"
import { type LoadedCount, type ReportingTriangle, triangleOf } from "@corridor/flow-statistics/nowcast/Triangle"
import { type IncompleteMonth, notComplete } from "./completenessPage.ts"
import { ownChanges } from "./ownChanges.ts"
import { fewestOfOthers, large, largeSilences, recordsIn, type Silence, withoutTwoLargest } from "./silences.ts"

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

/** Fewest partners and records from which a share is published. */
const [fewestPartners, fewestRecords] = [3, 100]
/** Months of loading in which a partner that reports loads something. */
const active = 12
/** Published shares are multiples of this. */
const step = 0.05

const rounded = ({ share, low, high }: ArrivedShare): ArrivedShare => {
  const to = (value: number, round: (value: number) => number) =>
    Number(Math.min(1, Math.max(0, step * round(value / step))).toFixed(2))
  return { share: to(share, Math.round), low: to(low, Math.floor), high: to(high, Math.ceil) }
}

const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1

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

const monthsBetween = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

/** Returns the months of silences, in order. */
const monthsOf = (silences: ReadonlyArray<Silence>): ReadonlyArray<number> =>
  [...new Set(silences.flatMap(({ from, until }) => monthsBetween(from, until - 1)))].sort((a, b) => a - b)

interface LoadedByPartner extends LoadedCount {
  readonly partner: string
}

const loadedCounts = (rows: ReadonlyArray<LoadingRow>): ReadonlyArray<LoadedByPartner> =>
  rows.map(({ partner_id, year, month, loaded, records }) => ({
    partner: partner_id,
    period: year * 12 + month - 1,
    loaded: monthOf(loaded),
    count: records
  }))

/** Returns the records of each partner. */
const byPartnerOf = (counted: ReadonlyArray<LoadedByPartner>): ReadonlyArray<ReadonlyArray<LoadedByPartner>> => [
  ...Map.groupBy(counted, ({ partner }) => partner).values()
]

/** How late the records of a kind are. */
interface Delays {
  /** Shares by delay: of all partners together, and of each large one whose delays are stable. */
  readonly shares: ReadonlyArray<ReadonlyArray<ArrivedShare>>
  /** Whether the delays of most records are stable. */
  readonly isStable: boolean
}

/** Returns the delays of partners that still report, by the triangle of all. */
const delaysOf = (
  triangle: ReportingTriangle,
  { incomplete, shares }: Nowcast,
  reporting: ReadonlyArray<ReadonlyArray<LoadedCount>>,
  last: number
): Delays => {
  const known = reporting.map((own) => ({
    recent: recordsIn(own.filter(({ loaded }) => loaded > last - active)),
    records: recordsIn(own),
    triangle: stableTriangle(own, last, stableLevel / reporting.length, shares.length - 1)
  }))
  const whole = known.reduce((sum, { recent }) => sum + recent, 0)
  const unstable = known.reduce((sum, one) => sum + (one.triangle === undefined ? one.recent : 0), 0)
  const ofLarge = known.flatMap((one) =>
    one.recent > large * whole && one.records >= fewestRecords && one.triangle !== undefined ? [one.triangle] : []
  )
  return {
    shares: [triangle, ...ofLarge].map(arrivedShares),
    isStable: incomplete === undefined && unstable <= large * whole
  }
}

/** Returns the longest delay by which not all records have arrived; -1 if there is none. */
const longestDelay = ({ shares }: Delays): number =>
  Math.max(-1, ...shares.map((own) => own.findLastIndex(({ share }) => share < completeShare)))

/** Returns the share that has arrived so many months later, and of the next month as much as has passed, from 0 to 1. */
const arrivedBy = ({ shares }: Delays, delay: number, passed: number): ArrivedShare => {
  const at = (d: number) => shares.map((own) => own[d] ?? { share: 1, low: 1, high: 1 })
  const [now, next] = [at(delay), at(delay + 1)]
  return {
    share: (1 - passed) * (now[0] as ArrivedShare).share + passed * (next[0] as ArrivedShare).share,
    low: Math.min(...now.map(({ low }) => low)),
    high: Math.max(...(passed > 0.1 ? next : now).map(({ high }) => high))
  }
}

const ofKind = (kind: string, rows: ReadonlyArray<LoadingRow>, frozenAt: string): ReadonlyArray<IncompleteMonth> => {
  const last = monthOf(frozenAt) - 1
  const counted = loadedCounts(rows)
  const byPartner = byPartnerOf(counted)
  const reporting = byPartner.filter((own) => own.some(({ loaded }) => loaded <= last && loaded > last - active))
  const isPublished = (records: number) =>
    reporting.length >= fewestPartners &&
    records >= fewestRecords &&
    withoutTwoLargest(byPartner.map(recordsIn)) >= fewestOfOthers
  const silences = isPublished(recordsIn(counted))
    ? largeSilences(byPartner.map((own) => own.filter(({ period }) => period <= last)))
    : []
  const still = silences.filter(({ isOver }) => !isOver)
  const silentFrom = Math.min(...still.map(({ from }) => from))
  const paused = monthsOf(silences.filter(({ isOver }) => isOver))
  const pausesBefore = (end: number): ReadonlyArray<IncompleteMonth> =>
    paused.flatMap((month) => (month < end ? [{ kind, month, arrived: undefined, isPause: true }] : []))
  const { triangle } = triangleOf(counted, last)
  const pooled = nowcastTriangle(triangle, ofMonths)
  const records = triangle.reduce((sum, row) => sum + row.reduce((own, count) => own + (count || 0), 0), 0)
  if (!isPublished(records) || pooled.incomplete === "too few periods")
    return [
      ...pausesBefore(silentFrom),
      ...monthsOf(still).map((month) => ({ kind, month, arrived: undefined, isPause: false }))
    ]
  const delays = delaysOf(triangle, pooled, reporting, last)
  // Part of the month of freezing is loaded, too.
  const passed = (Number(frozenAt.slice(8, 10)) - 1) / 31
  const from = Math.min(last - longestDelay(delays), silentFrom)
  return [
    ...pausesBefore(from),
    ...monthsBetween(from, last + 1).map((month): IncompleteMonth => {
      const isKnown = month <= last && delays.isStable && month < silentFrom && !paused.includes(month)
      const arrived = isKnown ? rounded(arrivedBy(delays, last - month, passed)) : undefined
      return { kind, month, arrived: arrived !== undefined && arrived.low > 0 ? arrived : undefined, isPause: false }
    })
  ]
}

/** Returns the rows of each kind of record, by name of the kind: the rows are in the order of the partners, and would say which kinds the first one reports. */
const kindsOf = (rows: ReadonlyArray<LoadingRow>): ReadonlyArray<readonly [string, ReadonlyArray<LoadingRow>]> => {
  const byKind = Map.groupBy(rows, ({ record_kind }) => record_kind)
  return [...byKind.keys()].sort().map((kind) => [kind, byKind.get(kind) ?? []])
}

/**
 * Returns the incomplete months of each kind of record; none of a kind whose delays are not known, or of too few partners or
 * records.
 */
export const incompleteMonths = (rows: ReadonlyArray<LoadingRow>, frozenAt: string): ReadonlyArray<IncompleteMonth> =>
  kindsOf(rows).flatMap(([kind, own]) => ofKind(kind, own, frozenAt))

/** Returns, by kind of record, the years in which one large partner's records changed while those of the others did not. */
export const yearsOfOwnChanges = (
  rows: ReadonlyArray<LoadingRow>,
  incomplete: ReadonlyArray<IncompleteMonth>,
  frozenAt: string
): ReadonlyMap<string, ReadonlyArray<number>> =>
  new Map(
    kindsOf(rows).map(([kind, own]) => {
      const { from = monthOf(frozenAt), pauses } = notComplete(incomplete, kind)
      return [kind, ownChanges(byPartnerOf(loadedCounts(own)), { from, pauses })]
    })
  )
