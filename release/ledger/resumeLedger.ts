import { Effect } from "effect"
import { append, readLedger } from "./Ledger.ts"
import { openCuts } from "./restoredLedger.ts"

/**
 * Records that an operator takes responsibility for every restore after which the ledger may lack entries, or for `cuts` alone, and returns their number. `complete`
 * says that nothing was disclosed or paid after the backups.
 */
export const resumeLedger = Effect.fn("resumeLedger")(function* (answer: {
  readonly reason: string
  readonly complete: boolean
  readonly cuts?: ReadonlyArray<string>
}) {
  const { reason, complete } = answer
  const open = yield* openCuts(yield* readLedger())
  const cuts = answer.cuts === undefined ? open : open.filter((cut) => answer.cuts?.includes(cut))
  for (const cut of cuts) yield* append(() => Effect.succeed({ kind: "resumed" as const, cut, complete, reason }))
  return cuts.length
})
