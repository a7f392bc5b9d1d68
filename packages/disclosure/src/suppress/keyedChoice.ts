// Not Node's: the offline page runs this code in a browser, where only asynchronous hashes are built in.
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import { Redacted } from "effect"
import { equalCells } from "../system/equalCells.ts"
import type { LinkedSystem } from "../system/LinkedSystem.ts"
import { lossByValue } from "./SuppressionProblem.ts"

/**
 * What a secret key changes in the choice of suppressed cells. An attacker who has the code can protect every table that agrees with what
 * is published and exclude those that give another pattern. Without the key they cannot tell which pattern a table gives. Both parts depend
 * on a name and the key only: the same cell gets the same in every table that is protected under one key. Cells that contain the same
 * persons are hidden together, so they share one draw, by the first of their names: separate draws would make it more likely that one of them is a decoy.
 */
export interface KeyedChoice {
  /** Loss of hiding each cell: its persons times a factor from 1 to 1.25. */
  readonly cost: Float64Array
  /** 1 for safe cells that are protected as if they were unsafe: one in four has a higher threshold, of up to twice the profile's. */
  readonly decoys: Uint8Array
}

/** Share of cells whose threshold is higher than the profile's. */
const decoyShare = 0.25

/**
 * Draws the choice.
 *
 * @param nameOf the name of a cell that is the same in every table
 */
export const keyedChoice = (
  system: LinkedSystem,
  nameOf: (cell: number) => string,
  key: Redacted.Redacted<string>,
  threshold: number
): KeyedChoice => {
  const cost = lossByValue(system)
  const decoys = new Uint8Array(system.cells)
  const secret = utf8ToBytes(Redacted.value(key))
  const { root } = equalCells(system)
  const names = new Map<number, string>()
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    const [name, first] = [nameOf(cell), names.get(root(cell))]
    if (first === undefined || name < first) names.set(root(cell), name)
  }
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    const value = system.value[cell] as number
    const bytes = new DataView(
      hmac(sha256, secret, utf8ToBytes(`suppression pattern\0${names.get(root(cell))}`)).buffer
    )
    const drawn = (at: number) => bytes.getUint32(at) / 2 ** 32
    cost[cell] = (cost[cell] as number) * (1 + drawn(0) / 4)
    if (value >= threshold && drawn(4) < decoyShare && value < threshold * (1 + drawn(8))) decoys[cell] = 1
  }
  return { cost, decoys }
}

/** Returns the unsafe cells and the decoys, with what each needs once it is hidden. */
export const withDecoys = (
  { value }: LinkedSystem,
  primary: Uint8Array,
  need: { readonly width: Float64Array; readonly reach: Float64Array },
  decoys: Uint8Array
): Uint8Array =>
  primary.map((mark, cell) => {
    // A cell without a need is not judged, so it protects nothing.
    if (mark !== 0 || decoys[cell] === 0 || !((need.width[cell] as number) > 0)) return mark
    need.reach[cell] = (value[cell] as number) + (need.width[cell] as number)
    return 1
  })

/** Returns the pattern with decoys marked as cells that protect others. */
export const withoutDecoys = (hidden: Uint8Array, primary: Uint8Array): Uint8Array =>
  hidden.map((mark, cell) => (mark === 1 && primary[cell] === 0 ? 2 : mark))
