/** The ledger of vintages and releases (`corridor_vintage.ledger`): read whole and verified each time, and only ever added to. */
import { Effect, Schema } from "effect"
import { appendEntry, type ChainBusy, chainEntries } from "../../ports/chain/ChainTable.ts"
import type { ChainEntry } from "../../ports/chain/HashChain.ts"
import type { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { encodeBody, type LedgerBody, type LedgerEntry } from "./LedgerEntry.ts"
import { verifyChain } from "./verifyChain.ts"

const table = "corridor_vintage.ledger"

/** The ledger is not what it was: nothing may be frozen, released or shown until it is put back from a backup. */
export class LedgerBroken extends Schema.TaggedError<LedgerBroken>()("LedgerBroken", {
  message: Schema.String,
  seq: Schema.Int,
  rule: Schema.String
}) {}

const verified = Effect.fn("Ledger.verified")(function* (rows: ReadonlyArray<ChainEntry>, head?: string) {
  const found = verifyChain(rows, head)
  if ("entries" in found) return found.entries
  const { seq, rule } = found.broken
  return yield* new LedgerBroken({ message: `the ledger is broken at entry ${seq} (${rule})`, seq, rule })
})

/** All entries in order. With `head`, an entry with this hash must be among them. */
export const readLedger = Effect.fn("Ledger.read")(function* (head?: string) {
  return yield* verified(yield* chainEntries(table), head)
})

/**
 * Adds the entry that `decide` makes of the entries there are, and answers it. `decide` is asked anew whenever another entry came in
 * between. Acknowledged means durable.
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
