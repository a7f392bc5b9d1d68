/** Numbers as Python has them: whole ones without an end, floats, and exact comparison between both. */
import { fail } from "./TemplateError.ts"
import { Float, type Value } from "./Value.ts"

/** Returns a whole number as number where it is exact, else as bigint. */
export const whole = (value: bigint): number | bigint => {
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

/** Returns the number in a whole number or truth value; undefined for anything else. */
export const asWhole = (value: Value): bigint | undefined => {
  if (typeof value === "boolean") return value ? 1n : 0n
  return typeof value === "number" || typeof value === "bigint" ? BigInt(value) : undefined
}

const converted = (value: bigint): number => {
  const number = Number(value)
  return Number.isFinite(number) ? number : fail("int too large to convert to float")
}

/** As a float; undefined for what is not a number. */
export const asNumber = (value: Value): number | undefined => {
  if (value instanceof Float) return value.value
  if (typeof value === "bigint") return converted(value)
  return typeof value === "number" || typeof value === "boolean" ? Number(value) : undefined
}

/** Returns whether a value is a number. As in Python, true and false are. */
export const isNumber = (value: Value): boolean =>
  value instanceof Float || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"

/** Negative, zero or positive; NaN where one of them is. Undefined when one is not a number. */
export const compareNumbers = (left: Value, right: Value): number | undefined => {
  if (!isNumber(left) || !isNumber(right)) return undefined
  // JavaScript compares a bigint with a float exactly.
  const [a, b] = [left, right].map((each) => (each instanceof Float ? each.value : (asWhole(each) as bigint)))
  if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  return a < b ? -1 : a > b ? 1 : 0
}

const bits = (value: bigint): number => value.toString(2).length

/** `a / b` rounded once. */
export const divide = (a: bigint, b: bigint): number => {
  const [x, y] = [Number(a), Number(b)]
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x / y
  const negative = a < 0n !== b < 0n
  const [up, down] = [a < 0n ? -a : a, b < 0n ? -b : b]
  const shift = bits(down) - bits(up) + 66
  const [scaledUp, scaledDown] = shift > 0 ? [up << BigInt(shift), down] : [up, down << BigInt(-shift)]
  // The last bit records whether anything was cut off, so that the rounding below recognizes a tie.
  const quotient = (scaledUp / scaledDown) | (scaledUp % scaledDown === 0n ? 0n : 1n)
  const half = Math.trunc(-shift / 2)
  const size = Number(quotient) * 2 ** half * 2 ** (-shift - half)
  if (!Number.isFinite(size)) return fail("integer division result too large for a float")
  return negative ? -size : size
}

/** Rounded towards minus infinity, as Python's `//`. */
export const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}
