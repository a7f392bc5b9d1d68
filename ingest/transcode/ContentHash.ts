/**
 * A 64-bit hash of a row's stored values: equal for equal values, whichever way the row was made. It tells a record that is sent
 * again from one that was changed without a new revision; no secret rests on it, so it is quick and not cryptographic.
 *
 * The generated transcoder mixes in the same values in the same order without making a row: see `TranscoderSource.ts`.
 */
import type { RawColumn } from "../../schemas/RawTables.ts"
import type { Row } from "../pipeline/RowMaker.ts"

/** Two 32-bit lanes. */
export interface Lanes {
  low: number
  high: number
}

export const startLanes = (lanes: Lanes): void => {
  lanes.low = 0x9e37_79b9 | 0
  lanes.high = 0x7f4a_7c15 | 0
}

/** Mixes a value into each lane. Multipliers are MurmurHash3's (public domain). */
export const mix = (lanes: Lanes, a: number, b: number): void => {
  let low = Math.imul(lanes.low ^ a, 0xcc9e_2d51)
  low = (low << 15) | (low >>> 17)
  let high = Math.imul(lanes.high ^ b ^ low, 0x1b87_3593)
  high = (high << 13) | (high >>> 19)
  lanes.low = (Math.imul(low, 5) + high) | 0
  lanes.high = (high ^ (lanes.low >>> 7)) | 0
}

/** The lanes of a text alone; never both 0, which stands for no value. */
export const textLanes = (text: string): Lanes => {
  const lanes: Lanes = { low: 0, high: 0 }
  startLanes(lanes)
  for (let i = 0; i < text.length; i++) mix(lanes, text.charCodeAt(i) + 1, i)
  lanes.low |= 1
  return lanes
}

/** A number as what is mixed in: one more than it, for 0 stands for no value. */
export const numberLane = (value: number): number => (value + 1) | 0

const mixValue = (lanes: Lanes, value: unknown): void => {
  if (value === null || value === undefined) mix(lanes, 0, 0)
  else if (typeof value === "string") {
    const { low, high } = textLanes(value)
    mix(lanes, low, high)
  } else mix(lanes, numberLane(Number(value)), 0)
}

/** The hash of a row over the given columns, in their order, as a decimal number. */
export const contentHash = (columns: ReadonlyArray<RawColumn>, row: Row): string => {
  const lanes: Lanes = { low: 0, high: 0 }
  startLanes(lanes)
  for (const { name } of columns) {
    const value = row[name]
    if (Array.isArray(value)) {
      mix(lanes, value.length, 0)
      for (const item of value) mixValue(lanes, item)
    } else mixValue(lanes, value)
  }
  return ((BigInt(lanes.high >>> 0) << 32n) | BigInt(lanes.low >>> 0)).toString()
}
