import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

interface WithdrawalReceipt {
  /** Hash of the code: `receiptHash`. */
  readonly hash: string
  /** ISO 8601. */
  readonly withdrawnAt: string
  /** Number of the newest vintage that may count the person; 0 for none. */
  readonly lastVintage: number
  /** Numbers of later vintages that may count the person, because records came back. */
  readonly laterVintages?: ReadonlyArray<number>
}

/** Stores the receipt of a withdrawal, which contains no figure. Idempotent. */
export const storeReceipt = Effect.fn("storeReceipt")(function* (receipt: WithdrawalReceipt) {
  yield* Warehouse.insert(
    "corridor_release.withdrawal_receipt",
    [
      {
        hash: receipt.hash,
        withdrawn_at: receipt.withdrawnAt.slice(0, 19).replace("T", " "),
        last_vintage: receipt.lastVintage,
        later_vintages: receipt.laterVintages ?? []
      }
    ],
    { token: "" }
  )
})
