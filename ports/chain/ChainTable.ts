/**
 * A chain of entries in a table of the store, only ever added to.
 *
 * Two who add at once do not fork it. An entry's deduplication token is made of its place and of the hash before it, so of two
 * that follow the same entry the store keeps the first; whoever reads back another than his own begins anew from there. So that
 * two who say the same in the same millisecond are told apart, each body has a mark of its own, drawn by chance.
 */
import { randomUUID } from "node:crypto"
import { Clock, Effect, Schema } from "effect"
import { Warehouse, type WarehouseError } from "../Warehouse.ts"
import { type ChainEntry, following } from "./HashChain.ts"

/** Another entry came first each time, for too long. */
export class ChainBusy extends Schema.TaggedError<ChainBusy>()("ChainBusy", { message: Schema.String }) {}

const attempts = 50

const columns = "toFloat64(seq) AS seq, toFloat64(at) AS at, kind, body, previous, hash"

/** All entries in order, as they stand. */
export const chainEntries = Effect.fn("ChainTable.entries")(function* (table: string) {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<ChainEntry>(`SELECT ${columns} FROM ${table} ORDER BY ${table}.seq, hash`)
})

/** The last entry; undefined while there is none. */
export const lastEntry = Effect.fn("ChainTable.last")(function* (table: string) {
  const warehouse = yield* Warehouse
  const [last] = yield* warehouse.query<ChainEntry>(
    `SELECT ${columns} FROM ${table} ORDER BY ${table}.seq DESC, hash LIMIT 1`
  )
  return last
})

/** What is to be added, and the entry that it follows. */
export interface NextEntry<A> {
  readonly after: ChainEntry | undefined
  readonly kind: string
  /** JSON. */
  readonly body: string
  readonly value: A
}

/**
 * Adds what `decide` answers, and answers the entry with its value. `decide` reads the chain itself and is asked anew whenever
 * another entry came in between, so that what it allows still holds when the entry is written. Acknowledged means durable.
 * `name` tells this chain's tokens from those of others.
 */
export const appendEntry = Effect.fn("ChainTable.append")(function* <A, E, R>(
  table: string,
  name: string,
  decide: Effect.Effect<NextEntry<A>, E, R>
): Effect.fn.Return<{ readonly entry: ChainEntry; readonly value: A }, E | ChainBusy | WarehouseError, R | Warehouse> {
  const warehouse = yield* Warehouse
  // A store that was put back from a backup may remember tokens of entries that it no longer has.
  let forgotten = 0
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { after, kind, body, value } = yield* decide
    const marked = JSON.stringify({ ...(JSON.parse(body) as object), mark: randomUUID() })
    const entry = following(after, { at: yield* Clock.currentTimeMillis, kind, body: marked })
    yield* warehouse.insert(table, [{ ...entry }], {
      token: `${name}:${entry.seq}:${entry.previous}${forgotten === 0 ? "" : `:${forgotten}`}`
    })
    const there = yield* warehouse.query<{ readonly hash: string }>(
      `SELECT hash FROM ${table} WHERE seq = {seq:UInt64}`,
      { params: { seq: entry.seq } }
    )
    if (there.some(({ hash }) => hash === entry.hash)) return { entry, value }
    if (there.length === 0) forgotten += 1
  }
  return yield* new ChainBusy({ message: "others write to it all the time; try again" })
})
