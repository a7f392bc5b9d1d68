/** **High risk.** Verifies a whole ledger: hashes, signatures, the accounts that acted, and statements kept elsewhere. */
import { Effect } from "effect"
import { checkBeginning, checkSignatures, type SignedEntry, type TrustedKey } from "../../ports/chain/SignedChain.ts"
import { ledgerBroken } from "./Ledger.ts"
import { clockSkew } from "./ledgerClock.ts"
import { type TokenKeys, verifyActs } from "./verifyActs.ts"
import { verifyChain } from "./verifyChain.ts"
import { checkWitnesses, type Witness } from "./Witness.ts"

interface LedgerEvidence {
  readonly rows: ReadonlyArray<SignedEntry>
  /** The keys of the installation, oldest first. */
  readonly keys: ReadonlyArray<TrustedKey>
  readonly tokens: TokenKeys
  readonly witnesses: ReadonlyArray<Witness>
  /** A hash that must be among the entries. */
  readonly head?: string | undefined
}

/** Returns the numbers of the entries that have an earlier time than one before them: a clock was wrong when one of the two was written. */
export const earlierThanBefore = (rows: ReadonlyArray<SignedEntry>): ReadonlyArray<number> => {
  let latest = Number.NEGATIVE_INFINITY
  return rows.flatMap(({ seq, at }) => {
    const isEarlier = at < latest - clockSkew
    latest = Math.max(latest, at)
    return isEarlier ? [seq] : []
  })
}

/** Returns what was found, or fails with the first wrong entry. */
export const verifyLedger = Effect.fn("Ledger.verify")(function* (evidence: LedgerEvidence) {
  const { rows, keys, tokens, witnesses } = evidence
  const chain = verifyChain(rows, evidence.head)
  if ("broken" in chain) return yield* ledgerBroken(chain.broken)
  const signatures = checkSignatures(rows, keys)
  if ("broken" in signatures) return yield* ledgerBroken(signatures.broken)
  const changed = checkBeginning(rows, keys)
  if (changed !== undefined) return yield* ledgerBroken(changed)
  const people = verifyActs(rows, chain.entries, tokens)
  if ("broken" in people) return yield* ledgerBroken(people.broken)
  yield* checkWitnesses(rows, witnesses, keys)
  const head = rows.at(-1)?.hash ?? null
  return { entries: rows.length, head, ...signatures, people, earlierThanBefore: earlierThanBefore(rows) }
})
