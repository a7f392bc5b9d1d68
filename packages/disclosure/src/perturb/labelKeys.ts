import { createHash, createHmac } from "node:crypto"
import { Redacted } from "effect"
import type { LinkedSystem } from "../system/LinkedSystem.ts"
import { cellName } from "../tables/cellName.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** For each sum with a single non-empty part, that part; otherwise -1. Both count the same persons. */
const onlyPart = ({ cells, value, relations }: LinkedSystem): Int32Array => {
  const { count, start, part, total } = relations
  const only = new Int32Array(cells).fill(-1)
  for (let r = 0; r < count; r++) {
    const whole = value[total[r] as number] as number
    if (!(whole > 0)) continue
    for (let at = start[r] as number; at < (start[r + 1] as number); at++)
      if (value[part[at] as number] === whole) {
        only[total[r] as number] = part[at] as number
        break
      }
  }
  return only
}

/** Orders all cells so that parts come before their sums: smaller counts first, and of equal ones the part first. */
const partsFirst = (system: LinkedSystem): Uint32Array => {
  const only = onlyPart(system)
  const depth = new Uint32Array(system.cells)
  for (let cell = 0; cell < system.cells; cell++) {
    // A chain of equal cells is at most as long as there are levels. The limit ends a cycle, which no table has.
    let steps = 0
    for (let at = only[cell] as number; at >= 0 && steps < system.cells; at = only[at] as number) steps += 1
    depth[cell] = steps
  }
  return Uint32Array.from({ length: system.cells }, (_, cell) => cell).sort((a, b) => {
    const by = (system.value[a] as number) - (system.value[b] as number)
    return by !== 0 ? by : (depth[a] as number) - (depth[b] as number)
  })
}

/**
 * Returns cell keys for tables without records: a hash of the cell's labels and count under the secret. The same cell
 * with the same count has the same key in every table. A sum with a single non-empty part has that part's key, since
 * both count the same persons. An empty cell has key 0. Keys summed over records would also recognise the same
 * persons under other labels.
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

/**
 * Returns a number in [0, 1) for each cell that breaks ties. It depends on the labels only, so it is the same in
 * every table.
 */
export const cellTies = (linked: LinkedTables): Float64Array =>
  Float64Array.from(
    { length: linked.system.cells },
    (_, cell) => createHash("sha256").update(cellName(linked, cell)).digest().readUInt32BE(0) / 4_294_967_296
  )
