/**
 * Pseudonyms of persons, made twice: by the partner's own key before a case reference leaves its machine, and again in the
 * pipeline by keys that only the pipeline has. Method: HMAC-SHA-256 (RFC 2104, FIPS 198-1), 256-bit keys.
 *
 * The pipeline's keys of a partner form a chain. Version 1 is made from the reference, version n from the 16 bytes of version
 * n-1. So what is stored can be brought from one version to the next without any reference, and a record that comes later
 * goes through the whole chain and meets it.
 */
import { createHmac, createSecretKey, type KeyObject } from "node:crypto"
import { keyBytes, type PartnerKeys } from "./KeyStore.ts"

/** Preparing a key costs five times as much as using it (13 against 2.7 microseconds), so it is done once per key. */
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

/** What a partner sends in place of its case number: 64 hexadecimal digits. */
export const firstPseudonym = (partnerKey: Uint8Array, caseReference: string): string =>
  hmac(partnerKey, `case\0${caseReference}`)

/** A stored pseudonym and the version of the key that made it. */
export interface VersionedPerson {
  readonly version: number
  readonly person: string
}

/** The pseudonyms that follow `person` in the chain, one for each later version of `keys`. */
export const laterPseudonyms = (keys: PartnerKeys, { version, person }: VersionedPerson): Array<VersionedPerson> => {
  const later: Array<VersionedPerson> = []
  let last = person
  for (const key of keys)
    if (key.version > version) {
      last = asUuid(hmac(keyBytes(key), Buffer.from(last.replaceAll("-", ""), "hex")))
      later.push({ version: key.version, person: last })
    }
  return later
}

/**
 * Every stored pseudonym that a case reference (or its first pseudonym) can have, one for each version, oldest first. Each is
 * the first 128 bits of an HMAC, written as a UUID.
 */
export const pseudonymsOfCase = (keys: PartnerKeys, caseReference: string): ReadonlyArray<VersionedPerson> => {
  const [first] = keys
  if (first === undefined) return []
  const oldest = { version: first.version, person: asUuid(hmac(keyBytes(first), caseReference)) }
  return [oldest, ...laterPseudonyms(keys, oldest)]
}

/** The pseudonym that is stored for a case reference (or for its first pseudonym). `keys` holds at least one version. */
export const storedPseudonym = (keys: PartnerKeys, caseReference: string): string =>
  (pseudonymsOfCase(keys, caseReference).at(-1) as VersionedPerson).person

/** A record id for a record that has none: the same record of the same partner gets the same one, and says nothing of its content. */
export const derivedRecordId = (partnerKey: Uint8Array, content: string): string =>
  asUuid(hmac(partnerKey, `record\0${content}`))

/** The first 32 hexadecimal digits, written as a UUID. */
export const asUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
