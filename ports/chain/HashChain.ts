/**
 * Entries that cannot be rewritten unseen. Each holds the hash of the one before, so that nothing can be changed, left out or put
 * in between without every later hash being another (Haber and Stornetta 1991, "How to time-stamp a digital document").
 */
import { hash } from "node:crypto"

/** An entry as it stands in the store. `Kind` and `body` are the chain's own affair. */
export interface ChainEntry {
  /** From 1 on, without gaps. */
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: string
  /** JSON. */
  readonly body: string
  readonly previous: string
  readonly hash: string
}

/** What the first entry follows. */
export const beginning = "0".repeat(64)

/** SHA-256 of the JSON of place, moment, kind, body and the hash before. */
export const hashOf = ({ seq, at, kind, body, previous }: Omit<ChainEntry, "hash">): string =>
  hash("sha256", JSON.stringify([seq, at, kind, body, previous]))

/** The entry that follows `previous`. */
export const following = (
  previous: ChainEntry | undefined,
  { at, kind, body }: Pick<ChainEntry, "at" | "kind" | "body">
): ChainEntry => {
  const entry = { seq: (previous?.seq ?? 0) + 1, at, kind, body, previous: previous?.hash ?? beginning }
  return { ...entry, hash: hashOf(entry) }
}

/** Where a chain is broken, and how; `seq` is the place at which an entry was expected. */
export interface BrokenChain {
  readonly seq: number
  readonly rule: "missing" | "twice" | "follows-another" | "hash" | "unreadable"
}

/**
 * Follows the chain from the first entry to the last and reads each body. An end that was cut off shows only against a hash that
 * somebody kept: `head` must be the hash of one of the entries.
 */
export const followChain = <A>(
  stored: ReadonlyArray<ChainEntry>,
  read: (entry: ChainEntry) => A | undefined,
  head?: string
): { readonly entries: ReadonlyArray<A> } | { readonly broken: BrokenChain } => {
  const entries: Array<A> = []
  let previous = beginning
  let seq = 0
  let isKnown = head === undefined || head === beginning
  for (const one of stored) {
    seq += 1
    if (one.seq !== seq) return { broken: { seq, rule: one.seq === seq - 1 ? "twice" : "missing" } }
    if (one.previous !== previous) return { broken: { seq, rule: "follows-another" } }
    if (one.hash !== hashOf(one)) return { broken: { seq, rule: "hash" } }
    const body = read(one)
    if (body === undefined) return { broken: { seq, rule: "unreadable" } }
    entries.push(body)
    previous = one.hash
    if (one.hash === head) isKnown = true
  }
  return isKnown ? { entries } : { broken: { seq: seq + 1, rule: "missing" } }
}
