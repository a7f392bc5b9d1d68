/**
 * The ledger of vintages and releases (`corridor_vintage.ledger`): read whole and verified each time, and only ever added to.
 *
 * Two who add at once do not fork it. An entry's deduplication token is made of its place and of the hash before it, so of two
 * that follow the same entry the store keeps the first; whoever reads back another than his own begins anew from there.
 */
import { Clock, Effect, Schema } from "effect"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { following, type LedgerBody, type LedgerEntry, type StoredEntry } from "./LedgerEntry.ts"
import { verifyChain } from "./verifyChain.ts"

const table = "corridor_vintage.ledger"

/** The ledger is not what it was: nothing may be frozen, released or shown until it is put back from a backup. */
export class LedgerBroken extends Schema.TaggedError<LedgerBroken>()("LedgerBroken", {
  message: Schema.String,
  seq: Schema.Int,
  rule: Schema.String
}) {}

const stored = Effect.fn("Ledger.stored")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<StoredEntry>(
    `SELECT toFloat64(seq) AS seq, toFloat64(at) AS at, kind, body, previous, hash FROM ${table} ORDER BY ${table}.seq, hash`
  )
})

const verified = Effect.fn("Ledger.verified")(function* (rows: ReadonlyArray<StoredEntry>, head?: string) {
  const found = verifyChain(rows, head)
  if ("entries" in found) return found.entries
  const { seq, rule } = found.broken
  return yield* new LedgerBroken({ message: `the ledger is broken at entry ${seq} (${rule})`, seq, rule })
})

/** All entries in order. With `head`, an entry with this hash must be among them. */
export const readLedger = Effect.fn("Ledger.read")(function* (head?: string) {
  return yield* verified(yield* stored(), head)
})

/** Another entry came first each time, for too long. */
export class LedgerBusy extends Schema.TaggedError<LedgerBusy>()("LedgerBusy", { message: Schema.String }) {}

const attempts = 50

/**
 * Adds the entry that `decide` makes of the entries there are, and answers it. `decide` is asked anew whenever another entry came in
 * between, so that what it allows still holds when the entry is written. Acknowledged means durable.
 */
export const append = Effect.fn("Ledger.append")(function* <Body extends LedgerBody, E, R>(
  decide: (entries: ReadonlyArray<LedgerEntry>) => Effect.Effect<Body, E, R>
): Effect.fn.Return<
  LedgerEntry & { readonly body: Body },
  E | LedgerBroken | LedgerBusy | WarehouseError,
  R | Warehouse
> {
  const warehouse = yield* Warehouse
  // A store that was put back from a backup may remember tokens of entries that it no longer has.
  let forgotten = 0
  for (let attempt = 0; attempt < attempts; attempt++) {
    const rows = yield* stored()
    const body = yield* decide(yield* verified(rows))
    const entry = following(rows.at(-1), yield* Clock.currentTimeMillis, body)
    yield* warehouse.insert(table, [{ ...entry }], {
      token: `ledger:${entry.seq}:${entry.previous}${forgotten === 0 ? "" : `:${forgotten}`}`
    })
    const there = (yield* stored()).filter(({ seq }) => seq === entry.seq)
    if (there.some(({ hash }) => hash === entry.hash)) return { ...entry, body }
    if (there.length === 0) forgotten += 1
  }
  return yield* new LedgerBusy({ message: "others write to the ledger all the time; try again" })
})
