/**
 * The ledger of vintages and releases: the hash chain `ledger`. It is append-only and signed, and is read and verified as a whole each time.
 */
import { Effect, Schema } from "effect"
import { appendEntry, signedEntries } from "../../ports/chain/ChainTable.ts"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import { checkSignatures, type SignedEntry, type TrustedKey } from "../../ports/chain/SignedChain.ts"
import { systemReason, systemRemedy } from "../../ports/files/fileFailure.ts"
import type { StateError, StateStore } from "../../ports/StateStore.ts"
import { encodeBody, type LedgerBody, type LedgerEntry } from "./LedgerEntry.ts"
import { clockRefusalAfter } from "./ledgerClock.ts"
import { refusedAfterRestore } from "./restoredLedger.ts"
import { verifyChain } from "./verifyChain.ts"

/** The hash chain or a signature of the ledger is broken. Nothing may be frozen, released or shown until the ledger is restored. */
export class LedgerBroken extends Schema.TaggedError<LedgerBroken>()("LedgerBroken", {
  message: Schema.String,
  seq: Schema.Int,
  rule: Schema.String
}) {}

/** The rule of a ledger that may lack entries since a restore. */
export const restoredRule = "restored"

/** The rule of an entry that would have an earlier date than the one before it. */
const clockRule = "clock"

/** Returns the error for a broken entry. */
export const ledgerBroken = ({ seq, rule }: { readonly seq: number; readonly rule: string }): LedgerBroken =>
  new LedgerBroken({
    message: `The ledger is broken at entry ${seq} (${rule}). Restore it from a backup before you release anything.`,
    seq,
    rule
  })

/** Calls `use` with the signer. A key that cannot be read is an error of the ledger. */
const withKeys = <A>(use: () => A): Effect.Effect<A, LedgerBroken> =>
  Effect.try({
    try: use,
    catch: (error) => {
      const [system, own] = [systemReason(error), error instanceof Error ? error.message : ""]
      return new LedgerBroken({
        message:
          system === undefined
            ? own || "The ledger's signing keys cannot be read."
            : `The ledger's signing keys cannot be read or written: ${system}. ${systemRemedy(error)}`,
        seq: 0,
        rule: "no-key"
      })
    }
  })

/** Returns the keys of the installation, oldest first. */
export const ledgerKeys: Effect.Effect<ReadonlyArray<TrustedKey>, LedgerBroken> = Effect.gen(function* () {
  const signer = yield* EntrySigner
  return signer === undefined ? [] : yield* withKeys(signer.keys)
})

const verified = Effect.fn("Ledger.verified")(function* (rows: ReadonlyArray<SignedEntry>, head?: string) {
  const found = verifyChain(rows, head)
  if ("broken" in found) return yield* ledgerBroken(found.broken)
  const signer = yield* EntrySigner
  const signatures = checkSignatures(rows, yield* ledgerKeys, signer?.seen)
  return "broken" in signatures ? yield* ledgerBroken(signatures.broken) : found.entries
})

/** Returns all entries in order. With `head`, an entry with this hash must be among them. */
export const readLedger = Effect.fn("Ledger.read")(function* (head?: string) {
  return yield* verified(yield* signedEntries("ledger"), head)
})

/** Returns all entries as stored, unverified. */
export const storedLedger = signedEntries("ledger")

/** Returns all entries as stored and as decoded, verified like `readLedger`. */
export const readSignedLedger = Effect.fn("Ledger.readSigned")(function* () {
  const rows = yield* signedEntries("ledger")
  return { rows, entries: yield* verified(rows) }
})

/** Fails if the clock is behind the newest entry. */
export const refuseEarlierDate = Effect.fn("Ledger.refuseEarlierDate")(function* (rows: ReadonlyArray<SignedEntry>) {
  const behind = yield* clockRefusalAfter(rows.at(-1))
  if (behind !== undefined) return yield* new LedgerBroken({ message: behind, seq: rows.length + 1, rule: clockRule })
})

/** Returns whether an entry takes something back: a retraction or an erasure does not wait until the clock is set. */
const takesBack = (body: LedgerBody): boolean =>
  body.kind === "erasure" || (body.kind === "move" && body.move === "retract")

/**
 * Returns the key that signs the next entry; undefined in a store without a signer and without signed entries. Fails if the entries are
 * signed and the key is missing, because an unsigned entry would break the ledger.
 */
export const signingKey = Effect.fn("Ledger.signingKey")(function* (rows: ReadonlyArray<SignedEntry>) {
  const signer = yield* EntrySigner
  const signing = signer === undefined ? undefined : yield* withKeys(() => signer.signing(rows))
  if (signing === undefined && rows.some(({ signature }) => signature !== ""))
    return yield* new LedgerBroken({
      message:
        "The ledger is signed, and its signing key is not in the key folder (CORRIDOR_LEDGER_KEYS). Restore the folder `ledger` of the keys from a backup. If the key is lost, 'ledger new-key' creates another one.",
      seq: 0,
      rule: "no-key"
    })
  return signing
})

/**
 * Appends the entry that `decide` returns for the current entries, and returns it. No other entry is appended in
 * between. A returned entry is durable.
 */
export const append = Effect.fn("Ledger.append")(function* <Body extends LedgerBody, E, R>(
  decide: (entries: ReadonlyArray<LedgerEntry>) => Effect.Effect<Body, E, R>
): Effect.fn.Return<LedgerEntry & { readonly body: Body }, E | LedgerBroken | StateError, R | StateStore> {
  const next = Effect.gen(function* () {
    const rows = yield* signedEntries("ledger")
    const entries = yield* verified(rows)
    const body = yield* decide(entries)
    const refused = yield* refusedAfterRestore(entries, body)
    if (refused !== undefined)
      return yield* new LedgerBroken({ message: refused, seq: rows.length + 1, rule: restoredRule })
    if (!takesBack(body)) yield* refuseEarlierDate(rows)
    const signing = yield* signingKey(rows)
    return { after: rows.at(-1), kind: body.kind, body: encodeBody(body), value: body, signing }
  })
  const { entry, value } = yield* appendEntry("ledger", next)
  return { ...entry, body: value }
})
