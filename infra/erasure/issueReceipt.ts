import { DateTime, Effect } from "effect"
import type { VersionedPerson } from "../../ingest/keys/Pseudonym.ts"
import {
  entriesOf,
  type LoggedWithdrawal,
  logReceipt,
  spansAfterReceipt,
  WithdrawalLog
} from "../../ingest/keys/WithdrawalLog.ts"
import { newReceiptCode, receiptHash } from "../../release/published/withdrawalReceipt.ts"
import { storeReceipt } from "../../release/publisher/storeReceipt.ts"
import { isWithin } from "../../release/vintage/eraseFromVintages.ts"
import { listVintages } from "../../release/vintage/Vintages.ts"
import { sayUnfinished } from "../process/sayUnfinished.ts"

const withdrawnAt = (entries: ReadonlyArray<LoggedWithdrawal>, otherwise: string) => entries[0]?.at ?? otherwise

/** Returns the numbers of the vintages after the receipt's that may count the case, because records came back. */
const laterVintages = Effect.fn("laterVintages")(function* (entries: ReadonlyArray<LoggedWithdrawal>, last: number) {
  const now = DateTime.formatIso(yield* DateTime.now)
  const spans = spansAfterReceipt(entries).map(({ since, until = now }) => ({ since, until }))
  if (spans.length === 0) return []
  const vintages = (yield* listVintages()).filter(
    (one) => one.vintage > last && spans.some((span) => isWithin(one, span))
  )
  return vintages.map(({ vintage }) => vintage)
})

/** Says the code of a receipt. It is stored nowhere, so it is said also if what follows its creation fails (`sayUnfinished`). */
export const receiptSentence = (code: string) =>
  `Receipt for the person: ${code}. At /receipts/withdrawal of the public page it shows, without an account, that the withdrawal took effect. The code is not shown again.`

/**
 * Creates the receipt of a withdrawn case, and returns its code, which is stored nowhere. Returns undefined if the case has a receipt; with
 * `isAnother`, it gets another one. Call it when the marts do not count the person any more.
 */
export const issueReceipt = Effect.fn("issueReceipt")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>,
  isAnother = false
) {
  const entries = entriesOf((yield* (yield* WithdrawalLog).all).entries, partner, persons)
  const [first] = entries.flatMap(({ receipt }) => receipt ?? [])
  if (first !== undefined && !isAnother) return undefined
  const code = newReceiptCode()
  const lastVintage = first?.vintage ?? (yield* listVintages()).at(-1)?.vintage ?? 0
  const at = DateTime.formatIso(yield* DateTime.now)
  const hash = receiptHash(code)
  yield* logReceipt({ partner, at, persons, since: at, receipt: { hash, vintage: lastVintage } })
  yield* laterVintages(entries, lastVintage).pipe(
    Effect.flatMap((later) =>
      storeReceipt({ hash, withdrawnAt: withdrawnAt(entries, at), lastVintage, laterVintages: later })
    ),
    sayUnfinished(receiptSentence(code))
  )
  return code
})

/** Stores receipts with what the whole log says now. */
const storeReceipts = Effect.fn("storeReceipts")(function* (
  entries: ReadonlyArray<LoggedWithdrawal>,
  which: ReadonlyArray<LoggedWithdrawal>
) {
  for (const { partner, persons, at, receipt } of which) {
    if (receipt === undefined) continue
    const own = entriesOf(entries, partner, persons)
    yield* storeReceipt({
      hash: receipt.hash,
      withdrawnAt: withdrawnAt(own, at),
      lastVintage: receipt.vintage,
      laterVintages: yield* laterVintages(own, receipt.vintage)
    })
  }
})

/** Stores the receipts of the withdrawal log that a restored store lacks. */
export const restoreReceipts = Effect.fn("restoreReceipts")(function* () {
  const { entries } = yield* (yield* WithdrawalLog).all
  yield* storeReceipts(entries, entries)
})

/** Adds to the receipts of a case the vintages that may count it because records came back after they were made. Call it when these are erased. */
export const renewReceipts = Effect.fn("renewReceipts")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  const { entries } = yield* (yield* WithdrawalLog).all
  const own = entriesOf(entries, partner, persons)
  if (spansAfterReceipt(own).length > 0) yield* storeReceipts(entries, own)
})
