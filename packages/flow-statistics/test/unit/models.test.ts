import { assert, describe, it } from "vitest"
import { type Family, negativeBinomial, poisson } from "../../src/numeric/Family.ts"
import { glm } from "../../src/numeric/glm.ts"
import { Collinear, dependentColumns, leastSquares } from "../../src/numeric/leastSquares.ts"
import expected from "../oracles/expected/models.json" with { type: "json" }

const close = (got: ArrayLike<number>, want: ReadonlyArray<number>, digits = 1e-9) =>
  want.forEach((value, i) => {
    assert.closeTo(got[i] as number, value, digits * Math.max(1, Math.abs(value)))
  })

const errors = (inverse: { readonly get: (i: number, j: number) => number }) =>
  [0, 1, 2].map((i) => Math.sqrt(inverse.get(i, i)))

describe("models as statsmodels 0.15.0 fits them", () => {
  it("weighted least squares", () => {
    const fit = leastSquares(expected.design, expected.value, expected.weights)
    close(fit.coefficients, expected.leastSquares.coefficients)
    close(errors(fit.inverse), expected.leastSquares.errors)
    close([fit.residualSum], [expected.leastSquares.residualSum])
  })

  const offset = expected.exposure.map(Math.log)
  const fits: ReadonlyArray<readonly ["poisson" | "negativeBinomial", Family, object, ReadonlyArray<number>]> = [
    ["poisson", poisson, { offset }, expected.count],
    ["negativeBinomial", negativeBinomial(0.4), { offset }, expected.count]
  ]
  for (const [name, family, more, response] of fits)
    it(name, () => {
      const fit = glm({ design: expected.design, response, family, ...more })
      const want = expected[name]
      assert.isTrue(fit.converged)
      close(fit.coefficients, want.coefficients)
      close(errors(fit.inverse), want.errors)
      close([fit.deviance, fit.pearson], [want.deviance, want.pearson])
      close([fit.logLikelihood, fit.aic], [want.logLikelihood, want.aic])
    })

  it("detects regressors that are combinations of others", () => {
    const design = expected.design.map((row) => [...row, (row[1] as number) * 2 - (row[0] as number)])
    assert.deepStrictEqual(dependentColumns(design), [3])
    assert.throws(() => leastSquares(design, expected.value), Collinear)
  })

  it("reports that a separated model has no solution", () => {
    const design = Array.from({ length: 10 }, (_, i) => [1, i < 5 ? 0 : 1])
    const fit = glm({ design, response: [3, 1, 4, 2, 2, 0, 0, 0, 0, 0], family: poisson })
    assert.isFalse(fit.converged)
    assert.isBelow(fit.coefficients[1] as number, -15)
  })
})
