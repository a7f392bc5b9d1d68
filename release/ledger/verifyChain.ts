import { Option } from "effect"
import { beginning, decodeBody, hashOf, type LedgerEntry, type StoredEntry } from "./LedgerEntry.ts"

/** Where a chain is broken, and how; `seq` is the place at which an entry was expected. */
export interface BrokenChain {
  readonly seq: number
  readonly rule: "missing" | "twice" | "follows-another" | "hash" | "unreadable"
}

/**
 * Follows the chain from the first entry to the last. An end that was cut off shows only against a hash that somebody kept: every
 * published release names one, and `head` is held against it.
 */
export const verifyChain = (
  stored: ReadonlyArray<StoredEntry>,
  head?: string
): { readonly entries: ReadonlyArray<LedgerEntry> } | { readonly broken: BrokenChain } => {
  const entries: Array<LedgerEntry> = []
  let previous = beginning
  let seq = 0
  let isKnown = head === undefined || head === beginning
  for (const one of stored) {
    seq += 1
    if (one.seq !== seq) return { broken: { seq, rule: one.seq === seq - 1 ? "twice" : "missing" } }
    if (one.previous !== previous) return { broken: { seq, rule: "follows-another" } }
    if (one.hash !== hashOf(one)) return { broken: { seq, rule: "hash" } }
    const body = Option.getOrUndefined(decodeBody(one.body))
    if (body === undefined || body.kind !== one.kind) return { broken: { seq, rule: "unreadable" } }
    entries.push({ seq, at: one.at, body, previous, hash: one.hash })
    previous = one.hash
    if (one.hash === head) isKnown = true
  }
  return isKnown ? { entries } : { broken: { seq: seq + 1, rule: "missing" } }
}
