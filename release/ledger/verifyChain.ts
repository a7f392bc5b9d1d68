import { Option } from "effect"
import { type ChainEntry, followChain } from "../../ports/chain/HashChain.ts"
import { decodeBody, type LedgerEntry } from "./LedgerEntry.ts"

const read = ({ seq, at, kind, body: text, previous, hash }: ChainEntry): LedgerEntry | undefined => {
  const body = Option.getOrUndefined(decodeBody(text))
  return body === undefined || body.kind !== kind ? undefined : { seq, at, body, previous, hash }
}

/** Verifies the ledger from its first entry to its last. Every published release cites a hash; `head` must be one of the entries. */
export const verifyChain = (stored: ReadonlyArray<ChainEntry>, head?: string) => followChain(stored, read, head)
