import { createHmac } from "node:crypto"
import { Redacted } from "effect"

/**
 * A person's record key: a hash of the pseudonym under a secret, 0 … keys - 1, so that nobody who knows a pseudonym knows the key
 * (without the secret what the method adds could be taken off again). `keys`: 256 or any power of two up to 65,536.
 */
export const recordKey = (secret: Redacted.Redacted<string>, pseudonym: string, keys = 256): number =>
  createHmac("sha256", Redacted.value(secret)).update("record key\0").update(pseudonym).digest().readUInt16BE(0) % keys

/**
 * Key of each cell: the sum of the record keys of its persons, modulo the number of keys. The same persons always give the same key,
 * in whatever table or query they are counted. `persons(c)` are the record keys in cell c, each person once.
 */
export const cellKeysOf = (cells: number, persons: (cell: number) => Iterable<number>, keys = 256): Uint16Array => {
  const sums = new Uint16Array(cells)
  for (let cell = 0; cell < cells; cell++) {
    let sum = 0
    for (const key of persons(cell)) sum += key
    sums[cell] = sum % keys
  }
  return sums
}
