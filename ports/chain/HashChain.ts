/**
 * A tamper-evident chain. Each entry holds the hash of the previous one, so changing, removing or inserting an entry changes every later
 * hash (Haber and Stornetta 1991, "How to time-stamp a digital document").
 */
import { hash } from "node:crypto"

/** An entry as stored. The chain does not interpret `kind` and `body`. */
export interface ChainEntry {
  /** Counts from 1 without gaps. */
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: string
  /** JSON. */
  readonly body: string
  readonly previous: string
  readonly hash: string
}

/** The hash that the first entry follows. */
export const beginning = "0".repeat(64)

/** Returns the SHA-256 of the JSON of position, time, kind, body and previous hash. */
export const hashOf = ({ seq, at, kind, body, previous }: Omit<ChainEntry, "hash">): string =>
  hash("sha256", JSON.stringify([seq, at, kind, body, previous]))

/** Returns the entry that follows `previous`. */
export const nextEntry = (
  previous: ChainEntry | undefined,
  { at, kind, body }: Pick<ChainEntry, "at" | "kind" | "body">
): ChainEntry => {
  const entry = { seq: (previous?.seq ?? 0) + 1, at, kind, body, previous: previous?.hash ?? beginning }
  return { ...entry, hash: hashOf(entry) }
}

/** Where and how a chain is broken; `seq` is the position at which an entry was expected. */
export interface BrokenChain {
  readonly seq: number
  readonly rule:
    | "missing"
    | "twice"
    | "follows-another"
    | "hash"
    | "unreadable"
    // Of signatures (`SignedChain.ts`) and of statements kept elsewhere.
    | "unsigned"
    | "another-key"
    | "signature"
    | "rewritten"
}

/**
 * Verifies the chain from its first entry to its last and decodes each body. A removed end is found only through a hash kept elsewhere:
 * `head` must be the hash of one of the entries.
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
