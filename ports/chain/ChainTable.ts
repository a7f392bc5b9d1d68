/**
 * An append-only hash chain in a table of the store.
 *
 * Concurrent writers cannot fork it. An entry's deduplication token is made of its position and the previous hash, so of two entries that
 * follow the same one the store keeps the first. A writer that reads back another entry than its own starts again from there. A random mark
 * in each body distinguishes equal bodies written in the same millisecond.
 */
import { randomUUID } from "node:crypto"
import { Clock, Effect, Schema } from "effect"
import { Warehouse, type WarehouseError } from "../Warehouse.ts"
import { type ChainEntry, following } from "./HashChain.ts"
import type { Signing } from "./Signature.ts"
import { entryText, type SignedEntry } from "./SignedChain.ts"

/** Other writers were faster in every attempt. */
export class ChainBusy extends Schema.TaggedError<ChainBusy>()("ChainBusy", { message: Schema.String }) {}

const attempts = 50

const columns = "toFloat64(seq) AS seq, toFloat64(at) AS at, kind, body, previous, hash"

/** Returns all entries in order, unverified. */
export const chainEntries = Effect.fn("ChainTable.entries")(function* (table: string) {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<ChainEntry>(`SELECT ${columns} FROM ${table} ORDER BY ${table}.seq, hash`)
})

/** Returns all entries with their signatures in order, unverified. For a table with the columns `key` and `signature`. */
export const signedEntries = Effect.fn("ChainTable.signedEntries")(function* (table: string) {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<SignedEntry>(
    `SELECT ${columns}, key, signature FROM ${table} ORDER BY ${table}.seq, hash`
  )
})

/** Returns the last entry; undefined for an empty chain. */
export const lastEntry = Effect.fn("ChainTable.last")(function* (table: string) {
  const warehouse = yield* Warehouse
  const [last] = yield* warehouse.query<ChainEntry>(
    `SELECT ${columns} FROM ${table} ORDER BY ${table}.seq DESC, hash LIMIT 1`
  )
  return last
})

/** The entry to append and the entry that it follows. */
export interface NextEntry<A> {
  readonly after: ChainEntry | undefined
  readonly kind: string
  /** JSON. */
  readonly body: string
  readonly value: A
  /** Signs the entry; undefined for a chain without signatures. */
  readonly signing?: Signing | undefined
}

/**
 * Appends what `decide` returns, and returns the entry with its value. `decide` reads the chain itself and runs again if another entry was
 * appended in between, so what it allows still holds when the entry is written. A returned entry is durable. `name` separates the tokens of
 * this chain from others.
 */
export const appendEntry = Effect.fn("ChainTable.append")(function* <A, E, R>(
  table: string,
  name: string,
  decide: Effect.Effect<NextEntry<A>, E, R>
): Effect.fn.Return<{ readonly entry: ChainEntry; readonly value: A }, E | ChainBusy | WarehouseError, R | Warehouse> {
  const warehouse = yield* Warehouse
  // A store restored from a backup may have deduplication tokens of entries that it no longer has.
  let forgotten = 0
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { after, kind, body, value, signing } = yield* decide
    const marked = JSON.stringify({ ...(JSON.parse(body) as object), mark: randomUUID() })
    const entry = following(after, { at: yield* Clock.currentTimeMillis, kind, body: marked })
    yield* warehouse.insert(table, [{ ...entry, ...signing?.sign(entryText(entry.hash)) }], {
      token: `${name}:${entry.seq}:${entry.previous}${forgotten === 0 ? "" : `:${forgotten}`}`
    })
    const there = yield* warehouse.query<{ readonly hash: string }>(
      `SELECT hash FROM ${table} WHERE seq = {seq:UInt64}`,
      { params: { seq: entry.seq } }
    )
    if (there.some(({ hash }) => hash === entry.hash)) return { entry, value }
    if (there.length === 0) forgotten += 1
  }
  return yield* new ChainBusy({ message: "Could not append to the ledger: too many concurrent writers. Try again." })
})
