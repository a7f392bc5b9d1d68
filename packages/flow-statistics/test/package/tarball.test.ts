/** The package as others install it: alone in an empty folder, with its README's first example. */
import { assert, describe, it } from "vitest"
import { packTarball } from "../../../packTarball.ts"
import { firstExamples, installTarball, runExample } from "../../../test/installTarball.ts"
import { testFolder } from "../../../test/testFolder.ts"

const work = testFolder("flow-statistics-tarball")

describe("the tarball", () => {
  it("runs the README's example, threads and the solver", () => {
    const folder = installTarball(packTarball("flow-statistics", work), work)
    assert.strictEqual(runExample(folder, firstExamples("flow-statistics")["ts"] as string), "rising\n2.5\ntrue\n")
    const threads = `
      import { analyseMany, captureTable, estimateHidden, loadLinearSolver } from "@corridor/flow-statistics"
      import { normal } from "@corridor/flow-statistics/numeric/Distribution"

      const series = Array.from({ length: 300 }, (_, i) => Float64Array.from({ length: 24 }, (_, t) => ((i + 1) * t) % 17))
      const options = { season: 1, robust: false, model: "l2", minSize: 3, log1p: false }
      console.log((await analyseMany({ series, options, threads: 2 })).length)
      const table = captureTable(["a", "b", "c"], [[1, 60], [2, 45], [4, 30], [3, 12], [5, 8], [6, 6], [7, 3]])
      console.log(Math.round(estimateHidden(await loadLinearSolver(), table).model.total), normal.cdf(0))
    `
    assert.strictEqual(runExample(folder, threads), "300\n368 0.5\n")
  })
})
