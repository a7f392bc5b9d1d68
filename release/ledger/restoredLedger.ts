/**
 * **High risk.** A ledger that may lack entries. After a restore without the ledger that followed the backup, readers may have releases and answers that
 * the ledger does not know: nothing is disclosed until an operator takes responsibility, and the privacy budget is then assumed to be spent.
 */
import { Effect } from "effect"
import { ledgerCuts } from "../../ports/identity/AccessLog.ts"
import { type LedgerBody, type LedgerEntry, privateBook } from "./LedgerEntry.ts"

/** Entries by which something is disclosed, or leads to it without another entry. */
const discloses = (body: LedgerBody): boolean =>
  body.kind === "proposal" ||
  body.kind === "answer" ||
  body.kind === "budget" ||
  (body.kind === "move" && body.move === "approve") ||
  (body.kind === "request-move" && (body.move === "approve" || body.move === "publish"))

const resumptions = (entries: ReadonlyArray<LedgerEntry>) =>
  entries.flatMap(({ body }) => (body.kind === "resumed" ? [body] : []))

/** Returns the restores for which no operator has taken responsibility yet. */
export const openCuts = Effect.fn("restoredLedger.openCuts")(function* (entries: ReadonlyArray<LedgerEntry>) {
  const answered = new Set(resumptions(entries).map(({ cut }) => cut))
  return (yield* ledgerCuts()).filter((cut) => !answered.has(cut))
})

/** Returns why the entry may not be appended; undefined if it may. */
export const refusedAfterRestore = Effect.fn("restoredLedger.refused")(function* (
  entries: ReadonlyArray<LedgerEntry>,
  body: LedgerBody
) {
  if (!discloses(body)) return undefined
  if ((yield* openCuts(entries)).length > 0)
    return "A backup was restored without the ledger that followed it: readers may have releases and answers that are unknown here, and what is published next would not be protected against them. If a store with the later ledger exists, restore the backup over that store with --replace. If not, an operator takes responsibility with 'ledger resume'."
  if (body.kind === "budget" && body.book === privateBook && resumptions(entries).some(({ complete }) => !complete))
    return "Entries of the ledger were lost in a restore. What they paid is unknown, so the privacy budget is taken as spent."
  return undefined
})
