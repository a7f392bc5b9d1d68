import { assert, describe, it } from "vitest"
import { toNumber } from "../../src/private/Rational.ts"
import { deltaOf, rhoFor } from "../../src/private/zCdp.ts"
import { gaussianProbabilities } from "../fixtures/exactDistributions.ts"

describe("zCDP", () => {
  it("keeps delta at the simple bound epsilon = rho + 2 sqrt(rho ln(1/delta))", () => {
    for (const rho of [0.001, 0.1, 0.33, 1, 5])
      for (const delta of [1e-3, 1e-6, 1e-10]) {
        const simple = rho + 2 * Math.sqrt(rho * Math.log(1 / delta))
        assert.isBelow(deltaOf(rho, simple), delta)
      }
  })

  it("agrees with OpenDP 0.16.0 (PyPI) for the same rho and delta and is never lower", () => {
    for (const [rho, ...expected] of [
      [0.005, 0.2360492563595514, 0.42994146883694934, 0.5648932843020362],
      [1 / 18, 0.9618191607135612, 1.557656057143436, 1.9891639422061373],
      [0.5, 3.5365618461689596, 5.22153444453017, 6.474070020726487]
    ] as const)
      for (const [i, epsilon] of expected.entries()) {
        const delta = [1e-3, 1e-6, 1e-9][i] as number
        assert.isAtLeast(deltaOf(rho, epsilon), delta)
        assert.isAtMost(deltaOf(rho, epsilon * (1 + 1e-8)), delta)
      }
  })

  it("is never below what one discrete Gaussian figure really has, summed from its exact probabilities", () => {
    // Theorem 7 of Canonne, Kamath and Steinke 2020 as a sum: delta = sum over x of max(0, P(x) - e^epsilon P(x - 1)).
    for (const [variance, epsilon] of [
      [4n, 1],
      [4n, 2],
      [9n, 1],
      [1n, 3]
    ] as const) {
      const { inside } = gaussianProbabilities(variance, 1n, 40)
      let exact = 0
      for (let i = 1; i < inside.length; i++)
        exact += Math.max(0, (inside[i - 1] as number) - Math.exp(epsilon) * (inside[i] as number))
      const delta = deltaOf(1 / (2 * Number(variance)), epsilon)
      assert.isAbove(delta, exact)
      assert.isBelow(delta, exact * 10)
    }
  })

  it("the largest rho for a promise keeps it, and a millionth more does not", () => {
    const rho = rhoFor(4, 1e-6)
    assert.isAtMost(deltaOf(toNumber(rho), 4), 1e-6)
    assert.isAbove(deltaOf(toNumber(rho) + 1e-6, 4), 1e-6)
  })
})
