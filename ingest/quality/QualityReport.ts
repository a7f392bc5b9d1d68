/** The quality of a partner's data, and the protected medians of other partners of its type. It contains no value of a record. */
import { Clock, Effect } from "effect"
import * as Partners from "../partners/Partners.ts"
import { completenessOf, measuredKinds } from "./completeness.ts"
import { loadingDelaysOf } from "./loadingDelays.ts"
import { messageMonths, ruleMonths } from "./messages.ts"
import { leastPeers, minCount, peerMedian } from "./peerMedian.ts"
import type { Compared, MessageMonth } from "./QualitySchemas.ts"

/** Medians of shares are multiples of five per cent, those of delays whole months. */
const [shareStep, monthStep] = [5, 1]

const percent = (part: number, total: number) => (total === 0 ? null : Math.round((1000 * part) / total) / 10)

/** Returns what one or several partners have, measured at once. */
const measure = Effect.fn("Quality.measure")(function* (partners: ReadonlyArray<string>, before?: string) {
  return {
    completeness: yield* completenessOf(partners, before),
    delays: yield* loadingDelaysOf(partners, before),
    months: yield* messageMonths(partners)
  }
})

type Measured = Effect.Success<ReturnType<typeof measure>>

/** Returns the first day of the present month, and the month before it. */
const monthsAt = (now: number) => {
  const first = new Date(now)
  first.setUTCDate(1)
  const day = first.toISOString().slice(0, 10)
  first.setUTCDate(0)
  return { day, last: first.toISOString().slice(0, 7) }
}

/** Shares of messages in a month: undefined for a partner with too few. */
const monthShare = (
  months: ReadonlyArray<MessageMonth> | undefined,
  month: string,
  outcome: "refused" | "duplicates"
) => {
  const found = months?.find((one) => one.month === month)
  return found === undefined || found.read < minCount ? undefined : percent(found[outcome], found.read)
}

/** Compares a partner with the measured others. */
const compare = (partner: string, own: Measured, peers: Measured, lastMonth: string) => {
  const others = [...peers.months.keys()].filter((one) => one !== partner)
  const medianOf = (valueOf: (other: string) => number | null | undefined, step: number) =>
    peerMedian(
      others.flatMap((other) => valueOf(other) ?? []),
      step
    )
  const messages = (outcome: "refused" | "duplicates"): Compared => ({
    own: monthShare(own.months.get(partner), lastMonth, outcome) ?? null,
    median: medianOf((other) => monthShare(peers.months.get(other), lastMonth, outcome), shareStep)
  })
  const kinds = measuredKinds.flatMap((kind) => {
    const mine = own.completeness.get(partner)?.get(kind)
    if (mine === undefined) return []
    const shareOf = (other: string, path: string) => {
      const theirs = peers.completeness.get(other)?.get(kind)
      return theirs === undefined || theirs.records < minCount
        ? undefined
        : percent(theirs.filled.get(path) ?? 0, theirs.records)
    }
    return [
      {
        kind,
        records: mine.records,
        delay: {
          own: own.delays.get(partner)?.get(kind)?.months ?? null,
          median: medianOf((other) => {
            const delay = peers.delays.get(other)?.get(kind)
            return delay === undefined || delay.records < minCount ? undefined : delay.months
          }, monthStep)
        },
        fields: [...mine.filled].map(([path, filled]) => ({
          path,
          own: percent(filled, mine.records),
          median: medianOf((other) => shareOf(other, path), shareStep)
        }))
      }
    ]
  })
  return { kinds, refused: messages("refused"), duplicates: messages("duplicates") }
}

/**
 * Returns a function that reports on a partner. What is measured of the partners of a type is kept until the month ends: it is the most work, and
 * constant medians reveal nothing about what one partner has sent since.
 */
export const makeQualityReport = () => {
  const kept = new Map<string, Measured>()
  return Effect.fn("Quality.report")(function* (partner: string) {
    const { day, last } = monthsAt(yield* Clock.currentTimeMillis)
    const partners = yield* Partners.list()
    const self = partners.find(({ id }) => id === partner)
    const group = partners
      .filter(({ type, demonstration }) => type === self?.type && demonstration === self?.demonstration)
      .map(({ id }) => id)
    const key = JSON.stringify([day, self?.type, self?.demonstration])
    const peers = kept.get(key) ?? (yield* measure(group, day))
    for (const old of kept.keys()) if (!old.startsWith(`["${day}"`)) kept.delete(old)
    kept.set(key, peers)
    const own = yield* measure([partner])
    return {
      mediansBefore: day,
      leastPeers,
      ...compare(partner, own, peers, last),
      months: own.months.get(partner) ?? [],
      rules: yield* ruleMonths(partner)
    }
  })
}
