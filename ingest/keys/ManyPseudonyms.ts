/** Pseudonyms of many case references at once: what `storedPseudonym` answers for each, at a twentieth of its cost. */
import { HmacKernel } from "./HmacKernel.ts"
import { keyBytes, type PartnerKeys } from "./KeyStore.ts"
import { asUuid } from "./Pseudonym.ts"

/** Bytes of a pseudonym. */
export const personBytes = 16

/** The kernels of a partner's keys, made once. */
const kernels = new WeakMap<PartnerKeys, ReadonlyArray<HmacKernel>>()

const kernelsOf = (keys: PartnerKeys) => {
  const known = kernels.get(keys)
  if (known !== undefined) return known
  const made = keys.map((key) => new HmacKernel(keyBytes(key)))
  kernels.set(keys, made)
  return made
}

/** First pseudonyms of the references that lie in `bytes`, `personBytes` each, into `persons`. */
export const firstPersons = (
  keys: PartnerKeys,
  bytes: Uint8Array,
  starts: Int32Array,
  lengths: Int32Array,
  persons: Uint8Array
): void => kernelsOf(keys)[0]?.digest16(bytes, starts, lengths, starts.length, persons)

/** Brings `count` first pseudonyms through the rest of the chain, in their places: each later key over what the one before made. */
export const laterPersons = (keys: PartnerKeys, persons: Uint8Array, count: number): void => {
  const [, ...later] = kernelsOf(keys)
  if (later.length === 0) return
  const starts = Int32Array.from({ length: count }, (_, i) => personBytes * i)
  const lengths = new Int32Array(count).fill(personBytes)
  for (const kernel of later) kernel.digest16(persons, starts, lengths, count, persons)
}

/** The stored pseudonym of each reference. */
export const storedPseudonyms = (keys: PartnerKeys, references: ReadonlyArray<string>): ReadonlyArray<string> => {
  const count = references.length
  if (count === 0) return []
  const bytes = Buffer.from(references.join(""), "utf8")
  const lengths = Int32Array.from(references, (reference) => Buffer.byteLength(reference))
  let end = 0
  const starts = lengths.map((length) => {
    end += length
    return end - length
  })
  const persons = new Uint8Array(personBytes * count)
  firstPersons(keys, bytes, starts, lengths, persons)
  laterPersons(keys, persons, count)
  const hex = Buffer.from(persons.buffer).toString("hex")
  return references.map((_, i) => asUuid(hex.slice(2 * personBytes * i, 2 * personBytes * (i + 1))))
}
