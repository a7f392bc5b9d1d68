/** The ledger of vintages and releases (`corridor_vintage.ledger`). It is append-only, and is read and verified as a whole each time. */
import { Effect, Schema } from "effect"
import { appendEntry, type ChainBusy, chainEntries } from "../../ports/chain/ChainTable.ts"
import type { ChainEntry } from "../../ports/chain/HashChain.ts"
import type { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { encodeBody, type LedgerBody, type LedgerEntry } from "./LedgerEntry.ts"
import { verifyChain } from "./verifyChain.ts"

const table = "corridor_vintage.ledger"

/** The hash chain of the ledger is broken. Nothing may be frozen, released or shown until the ledger is restored from a backup. */
export class LedgerBroken extends Schema.TaggedError<LedgerBroken>()("LedgerBroken", {
  message: Schema.String,
  seq: Schema.Int,
  rule: Schema.String
}) {}

const verified = Effect.fn("Ledger.verified")(function* (rows: ReadonlyArray<ChainEntry>, head?: string) {
  const found = verifyChain(rows, head)
  if ("entries" in found) return found.entries
  const { seq, rule } = found.broken
  return yield* new LedgerBroken({
    message: `The ledger is broken at entry ${seq} (${rule}). Restore it from a backup before you release anything.`,
    seq,
    rule
  })
})

/** Returns all entries in order. With `head`, an entry with this hash must be among them. */
export const readLedger = Effect.fn("Ledger.read")(function* (head?: string) {
  return yield* verified(yield* chainEntries(table), head)
})

/**
 * Appends the entry that `decide` returns for the current entries, and returns it. `decide` runs again if another entry was appended in
 * between. A returned entry is durable.
 */
export const append = Effect.fn("Ledger.append")(function* <Body extends LedgerBody, E, R>(
  decide: (entries: ReadonlyArray<LedgerEntry>) => Effect.Effect<Body, E, R>
): Effect.fn.Return<
  LedgerEntry & { readonly body: Body },
  E | LedgerBroken | ChainBusy | WarehouseError,
  R | Warehouse
> {
  const next = Effect.gen(function* () {
    const rows = yield* chainEntries(table)
    const body = yield* decide(yield* verified(rows))
    return { after: rows.at(-1), kind: body.kind, body: encodeBody(body), value: body }
  })
  const { entry, value } = yield* appendEntry(table, "ledger", next)
  return { ...entry, body: value }
})
