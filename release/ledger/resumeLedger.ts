import { Effect } from "effect"
import { append, readLedger } from "./Ledger.ts"
import { openCuts } from "./restoredLedger.ts"

/**
 * Notes that an operator answers for every restore after which the ledger may lack entries, and returns how many these were. `complete` says that nothing was
 * disclosed or paid after the backups.
 */
export const resumeLedger = Effect.fn("resumeLedger")(function* (answer: {
  readonly reason: string
  readonly complete: boolean
}) {
  const cuts = yield* openCuts(yield* readLedger())
  for (const cut of cuts) yield* append(() => Effect.succeed({ kind: "resumed" as const, cut, ...answer }))
  return cuts.length
})
