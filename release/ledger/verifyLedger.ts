/** **High risk.** Verifies a whole ledger: hashes, signatures, the accounts that acted, and statements kept elsewhere. */
import { Effect } from "effect"
import { checkBeginning, checkSignatures, type SignedEntry, type TrustedKey } from "../../ports/chain/SignedChain.ts"
import { ledgerBroken } from "./Ledger.ts"
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

/** Returns what was found, or fails with the first wrong entry. */
export const verifyLedger = Effect.fn("Ledger.verify")(function* (evidence: LedgerEvidence) {
  const { rows, keys, tokens, witnesses, head } = evidence
  const chain = verifyChain(rows, head)
  if ("broken" in chain) return yield* ledgerBroken(chain.broken)
  const signatures = checkSignatures(rows, keys)
  if ("broken" in signatures) return yield* ledgerBroken(signatures.broken)
  const changed = checkBeginning(rows, keys)
  if (changed !== undefined) return yield* ledgerBroken(changed)
  const people = verifyActs(rows, chain.entries, tokens)
  if ("broken" in people) return yield* ledgerBroken(people.broken)
  yield* checkWitnesses(rows, witnesses, keys)
  return { entries: rows.length, head: rows.at(-1)?.hash ?? null, ...signatures, people }
})
