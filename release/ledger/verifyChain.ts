import { Option } from "effect"
import { type ChainEntry, followChain } from "../../ports/chain/HashChain.ts"
import { decodeBody, type LedgerEntry } from "./LedgerEntry.ts"

const read = ({ seq, at, kind, body: text, previous, hash }: ChainEntry): LedgerEntry | undefined => {
  const body = Option.getOrUndefined(decodeBody(text))
  return body === undefined || body.kind !== kind ? undefined : { seq, at, body, previous, hash }
}

/** Follows the ledger from the first entry to the last. Every published release names a hash, and `head` is held against it. */
export const verifyChain = (stored: ReadonlyArray<ChainEntry>, head?: string) => followChain(stored, read, head)
