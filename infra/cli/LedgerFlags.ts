/** Flags of whatever is written into the ledger. */
import { Flag } from "effect/cli"

export const byFlag = Flag.String("by").pipe(
  Flag.withDescription("the name of whoever does this; it goes into the ledger")
)

export const reasonFlag = Flag.String("reason").pipe(
  Flag.withDescription("why; it goes into the ledger: name no person and no count"),
  Flag.withDefault("")
)
