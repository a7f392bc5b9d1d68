/** Fractions of unbounded whole numbers, with a positive denominator and in lowest terms. No floating point. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Returns the fraction `n / d`. Throws a RangeError if `d` is zero. */
export const rational = (n: bigint | number, d: bigint | number = 1n): Rational => {
  const [over, under] = [BigInt(n), BigInt(d)]
  if (under === 0n) throw new RangeError("The denominator must not be zero.")
  const common = gcd(over, under) * (under < 0n ? -1n : 1n)
  return { n: over / common, d: under / common }
}

/** Returns a + b. */
export const plus = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d)

/** Returns a − b. */
export const minus = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d)

/** Returns a · b. */
export const times = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d)

/** Returns a / b. Throws if b is 0. */
export const over = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n)

/** Returns whether a > b. */
export const isAbove = (a: Rational, b: Rational): boolean => a.n * b.d > b.n * a.d

/** Returns the nearest double, for reports and bounds only: nothing is drawn from it. */
export const toNumber = (a: Rational): number => {
  // Numerator and denominator may both exceed doubles. Both are shortened first.
  const spare = Math.max(a.n.toString(2).length, a.d.toString(2).length) - 1000
  return spare <= 0 ? Number(a.n) / Number(a.d) : Number(a.n >> BigInt(spare)) / Number(a.d >> BigInt(spare))
}

/** Returns the largest whole number whose square is at most `n` (Newton's method on whole numbers). */
export const wholeRoot = (n: bigint): bigint => {
  if (n < 0n) throw new RangeError("The number must not be negative.")
  if (n < 2n) return n
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** Returns the text `n/d`, for ledgers and identities. */
export const rationalText = (a: Rational): string => `${a.n}/${a.d}`

/** Reads the text `n/d`. Undefined if it is not a fraction. */
export const readRational = (text: string): Rational | undefined => {
  const found = /^(-?\d+)\/([1-9]\d*)$/.exec(text)
  return found === null ? undefined : rational(BigInt(found[1] as string), BigInt(found[2] as string))
}
