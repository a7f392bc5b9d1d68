/** `value` with `precision` digits after the point, as C's printf writes it: exact ties go to the even digit. */
export const fixed = (value: number, precision: number): string => {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 1e21) {
    const digits = BigInt(value).toString()
    return precision === 0 ? digits : `${digits}.${"0".repeat(precision)}`
  }
  const rounded = value.toFixed(precision)
  // Digits after the 60th decide nothing: a binary fraction that ties so late does not exist in this range.
  const rest = value.toFixed(Math.min(100, precision + 60)).slice(rounded.length + (precision === 0 ? 1 : 0))
  const tie = /^50*$/.test(rest)
  if (!tie) return rounded
  const cut = value.toFixed(Math.min(100, precision + 60)).slice(0, rounded.length)
  return Number(cut.at(-1)) % 2 === 0 ? cut : rounded
}
