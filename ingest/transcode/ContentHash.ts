/**
 * A 64-bit hash of a row's stored values, equal for equal values on both paths. It distinguishes a record that is sent again from one that was
 * changed without a new revision. It protects no secret, so it is fast and not cryptographic.
 *
 * The generated transcoder mixes the same values in the same order without creating a row: see `TranscoderSource.ts`.
 */
import type { RawColumn } from "../../schemas/RawTables.ts"
import type { Row } from "./StoredValue.ts"

/** Two 32-bit lanes. */
interface Lanes {
  low: number
  high: number
}

/** The initial lanes. */
export const firstLanes: Readonly<Lanes> = { low: 0x9e37_79b9 | 0, high: 0x7f4a_7c15 | 0 }

/**
 * Returns statements that mix `a` into the variable `low` and `b` into `high`, for inlining into the generated transcoder. The multipliers are
 * those of MurmurHash3 (public domain).
 */
export const mixStatements = (a: string, b: string): string =>
  `low = Math.imul(low ^ ${a}, 0xcc9e2d51); low = (low << 15) | (low >>> 17);
high = Math.imul(high ^ ${b} ^ low, 0x1b873593); high = (high << 13) | (high >>> 19);
low = (Math.imul(low, 5) + high) | 0; high = (high ^ (low >>> 7)) | 0`

/** Mixes a value into each lane. */
const mix = new Function(
  "lanes",
  "a",
  "b",
  `let { low, high } = lanes; ${mixStatements("a", "b")}; lanes.low = low; lanes.high = high`
) as (lanes: Lanes, a: number, b: number) => void

/** Returns the lanes of a text. They are never both 0, which stands for no value. */
export const textLanes = (text: string): Lanes => {
  const lanes: Lanes = { ...firstLanes }
  for (let i = 0; i < text.length; i++) mix(lanes, text.charCodeAt(i) + 1, i)
  lanes.low |= 1
  return lanes
}

/** Returns the lane of a number: the number plus one, because 0 stands for no value. */
const numberLane = (value: number): number => (value + 1) | 0

const mixValue = (lanes: Lanes, value: unknown): void => {
  if (value === null || value === undefined) mix(lanes, 0, 0)
  else if (typeof value === "string") {
    const { low, high } = textLanes(value)
    mix(lanes, low, high)
  } else mix(lanes, numberLane(Number(value)), 0)
}

/** Returns the hash of a row over the given columns, in order, as a decimal number. */
export const contentHash = (columns: ReadonlyArray<RawColumn>, row: Row): string => {
  const lanes: Lanes = { ...firstLanes }
  for (const { name } of columns) {
    const value = row[name]
    if (Array.isArray(value)) {
      mix(lanes, value.length, 0)
      for (const item of value) mixValue(lanes, item)
    } else mixValue(lanes, value)
  }
  return ((BigInt(lanes.high >>> 0) << 32n) | BigInt(lanes.low >>> 0)).toString()
}
