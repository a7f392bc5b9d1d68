/**
 * Pseudonyms of persons. They are made twice: with the partner's own key before a case reference leaves its machine, and again in the pipeline
 * with keys that only the pipeline has. Method: HMAC-SHA-256 (RFC 2104, FIPS 198-1) with 256-bit keys.
 *
 * The pipeline's keys of a partner form a chain. Version 1 is made from the reference, version n from the 16 bytes of version n-1. So stored
 * pseudonyms can be moved to the next version without any reference, and a later record passes through the chain and gets the same one.
 */
import { createHmac, createSecretKey, type KeyObject } from "node:crypto"
import { canonicalReference, namesOfCase } from "./CaseNumber.ts"
import { type KeyVersion, keyBytes, type PartnerKeys } from "./KeyStore.ts"
import { uuidOfHash } from "./uuidOfHash.ts"

/** Prepared keys. Preparing a key costs several times as much as using it, so it is done once per key. */
const prepared = new WeakMap<Uint8Array, KeyObject>()

const prepare = (key: Uint8Array): KeyObject => {
  const known = prepared.get(key)
  if (known !== undefined) return known
  const made = createSecretKey(key)
  prepared.set(key, made)
  return made
}

const hmac = (key: Uint8Array, data: string | Uint8Array) =>
  createHmac("sha256", prepare(key)).update(data).digest("hex")

/**
 * Returns the first pseudonyms that a partner may have sent instead of a case number, the present one first: see `spellingsOf`. Each has 64
 * hexadecimal digits.
 */
export const firstPseudonymsOf = (partnerKey: Uint8Array, caseNumber: string): ReadonlyArray<string> =>
  namesOfCase(caseNumber).map((name) => hmac(partnerKey, name))

/** A stored pseudonym and its key version. */
export interface VersionedPerson {
  readonly version: number
  readonly person: string
}

/**
 * Returns 32 bytes that say nothing of the person, and that only the pipeline's keys can make again: of the first key, so they outlast rotations. `keys`
 * must not be empty.
 */
export const receiptSecret = (keys: PartnerKeys, { person }: VersionedPerson): Uint8Array =>
  Buffer.from(hmac(keyBytes(keys[0] as KeyVersion), `receipt of a withdrawal\0${person}`), "hex")

/** Returns the pseudonyms that follow `person` in the chain, one for each later version of `keys`. */
export const laterPseudonyms = (keys: PartnerKeys, { version, person }: VersionedPerson): Array<VersionedPerson> => {
  const later: Array<VersionedPerson> = []
  let last = person
  for (const key of keys)
    if (key.version > version) {
      last = uuidOfHash(hmac(keyBytes(key), Buffer.from(last.replaceAll("-", ""), "hex")))
      later.push({ version: key.version, person: last })
    }
  return later
}

/**
 * Returns every stored pseudonym that a case reference (or its first pseudonym), as it is spelled, can have: one per version, oldest first. Each
 * is the first 128 bits of an HMAC, as a UUID.
 */
export const pseudonymsOfCase = (keys: PartnerKeys, caseReference: string): ReadonlyArray<VersionedPerson> => {
  const [first] = keys
  if (first === undefined) return []
  const oldest = { version: first.version, person: uuidOfHash(hmac(keyBytes(first), caseReference)) }
  return [oldest, ...laterPseudonyms(keys, oldest)]
}

/** Returns the pseudonym that is stored for a case reference (or its first pseudonym). `keys` must not be empty. */
export const storedPseudonym = (keys: PartnerKeys, caseReference: string): string =>
  (pseudonymsOfCase(keys, canonicalReference(caseReference)).at(-1) as VersionedPerson).person
