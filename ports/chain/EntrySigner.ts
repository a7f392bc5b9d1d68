/** Signs entries of the ledger with the key of the installation. `infra/stack/LedgerKeys.ts` implements it. */
import { Context } from "effect"
import type { Signing } from "./Signature.ts"
import type { SignedEntry, TrustedKey } from "./SignedChain.ts"

export interface EntrySigner {
  /** The public keys of the installation, oldest first. */
  readonly keys: () => ReadonlyArray<TrustedKey>
  /**
   * Returns the newest key. Creates the first one if no entry is signed. Returns undefined if the entries are signed and the installation
   * has no key.
   */
  readonly signing: (entries: ReadonlyArray<SignedEntry>) => Signing | undefined
  /** Adds a key, which signs from now on. */
  readonly addKey: (entries: ReadonlyArray<SignedEntry>) => Signing
  /** Number of the newest entry, if an operator confirmed that the clock is right although that entry has a later date. */
  readonly clockConfirmed?: number | undefined
  /** Signatures that were verified before. */
  readonly seen: Set<string>
}

/** Undefined in a store without a key folder: of a test, or of a reader. */
export const EntrySigner = Context.Reference<EntrySigner | undefined>("corridor/ports/chain/EntrySigner", {
  defaultValue: () => undefined
})
