/**
 * A federated count as one of its two hosts sees it. Every function takes a state and returns the next one, which is JSON and can be stored;
 * the same message twice has the effect of one.
 */
import { concat, sha512 } from "../oprf/Group.ts"
import { isSigned, type SigningKeys, sign } from "../round/Agreement.ts"
import { RoundRefused } from "../round/RoundRefused.ts"
import { toText } from "../round/text.ts"
import { type CountTerms, cellCount, countDigest, countTermsProblems } from "./CountTerms.ts"
import { type HostShare, isManifest, numbersOf } from "./contribution.ts"
import { addTo, toBytes } from "./shares.ts"

export interface CountHost {
  readonly stage: "open" | "summed" | "destroyed"
  readonly terms: CountTerms
  /** The position of this host in the terms. */
  readonly host: 0 | 1
  /** Shares by partner: absent once they are added up. */
  readonly shares: Readonly<Record<string, HostShare>>
  readonly sum?: HostSum
}

/** The partners whose contributions a host has: the signatures of their manifests by partner, signed by the host. */
export interface Roll {
  readonly partners: ReadonlyArray<readonly [partner: string, manifest: string]>
  readonly signature: string
}

/** The sum of a host's shares. It says nothing without the other host's. */
export interface HostSum {
  readonly partners: Roll["partners"]
  /** As text: persons of all cells, then partners of all cells. */
  readonly numbers: string
  readonly signature: string
}

/**
 * Begins a count at one of its hosts. Each host takes the partners' shares (`takeShare`), tells the other whose it has (`rollOf`) and adds up
 * (`addUp`). The party that gets both sums opens them (`openSums`).
 *
 * @example
 * ```ts
 * import { addUp, contribute, groupReady, openCount, openSums, rollOf, signingKeys, takeShare } from "@corridor/linkage"
 *
 * await groupReady
 * const [north, south] = [signingKeys(), signingKeys()]
 * const terms = {
 *   count: "flows-2026",
 *   nonce: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"),
 *   purpose: "Flows by year",
 *   dimensions: [{ name: "year", labels: ["2024", "2025"] }],
 *   hosts: [{ id: "north", signKey: north.publicKey }, { id: "south", signKey: south.publicKey }] as const,
 *   minimumPartners: 3,
 *   mostPersons: 10_000
 * }
 * let [first, second] = [openCount(terms, north), openCount(terms, south)]
 * for (const [partner, persons] of [["hotline", 5], ["police", 7], ["shelter", 9]] as const) {
 *   const keys = signingKeys()
 *   const [one, other] = contribute(terms, partner, [{ labels: ["2024"], persons }], keys)
 *   first = takeShare(first, partner, keys.publicKey, one)
 *   second = takeShare(second, partner, keys.publicKey, other)
 * }
 * const sums = [addUp(first, rollOf(second, south), north).sum, addUp(second, rollOf(first, north), south).sum] as const
 * if (sums[0] !== undefined && sums[1] !== undefined) console.log(openSums(terms, [sums[0], sums[1]]))
 * // [{ labels: ["2024"], persons: 21, partners: 3 }]
 * ```
 */
export const openCount = (terms: CountTerms, { publicKey }: SigningKeys): CountHost => {
  const host = terms.hosts.findIndex(({ signKey }) => signKey === publicKey)
  if ((host !== 0 && host !== 1) || countTermsProblems(terms).length > 0) throw new RoundRefused("terms-invalid")
  return { stage: "open", terms, host, shares: {} }
}

/**
 * Takes a partner's share. `publicKey` is the partner's, as the host has it registered.
 *
 * @example
 * ```ts
 * import { type CountHost, type HostShare, takeShare } from "@corridor/linkage"
 *
 * const onShare = (state: CountHost, shelterKey: string, share: HostShare) => takeShare(state, "shelter", shelterKey, share)
 * ```
 */
export const takeShare = (state: CountHost, partner: string, publicKey: string, share: HostShare): CountHost => {
  const { stage, terms, host, shares } = state
  if (stage !== "open") throw new RoundRefused("not-open")
  if (!isManifest(terms, share.manifest, partner, publicKey)) throw new RoundRefused("agreement-missing")
  if (numbersOf(terms, host, share) === undefined) throw new RoundRefused("submission-invalid")
  const earlier = shares[partner]
  if (earlier !== undefined && earlier.manifest.signature !== share.manifest.signature)
    throw new RoundRefused("already-submitted")
  return { ...state, shares: { ...shares, [partner]: share } }
}

/**
 * Removes a partner's share: it asked for that, or the other host does not have its share. Not possible once shares are added up.
 *
 * @example
 * ```ts
 * import { type CountHost, differences, type Roll, removeShare } from "@corridor/linkage"
 *
 * // Before shares are added up: leaves out what the other host does not have.
 * const keepCommon = (state: CountHost, own: Roll, other: Roll) => differences(own, other).reduce(removeShare, state)
 * ```
 */
export const removeShare = (state: CountHost, partner: string): CountHost => {
  if (state.stage !== "open") throw new RoundRefused("not-open")
  const { [partner]: _, ...shares } = state.shares
  return { ...state, shares }
}

/** The partners whose shares a host has, or has added up: the other host compares them in either case. */
const partnersOf = ({ shares, sum }: CountHost): Roll["partners"] =>
  sum?.partners ??
  Object.entries(shares)
    .map(([partner, { manifest }]) => [partner, manifest.signature] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))

const rollBytes = (terms: CountTerms, partners: Roll["partners"]): Uint8Array =>
  concat(countDigest(terms), new TextEncoder().encode(JSON.stringify(partners)))

const sumBytes = (terms: CountTerms, { partners, numbers }: Omit<HostSum, "signature">): Uint8Array =>
  concat(sha512(rollBytes(terms, partners)), new TextEncoder().encode(numbers))

/**
 * Says whose contributions this host has.
 *
 * @example
 * ```ts
 * import { type CountHost, rollOf, signingKeys } from "@corridor/linkage"
 *
 * const keys = signingKeys() // of this host
 * const forOtherHost = (state: CountHost) => rollOf(state, keys)
 * ```
 */
export const rollOf = (state: CountHost, keys: SigningKeys): Roll => {
  const partners = partnersOf(state)
  return { partners, signature: sign("roll", rollBytes(state.terms, partners), keys) }
}

/**
 * Returns the partners whose contributions only one of the hosts has, or of which they have different ones.
 *
 * @example
 * ```ts
 * import { differences } from "@corridor/linkage"
 *
 * const own = { partners: [["hotline", "m1"], ["shelter", "m2"]], signature: "" } as const
 * const other = { partners: [["hotline", "m1"]], signature: "" } as const
 * console.log(differences(own, other)) // ["shelter"]
 * ```
 */
export const differences = (own: Roll, other: Roll): ReadonlyArray<string> => {
  const has = ({ partners }: Roll) => new Set(partners.map((entry) => JSON.stringify(entry)))
  const [here, there] = [has(own), has(other)]
  const isShared = (entry: Roll["partners"][number]) =>
    here.has(JSON.stringify(entry)) && there.has(JSON.stringify(entry))
  return [...new Set([...own.partners, ...other.partners].filter((entry) => !isShared(entry)).map(([id]) => id))].sort()
}

/**
 * Adds up the shares once, if the other host has the same contributions of enough partners, and forgets them: the difference of two sums
 * would be one partner's table.
 *
 * @example
 * ```ts
 * import { addUp, type CountHost, type Roll, signingKeys } from "@corridor/linkage"
 *
 * const keys = signingKeys() // of this host
 * const sumOf = (state: CountHost, rollOfOther: Roll) => addUp(state, rollOfOther, keys).sum
 * ```
 */
export const addUp = (state: CountHost, other: Roll, keys: SigningKeys): CountHost => {
  if (state.stage === "summed") return state
  const { terms, host, shares } = state
  if (state.stage !== "open") throw new RoundRefused("not-open")
  if (!isSigned("roll", rollBytes(terms, other.partners), other.signature, terms.hosts[1 - host]?.signKey ?? ""))
    throw new RoundRefused("answer-false", terms.hosts[1 - host]?.id)
  if (differences({ partners: partnersOf(state), signature: "" }, other).length > 0)
    throw new RoundRefused("contributions-differ")
  if (other.partners.length < terms.minimumPartners) throw new RoundRefused("too-few-partners")
  const numbers = new Uint32Array(2 * cellCount(terms))
  for (const share of Object.values(shares)) addTo(numbers, numbersOf(terms, host, share) ?? new Uint32Array(0))
  const unsigned = { partners: partnersOf(state), numbers: toText(toBytes(numbers)) }
  const sum = { ...unsigned, signature: sign("sum", sumBytes(terms, unsigned), keys) }
  return { ...state, stage: "summed", shares: {}, sum }
}

/** Returns whether a sum is one that the host of this position signed. */
export const isSum = (terms: CountTerms, host: 0 | 1, sum: HostSum): boolean =>
  isSigned("sum", sumBytes(terms, sum), sum.signature, terms.hosts[host].signKey)

/**
 * Forgets shares and sum.
 *
 * @example
 * ```ts
 * import { type CountHost, destroyCount } from "@corridor/linkage"
 *
 * const afterOpening = (state: CountHost) => destroyCount(state)
 * ```
 */
export const destroyCount = (state: CountHost): CountHost => {
  const { sum: _, ...rest } = state
  return { ...rest, stage: "destroyed", shares: {} }
}
