/**
 * The append-only hash chains of the state store. A transaction reads the end of a chain and adds the entry that follows it, and the store
 * accepts only one entry after another, so concurrent writers cannot fork a chain.
 */
import { Clock, Effect } from "effect"
import { type StateError, StateStore } from "../StateStore.ts"
import { type ChainEntry, nextEntry } from "./HashChain.ts"
import type { Signing } from "./Signature.ts"
import { entryText, type SignedEntry } from "./SignedChain.ts"

/** `ledger`: vintages, releases, requests and budgets. `access`: the audit log of accounts. */
export type ChainName = "ledger" | "access"

const columns = "seq, at, kind, body, previous, hash"

/** Returns all entries in order, unverified. */
export const chainEntries = Effect.fn("ChainTable.entries")(function* (chain: ChainName) {
  return yield* StateStore.query<ChainEntry>(`SELECT ${columns} FROM chain_entry WHERE chain = ? ORDER BY seq`, [chain])
})

/** Returns all entries with their signatures in order, unverified. */
export const signedEntries = Effect.fn("ChainTable.signedEntries")(function* (chain: ChainName) {
  return yield* StateStore.query<SignedEntry>(
    `SELECT ${columns}, signing_key AS "key", signature FROM chain_entry WHERE chain = ? ORDER BY seq`,
    [chain]
  )
})

/** Returns the last entry; undefined for an empty chain. */
export const lastEntry = Effect.fn("ChainTable.last")(function* (chain: ChainName) {
  const [last] = yield* StateStore.query<ChainEntry>(
    `SELECT ${columns} FROM chain_entry WHERE chain = ? ORDER BY seq DESC LIMIT 1`,
    [chain]
  )
  return last
})

/** The entry to append and the entry that it follows. */
interface NextEntry<A> {
  readonly after: ChainEntry | undefined
  readonly kind: string
  /** JSON. */
  readonly body: string
  readonly value: A
  /** Signs the entry; undefined for a chain without signatures. */
  readonly signing?: Signing | undefined
}

/** Writes an entry as it is: one of a store that is being replaced. */
export const keepEntry = Effect.fn("ChainTable.keep")(function* (chain: ChainName, entry: SignedEntry) {
  const { seq, at, kind, body, previous, hash, key, signature } = entry
  yield* StateStore.query(
    `INSERT INTO chain_entry (chain, ${columns}, signing_key, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [chain, seq, at, kind, body, previous, hash, key, signature]
  )
})

/**
 * Appends what `decide` returns, and returns the entry with its value. `decide` reads the chain in the same transaction, so what it allows
 * still holds when the entry is written. A returned entry is durable.
 */
export const appendEntry = Effect.fn("ChainTable.append")(function* <A, E, R>(
  chain: ChainName,
  decide: Effect.Effect<NextEntry<A>, E, R>
): Effect.fn.Return<{ readonly entry: ChainEntry; readonly value: A }, E | StateError, R | StateStore> {
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const { after, kind, body, value, signing } = yield* decide
      const entry = nextEntry(after, { at: yield* Clock.currentTimeMillis, kind, body })
      yield* keepEntry(chain, { ...entry, ...(signing?.sign(entryText(entry.hash)) ?? { key: "", signature: "" }) })
      return { entry, value }
    })
  )
})
