import type { Entry } from "../../review/Entry.ts"
import type { ReceiptAnswer } from "../api/ReceiptApi.ts"

/** Returns the receipt of an entry that is not in the partner's topic yet, or never will be. */
export const entryReceipt = ({ entry, state, enteredAt, records, erased, contentHash }: Entry): ReceiptAnswer => ({
  submission: entry,
  receivedAt: new Date(enteredAt).toISOString(),
  records,
  hash: erased === 0 ? contentHash : "",
  state: state === "returned" || state === "expired" || state === "withdrawn" ? state : "waiting",
  loaded: 0,
  quarantined: 0,
  withdrawn: erased,
  corrections: 0,
  heldBack: 0,
  refusals: []
})
