/** What a partner sends to the two hosts of a federated count. */
import { concat, sha512 } from "../oprf/Group.ts"
import { isSigned, type SigningKeys, sign } from "../round/Agreement.ts"
import { RoundRefused } from "../round/RoundRefused.ts"
import { fromText, toText } from "../round/text.ts"
import { type CountTerms, cellCount, cellLabels, countDigest, countTermsProblems } from "./CountTerms.ts"
import { expandSeed, fromBytes, seedLength, split, toBytes } from "./shares.ts"

/** A cell of a partner's own table. Cells without persons may be left out. */
export interface OwnCount {
  readonly labels: ReadonlyArray<string>
  readonly persons: number
}

/**
 * Binds the two shares of a contribution to each other, to the partner and to the terms. It is the partner's agreement: without its signature
 * no host takes a share.
 */
export interface Manifest {
  readonly partner: string
  /** SHA-512 of each host's share, as text. */
  readonly digests: readonly [string, string]
  /** Ed25519, as text. */
  readonly signature: string
}

/** What one host gets. */
export interface HostShare {
  readonly manifest: Manifest
  /** A seed for the first host, numbers for the second; as text. */
  readonly share: string
}

const manifestBytes = (terms: CountTerms, { partner, digests }: Omit<Manifest, "signature">): Uint8Array =>
  concat(countDigest(terms), new TextEncoder().encode(JSON.stringify([partner, digests])))

const digestOf = (share: Uint8Array): string => toText(sha512(share))

/**
 * Splits a partner's table for the two hosts. Besides the persons of each cell it counts, as 0 or 1, that the partner has any, because the
 * gate needs to know of how many partners a figure is.
 *
 * @example
 * ```ts
 * import { type CountTerms, contribute, signingKeys } from "@corridor/linkage"
 *
 * const keys = signingKeys() // of this partner
 * const sharesOf = (terms: CountTerms) => contribute(terms, "shelter", [{ labels: ["2024"], persons: 9 }], keys)
 * ```
 */
export const contribute = (
  terms: CountTerms,
  partner: string,
  counts: ReadonlyArray<OwnCount>,
  keys: SigningKeys
): readonly [HostShare, HostShare] => {
  if (countTermsProblems(terms).length > 0) throw new RoundRefused("terms-invalid")
  const key = (labels: ReadonlyArray<string>) => JSON.stringify(labels)
  const cells = new Map<string, number>()
  for (const labels of cellLabels(terms)) cells.set(key(labels), cells.size)
  const numbers = new Uint32Array(2 * cells.size)
  for (const { labels, persons } of counts) {
    const cell = cells.get(key(labels))
    const isCount = Number.isSafeInteger(persons) && persons >= 0 && persons <= terms.mostPersons
    if (cell === undefined || !isCount || numbers[cell] !== 0) throw new RoundRefused("counts-invalid")
    numbers[cell] = persons
    numbers[cells.size + cell] = persons > 0 ? 1 : 0
  }
  const { seed, rest } = split(numbers)
  const shares = [seed, toBytes(rest)] as const
  const unsigned = { partner, digests: [digestOf(shares[0]), digestOf(shares[1])] as const }
  const manifest = { ...unsigned, signature: sign("count", manifestBytes(terms, unsigned), keys) }
  return [
    { manifest, share: toText(shares[0]) },
    { manifest, share: toText(shares[1]) }
  ]
}

/** Returns whether a manifest is what a partner signed for these terms. */
export const isManifest = (terms: CountTerms, manifest: Manifest, partner: string, publicKey: string): boolean =>
  manifest.partner === partner && isSigned("count", manifestBytes(terms, manifest), manifest.signature, publicKey)

/** Returns the numbers of a host's share; undefined if the share is not the one that the manifest names. `host` is 0 or 1. */
export const numbersOf = (terms: CountTerms, host: 0 | 1, { manifest, share }: HostShare): Uint32Array | undefined => {
  const bytes = fromText(share)
  const length = 2 * cellCount(terms)
  if (bytes === undefined || digestOf(bytes) !== manifest.digests[host]) return undefined
  if (host === 0) return bytes.length === seedLength ? expandSeed(bytes, length) : undefined
  const numbers = fromBytes(bytes, length)
  return numbers.length === length ? numbers : undefined
}
