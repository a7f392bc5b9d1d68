/** Flags of commands that write to the ledger. */
import { Flag } from "effect/cli"
import { textFlag } from "./CommonFlags.ts"

export const reasonFlag = textFlag("reason", "reason; recorded in the ledger, so name no person and no count").pipe(
  Flag.withDefault("")
)
