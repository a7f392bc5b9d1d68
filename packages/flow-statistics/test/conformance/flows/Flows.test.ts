/** Indices, intervals, margins, gravity and transit against migest, statsmodels, ipfn, networkx and scipy, whose results are in this folder. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { exact } from "../../../src/cells/Cell.ts"
import { connectivityOf } from "../../../src/flows/connectivity.ts"
import { distanceMoved } from "../../../src/flows/distances.ts"
import { exactMatrix } from "../../../src/flows/FlowMatrix.ts"
import { goodman } from "../../../src/flows/goodman.ts"
import { intensityOf } from "../../../src/flows/intensity.ts"
import { placeFlows, systemEffectiveness } from "../../../src/flows/placeFlows.ts"
import { sisonGlaz } from "../../../src/flows/sisonGlaz.ts"
import { fitGravity, type GravityFit } from "../../../src/gravity/fitGravity.ts"
import { checkMargins, fitMargins } from "../../../src/margins/fitMargins.ts"
import { betweenness } from "../../../src/transit/betweenness.ts"
import { routeMemory } from "../../../src/transit/routeMemory.ts"

type Rows = ReadonlyArray<ReadonlyArray<number>>

interface Migest {
  readonly random: ReadonlyArray<{
    readonly flows: Rows
    readonly population: ReadonlyArray<number>
    readonly distances: Rows
    readonly connectivity: Readonly<Record<string, number>>
    readonly giniTotalUncorrected: number
    readonly impact: Readonly<Record<string, number>>
    readonly distance: Readonly<Record<string, number>>
    readonly intensity: Readonly<Record<string, number>>
  }>
}

interface Python {
  readonly shares: ReadonlyArray<{
    readonly counts: ReadonlyArray<number>
    readonly level: number
    readonly goodman: Rows
    readonly sisonGlaz: Rows
  }>
  readonly margins: ReadonlyArray<{
    readonly seed: Rows
    readonly rows: ReadonlyArray<number>
    readonly columns: ReadonlyArray<number>
    readonly cells: Rows
  }>
  readonly gravity: ReadonlyArray<{
    readonly rows: Rows
    readonly used: ReadonlyArray<number>
    readonly coefficients: ReadonlyArray<number>
    readonly errors: ReadonlyArray<number>
    readonly deviance: number
    readonly expected: ReadonlyArray<number>
    readonly dispersion: number
  }>
  readonly legs: ReadonlyArray<{
    readonly legs: ReadonlyArray<readonly [string, string, number]>
    readonly plain: Readonly<Record<string, number>>
    readonly weighted: Readonly<Record<string, number>>
  }>
  readonly memory: ReadonlyArray<{
    readonly routes: ReadonlyArray<readonly [ReadonlyArray<string>, number]>
    readonly passages: number
    readonly statistic: number
    readonly degreesOfFreedom: number
    readonly p: number | null
    readonly gain: number
  }>
}

const read = <A>(file: string): A => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"))
const migest = read<Migest>("migest/expected.json")
const python = read<Python>("python/expected.json")

const close = (actual: number | undefined, wanted: number, what: string, relative = 1e-7, absolute = 1e-9) =>
  assert.isAtMost(Math.abs((actual ?? Number.NaN) - wanted), absolute + relative * Math.abs(wanted), what)

describe("indices of flows are those of migest", () => {
  for (const [i, one] of migest.random.entries()) {
    const names = one.flows.map((_, k) => `P${k}`)
    const matrix = exactMatrix(names, one.flows)
    it(`matrix ${i}`, () => {
      const { connectivity, inequality, gini } = connectivityOf(matrix)
      close(connectivity.value, one.connectivity["connectivity"] as number, "connectivity")
      close(inequality.value, one.connectivity["inequality_equal"] as number, "inequality")
      close(gini.value, one.connectivity["gini_total"] as number, "gini")
      for (const measure of [connectivity, inequality, gini]) {
        close(measure.low, measure.value, "low")
        close(measure.high, measure.value, "high")
      }
      close(systemEffectiveness(placeFlows(matrix)).value, one.impact["effectivness"] as number, "effectiveness")
      const intensity = intensityOf(matrix, one.population)
      close(intensity.crude.value, one.intensity["cmp"] as number, "crude")
      close(intensity.courgeau.value, one.intensity["courgeau_k"] as number, "courgeau")
      close(intensity.netRate.value, one.impact["anmr"] as number, "net rate")
      close(intensity.preference.value, one.impact["preference"] as number, "preference")
      close(intensity.velocity.value, one.impact["velocity"] as number, "velocity")
      const moved = distanceMoved(matrix, Float64Array.from(one.distances.flat()))
      close(moved?.mean.value, one.distance["mean"] as number, "mean distance")
      close(moved?.median.value, one.distance["median"] as number, "median distance")
      const cells = one.flows.flatMap((row, origin) =>
        row.flatMap((flow, destination) =>
          origin === destination
            ? []
            : [
                {
                  origin,
                  destination,
                  flow,
                  pair: [Math.log((one.distances[origin] as ReadonlyArray<number>)[destination] as number)]
                }
              ]
        )
      )
      const fit = fitGravity(cells)
      // R's glm stops at a relative change of 1e-8 of the deviance.
      if (typeof fit === "string") {
        // R stops on the way to infinity and returns a number; it also returns one with as many parameters as flows.
        if (fit !== "too-few") {
          assert.strictEqual(fit, "collinear")
          assert.isAbove(Math.abs(one.distance["decay"] as number), 20)
        }
      } else close(fit.coefficients[0], one.distance["decay"] as number, "decay", 1e-4, 1e-5)
      const independent = fitGravity(cells.map((cell) => ({ ...cell, pair: [] })))
      if (typeof independent === "string") return assert.strictEqual(independent, "too-few")
      const total = one.flows.flat().reduce((a, b) => a + b, 0)
      const apart = cells.reduce((sum, { flow }, c) => sum + Math.abs(flow - (independent.expected[c] as number)), 0)
      close(apart / (2 * total), one.connectivity["inequality_sim"] as number, "difference to independence", 1e-5)
    })
  }
})

describe("shares", () => {
  it("Goodman's and Sison's and Glaz's intervals are those of statsmodels", () => {
    for (const { counts, level, goodman: wanted, sisonGlaz: narrow } of python.shares) {
      const total = counts.reduce((a, b) => a + b, 0)
      const bounds = goodman(counts.length, level)
      const ours = sisonGlaz(counts, level)
      for (const [i, count] of counts.entries()) {
        const { low, high } = bounds(count, total)
        close(low, wanted[i]?.[0] as number, "goodman")
        close(high, wanted[i]?.[1] as number, "goodman")
        close(ours?.[i]?.low, narrow[i]?.[0] as number, "sison-glaz")
        close(ours?.[i]?.high, narrow[i]?.[1] as number, "sison-glaz", 1e-6)
      }
    }
  })
})

describe("margins", () => {
  it("fitted cells are those of ipfn", () => {
    for (const [m, one] of python.margins.entries()) {
      const input = {
        seed: Float64Array.from(one.seed.flat()),
        rows: Float64Array.from(one.rows),
        columns: Float64Array.from(one.columns)
      }
      assert.isUndefined(checkMargins(input))
      const { cells, converged } = fitMargins(input)
      assert.isTrue(converged)
      for (const [i, wanted] of one.cells.flat().entries()) close(cells[i], wanted, `cell ${i} of ${m}`, 1e-6, 1e-7)
    }
  })
})

describe("gravity", () => {
  it("coefficients, robust errors and expectations are those of statsmodels", () => {
    for (const [g, one] of python.gravity.entries()) {
      const fit = fitGravity(
        one.rows.map(([origin, destination, far, near, flow]) => ({
          origin: origin as number,
          destination: destination as number,
          flow: flow as number,
          pair: [Math.log(far as number), near as number]
        }))
      ) as GravityFit
      for (const k of [0, 1]) {
        close(fit.coefficients[k], one.coefficients[k] as number, `coefficient ${k} of ${g}`)
        close(fit.errors[k], one.errors[k] as number, `error ${k} of ${g}`, 1e-6)
      }
      close(fit.deviance, one.deviance, `deviance of ${g}`)
      close(fit.dispersion, one.dispersion, `dispersion of ${g}`)
      for (const [i, at] of one.used.entries()) close(fit.expected[at], one.expected[i] as number, "expected", 1e-6)
    }
  })
})

describe("transit", () => {
  it("betweenness is that of networkx", () => {
    for (const { legs, plain, weighted } of python.legs) {
      const counted = betweenness(legs.map(([from, to]) => ({ from, to, length: 1 })))
      const measured = betweenness(legs.map(([from, to, length]) => ({ from, to, length })))
      for (const [place, wanted] of Object.entries(plain)) close(counted.get(place), wanted, place)
      for (const [place, wanted] of Object.entries(weighted)) close(measured.get(place), wanted, place)
    }
  })

  it("the likelihood ratio of second and first order is that of both chains' likelihoods, the gain that of entropies", () => {
    for (const one of python.memory) {
      const found = routeMemory(one.routes.map(([places, persons]) => ({ places, persons: exact(persons) })))
      assert.strictEqual(found?.passages, one.passages)
      assert.strictEqual(found?.degreesOfFreedom, one.degreesOfFreedom)
      close(found?.statistic, one.statistic, "statistic", 1e-9, 1e-8)
      close(found?.gain, one.gain, "gain", 1e-9, 1e-8)
      if (one.p === null) assert.isUndefined(found?.p)
      else close(found?.p, one.p, "p", 1e-7, 1e-12)
    }
  })
})
