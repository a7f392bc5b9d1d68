/**
 * **High risk.** The ledger that a restore finds. Readers have what was disclosed after the backup, so the entries that followed the backup's stay, with the
 * content that they name. Where they are not there, or not all, the restored ledger is marked (`release/ledger/restoredLedger.ts`).
 */
import { Effect } from "effect"
import type { SignedEntry } from "../../ports/chain/SignedChain.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { readSignedLedger } from "../../release/ledger/Ledger.ts"
import { readContent } from "../../release/vintage/FrozenContent.ts"
import { namedContent } from "../../release/vintage/namedContent.ts"

type Entries = ReadonlyArray<{ readonly seq: number; readonly hash: string }>

/** Returns the entries that follow those of the backup; undefined if another chain was there. */
export const entriesAfter = <Entry extends Entries[number]>(there: ReadonlyArray<Entry>, restored: Entries) => {
  const last = restored.at(-1)
  if (last === undefined || there.some(({ seq, hash }) => seq === last.seq && hash === last.hash))
    return there.filter(({ seq }) => seq > (last?.seq ?? Number.NEGATIVE_INFINITY))
  return undefined
}

/** The id of a state store, and its ledger. */
export interface KnownLedger {
  readonly store: string
  readonly ledger: Entries
}

/** Returns the entries that followed the backup's in the store that is there; undefined if it is another store, or its ledger is damaged or older. */
export const laterEntries = Effect.fn("NewerLedger.laterEntries")(function* (backup: KnownLedger) {
  const [there] = yield* StateStore.query<{ id: string }>("SELECT id FROM store")
  if (there?.id !== backup.store) return undefined
  const found = yield* readSignedLedger().pipe(Effect.catchTag("LedgerBroken", () => Effect.succeed(undefined)))
  const later = found && entriesAfter<SignedEntry>(found.rows, backup.ledger)
  return found && later && { later, named: namedContent(found.entries.slice(found.entries.length - later.length)) }
})

/** Returns whether the store that is there has the ledger that followed the backup, and all content that it names. */
export const isLedgerThere = Effect.fn("NewerLedger.isThere")(function* (backup: KnownLedger) {
  const found = yield* laterEntries(backup)
  if (found === undefined) return false
  return yield* Effect.forEach(found.named, (hash) => readContent(hash), { discard: true }).pipe(
    Effect.as(true),
    Effect.catchTag("ContentBroken", () => Effect.succeed(false))
  )
})
