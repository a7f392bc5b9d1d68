/** Flags of commands that write to the ledger. */
import { Flag } from "effect/cli"

export const byFlag = Flag.String("by").pipe(
  Flag.withDescription("name of the person who does this; recorded in the ledger")
)

export const reasonFlag = Flag.String("reason").pipe(
  Flag.withDescription("reason; recorded in the ledger, so name no person and no count"),
  Flag.withDefault("")
)
