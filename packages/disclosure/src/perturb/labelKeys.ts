import { createHash, createHmac } from "node:crypto"
import { Redacted } from "effect"
import type { LinkedTables } from "../tables/toSystem.ts"
import { onlyPart, partsFirst } from "./cellParts.ts"

/** What a cell counts, the same in whatever table it stands: its labels but for margins, dimension by dimension in one order. */
export const cellName = ({ joined }: LinkedTables, cell: number): string =>
  JSON.stringify(
    joined.dimensions
      .flatMap((name, d) => {
        const code = joined.cells.at(cell, d)
        return code === 0 ? [] : [[name, (joined.codes[d] as ReadonlyArray<string>)[code] as string]]
      })
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))
  )

/**
 * Cell keys of tables without records: a hash of the cell's labels and count under the secret, as if that many persons' keys had been
 * summed. The same cell with the same count has the same key in whatever table; a sum with one part that is not empty has that part's
 * key, for both count the same persons. An empty cell has key 0. With records `cellKeysOf` is better: it also knows the same persons
 * where they stand under other labels in tables apart.
 */
export const labelKeys = (linked: LinkedTables, secret: Redacted.Redacted<string>, keys = 256): Uint16Array => {
  const { system } = linked
  const key = new Uint16Array(system.cells)
  const same = onlyPart(system)
  for (const cell of partsFirst(system)) {
    const value = system.value[cell] as number
    if (!(value > 0)) continue
    const part = same[cell] as number
    key[cell] =
      part >= 0
        ? (key[part] as number)
        : createHmac("sha256", Redacted.value(secret))
            .update(`cell key\0${value}\0${cellName(linked, cell)}`)
            .digest()
            .readUInt16BE(0) % keys
  }
  return key
}

/** Number in [0, 1) of each cell by which ties are decided: from its labels, so that it is the same wherever the cell stands. */
export const cellTies = (linked: LinkedTables): Float64Array =>
  Float64Array.from(
    { length: linked.system.cells },
    (_, cell) => createHash("sha256").update(cellName(linked, cell)).digest().readUInt32BE(0) / 4_294_967_296
  )
