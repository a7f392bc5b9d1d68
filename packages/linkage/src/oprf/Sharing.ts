/**
 * A secret shared among n holders so that any t of them can use it and fewer know nothing of it (Shamir), with commitments
 * by which anyone can check a share (Feldman). Holders have the numbers 1 to n.
 */
import {
  add,
  addScalars,
  type Element,
  invertScalars,
  multiply,
  multiplyGenerator,
  multiplyScalars,
  randomScalar,
  type Scalar,
  scalarOf,
  subtractScalars
} from "./Group.ts"

/** The coefficients of a polynomial, the constant one, which is the secret, first. */
export type Polynomial = ReadonlyArray<Scalar>

/** Each coefficient times the generator. */
export type Commitments = ReadonlyArray<Element>

/** Draws a polynomial for `threshold` holders. */
export const drawPolynomial = (threshold: number): Polynomial => Array.from({ length: threshold }, randomScalar)

/** Returns the commitments to a polynomial: each coefficient times the generator. */
export const commit = (polynomial: Polynomial): Commitments => polynomial.map(multiplyGenerator)

/** Returns the polynomial's value for a holder: its share. */
export const shareOf = (polynomial: Polynomial, holder: number): Scalar =>
  polynomial.reduceRight((sum, coefficient) => addScalars(multiplyScalars(sum, scalarOf(holder)), coefficient))

/** Returns the share of a holder times the generator, from the commitments alone. */
export const publicShare = (commitments: Commitments, holder: number): Element =>
  commitments.reduceRight((sum, commitment) => add(multiply(scalarOf(holder), sum), commitment))

/** Adds the commitments of several polynomials: those of the sum of the polynomials. */
export const sumCommitments = (all: ReadonlyArray<Commitments>): Commitments =>
  all.reduce((sum, each) => sum.map((commitment, i) => add(commitment, each[i] as Element)))

/**
 * Returns the Lagrange coefficient of a holder among those that take part: the shares times their coefficients add up to the secret.
 * `holders` are at least t different numbers and contain `holder`.
 */
export const lagrange = (holder: number, holders: ReadonlyArray<number>): Scalar => {
  const others = holders.filter((other) => other !== holder).map(scalarOf)
  const numerator = others.reduce(multiplyScalars, scalarOf(1))
  const own = scalarOf(holder)
  const denominator = others.map((other) => subtractScalars(other, own)).reduce(multiplyScalars, scalarOf(1))
  return multiplyScalars(numerator, invertScalars([denominator])[0] as Scalar)
}
