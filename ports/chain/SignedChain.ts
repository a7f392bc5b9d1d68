/** Signatures of a chain's entries: a chain that was rewritten in the store, with hashes that fit, does not have them. */
import type { BrokenChain, ChainEntry } from "./HashChain.ts"
import { type Signed, signatureFits } from "./Signature.ts"

/** An entry as stored. `key` and `signature` are empty in an entry from before signatures existed. */
export interface SignedEntry extends ChainEntry, Signed {}

/** A public key of the installation. It signs every entry after the `after` entries that existed when it was created. */
export interface TrustedKey {
  readonly key: string
  readonly after: number
  /** Hash of the last of those entries; of none: 64 zeros. */
  readonly head: string
}

/** Returns the text that an entry's signature covers. The hash covers everything else. */
export const entryText = (hash: string): string => `corridor ledger entry ${hash}`

interface CheckedSignatures {
  /** Entries that a key of the installation signed. */
  readonly signed: number
  /** Entries from before signatures existed. */
  readonly unsigned: number
  /** Entries signed with a key that the installation no longer has. They fit that key. */
  readonly otherKey: number
}

/**
 * Checks the signatures of a chain whose hashes were verified. Every entry after the first key's beginning needs the signature of a key in
 * `keys`. Before it, entries without a signature come first. `seen` remembers signatures between calls.
 */
export const checkSignatures = (
  entries: ReadonlyArray<SignedEntry>,
  keys: ReadonlyArray<TrustedKey>,
  seen: Set<string> = new Set()
): CheckedSignatures | { readonly broken: BrokenChain } => {
  const own = new Set(keys.map(({ key }) => key))
  const beginning = Math.min(...keys.map(({ after }) => after))
  let [signed, unsigned, otherKey] = [0, 0, 0]
  for (const { seq, hash, key, signature } of entries) {
    if (signature === "") {
      if (seq > beginning || signed + otherKey > 0) return { broken: { seq, rule: "unsigned" } }
      unsigned++
      continue
    }
    if (!own.has(key) && seq > beginning) return { broken: { seq, rule: "another-key" } }
    const known = `${hash} ${key} ${signature}`
    if (!seen.has(known)) {
      if (!signatureFits(entryText(hash), { key, signature })) return { broken: { seq, rule: "signature" } }
      seen.add(known)
    }
    if (own.has(key)) signed++
    else otherKey++
  }
  return { signed, unsigned, otherKey }
}

/**
 * Returns where the entries from before the first key of the installation differ from those that existed when it was created; undefined if
 * they do not.
 */
export const checkBeginning = (
  entries: ReadonlyArray<SignedEntry>,
  keys: ReadonlyArray<TrustedKey>
): BrokenChain | undefined => {
  const [first] = keys.toSorted((a, b) => a.after - b.after)
  if (first === undefined || first.after === 0) return undefined
  const last = entries[first.after - 1]
  if (last === undefined) return { seq: entries.length + 1, rule: "missing" }
  // A signed entry is newer than the key: an older backup was restored and continued.
  return last.signature !== "" || last.hash === first.head ? undefined : { seq: first.after, rule: "rewritten" }
}
