import { DateTime, Effect } from "effect"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { receiptSecret, type VersionedPerson } from "../../ingest/keys/Pseudonym.ts"
import {
  entriesOf,
  type LoggedWithdrawal,
  logReceipt,
  spansAfterReceipt,
  WithdrawalLog
} from "../../ingest/keys/WithdrawalLog.ts"
import { receiptCode, receiptHash } from "../../release/published/withdrawalReceipt.ts"
import { storeReceipt } from "../../release/publisher/storeReceipt.ts"
import { isWithin } from "../../release/vintage/eraseFromVintages.ts"
import { listVintages } from "../../release/vintage/Vintages.ts"

const withdrawnAt = (entries: ReadonlyArray<LoggedWithdrawal>, otherwise: string) => entries[0]?.at ?? otherwise

/** Returns the numbers of the vintages after the receipt's that may count the case, because records came back. */
const laterVintagesOf = Effect.fn("laterVintagesOf")(function* (
  entries: ReadonlyArray<LoggedWithdrawal>,
  last: number
) {
  const now = DateTime.formatIso(yield* DateTime.now)
  const spans = spansAfterReceipt(entries).map(({ since, until = now }) => ({ since, until }))
  if (spans.length === 0) return []
  const vintages = (yield* listVintages()).filter(
    (one) => one.vintage > last && spans.some((span) => isWithin(one, span))
  )
  return vintages.map(({ vintage }) => vintage)
})

/** Says how to see the code of a receipt again. */
export const receiptAgain = "To see the code again, run the same command again."

/** Says the code of a receipt. */
export const receiptSentence = (code: string) =>
  `Receipt for the person: ${code}. At /receipts/withdrawal of the public page it shows, without an account, that the withdrawal took effect. ${receiptAgain}`

/**
 * Returns the code of the receipt of a withdrawn case, and creates the receipt if there is none. The code is stored nowhere: it is made of the pipeline's key and
 * the case's pseudonym. So a process that ends before it says the code loses nothing. Call it when the marts do not count the person any more.
 */
export const issueReceipt = Effect.fn("issueReceipt")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  const keys = yield* (yield* KeyStore).keysOf(partner)
  const entries = entriesOf((yield* (yield* WithdrawalLog).all).entries, partner, persons)
  const made = entries.flatMap(({ receipt }) => receipt ?? [])
  const codes = persons.map((person) => receiptCode(receiptSecret(keys, person)))
  const isMade = (code: string) => made.some(({ hash }) => hash === receiptHash(code))
  // Receipts of earlier versions have random codes. The portal and the command line may name the case by different pseudonyms.
  const code = codes.find(isMade) ?? (codes[0] as string)
  const hash = receiptHash(code)
  const lastVintage = made[0]?.vintage ?? (yield* listVintages()).at(-1)?.vintage ?? 0
  const at = DateTime.formatIso(yield* DateTime.now)
  if (!isMade(code)) yield* logReceipt({ partner, at, persons, since: at, receipt: { hash, vintage: lastVintage } })
  const laterVintages = yield* laterVintagesOf(entries, lastVintage)
  yield* storeReceipt({ hash, withdrawnAt: withdrawnAt(entries, at), lastVintage, laterVintages })
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
      laterVintages: yield* laterVintagesOf(own, receipt.vintage)
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
