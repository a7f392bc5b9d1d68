import { DateTime, Effect } from "effect"
import type { VersionedPerson } from "../../ingest/keys/Pseudonym.ts"
import { entriesOf, type LoggedWithdrawal, logReceipt, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { newReceiptCode, receiptHash } from "../../release/published/withdrawalReceipt.ts"
import { storeReceipt } from "../../release/publisher/storeReceipt.ts"
import { listVintages } from "../../release/vintage/Vintages.ts"

const withdrawnAt = (entries: ReadonlyArray<LoggedWithdrawal>, otherwise: string) => entries[0]?.at ?? otherwise

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
  yield* storeReceipt({ hash, withdrawnAt: withdrawnAt(entries, at), lastVintage })
  return code
})

/** Stores the receipts of the withdrawal log that a restored store lacks. */
export const restoreReceipts = Effect.fn("restoreReceipts")(function* () {
  const { entries } = yield* (yield* WithdrawalLog).all
  for (const { partner, persons, at, receipt } of entries)
    if (receipt !== undefined)
      yield* storeReceipt({
        hash: receipt.hash,
        withdrawnAt: withdrawnAt(entriesOf(entries, partner, persons), at),
        lastVintage: receipt.vintage
      })
})
