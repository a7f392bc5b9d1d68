import { readFileSync } from "node:fs"
import { join } from "node:path"
import digamma from "@stdlib/math-base-special-digamma"
import lnGamma from "@stdlib/math-base-special-gammaln"
import trigamma from "@stdlib/math-base-special-trigamma"
import { assert, describe, it } from "vitest"
import {
  chiSquared,
  type Distribution,
  fisherF,
  gamma,
  incompleteBeta,
  normal,
  studentT
} from "../../src/numeric/Distribution.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"

/** By scipy 1.17.1: `packages/flow-statistics/test/oracles/make_distributions.py`. */
const rows = readFileSync(join(import.meta.dirname, "../oracles/expected/distributions.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))

const made: Readonly<Record<string, (a: number, b: number) => Distribution>> = {
  normal: () => normal,
  t: studentT,
  chiSquared,
  f: fisherF,
  gamma
}
const plain: Readonly<Record<string, (x: number) => number>> = { lnGamma, digamma, trigamma }

const close = (got: number, expected: number, what: string, digits = 1e-10) => {
  // Below the smallest normal number digits are lost by anybody.
  const off = Math.abs(got - expected)
  assert.isTrue(off <= digits * Math.abs(expected) || off < 1e-300, `${what}: ${got}, not ${expected}`)
}

describe("distributions as scipy has them, to ten digits in both tails", () => {
  for (const name of new Set(rows.map((row) => row[0] as string)))
    it(name, () => {
      const own = rows.filter((row) => row[0] === name)
      assert.isAbove(own.length, 20)
      for (const [, a, b, kind, x, value, cdf, survival] of own) {
        const what = `${name}(${a}, ${b}) ${kind} ${x}`
        const at = Number(x)
        const of = plain[name]
        if (of !== undefined) {
          // ln Γ and ψ pass through 0: what counts there is the last digit of what is subtracted.
          const off = Math.abs(of(at) - Number(value))
          assert.isBelow(off, 1e-13 * Math.max(1, Math.abs(Number(value))) + 1e-13, what)
          continue
        }
        if (name === "beta") {
          if (kind === "quantile") continue
          const { lower, upper } = incompleteBeta(at, 1 - at, Number(a), Number(b))
          close(lower, Number(cdf), `${what} lower`)
          close(upper, Number(survival), `${what} upper`)
          continue
        }
        const one = (made[name] as (a: number, b: number) => Distribution)(Number(a), Number(b))
        if (kind === "quantile") close(one.quantile(at), Number(value), what)
        else {
          // scipy takes densities of large shapes as exp of large logarithms; mpmath agrees with ours.
          close(one.density(at), Number(value), `${what} density`, 1e-9)
          close(one.cdf(at), Number(cdf), `${what} cdf`)
          close(one.survival(at), Number(survival), `${what} survival`)
        }
      }
    })
})

describe("random numbers", () => {
  it("binomial counts of very many trials end, at shares of 0 and 1 too", () => {
    const random = seededNumbers(1)
    assert.strictEqual(random.binomial(1e14, 1), 1e14)
    assert.strictEqual(random.binomial(1e14, 0), 0)
    for (const share of [1 - 2 ** -53, 0.3, 1e-16]) {
      const count = random.binomial(1e14, share)
      assert.isAtMost(Math.abs(count - 1e14 * share), 6 * Math.sqrt(1e14 * share * (1 - share)) + 6)
    }
  })
})
