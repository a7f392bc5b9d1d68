/** Corridors that stand out from tables which the gravity model itself has made, and one that was made to stand out. */
import { assert, describe, it } from "@effect/vitest"
import { inverse, Matrix } from "ml-matrix"
import { rounds } from "../../../test/fullRun.ts"
import { fitGravity, type GravityFit } from "../../src/gravity/fitGravity.ts"
import { exactMatrix, expectFlows } from "../../src/index.ts"
import { type SeededNumbers, seededNumbers } from "../../src/numeric/SeededNumbers.ts"

const places = 12

const drawFlows = (random: SeededNumbers, overdispersion: number, times = 1) => {
  const points = Array.from({ length: places }, () => [3000 * random.next(), 3000 * random.next()] as const)
  const sizes = Array.from({ length: places }, () => [Math.exp(random.normal()), Math.exp(random.normal())] as const)
  const distance = new Float64Array(places * places)
  const flows = points.map(([x, y], i) =>
    points.map(([u, v], j) => {
      if (i === j) return 0
      const kilometres = Math.hypot(x - u, y - v)
      distance[i * places + j] = kilometres
      const mean = (20000 * (sizes[i]?.[0] ?? 0) * (sizes[j]?.[1] ?? 0) * (i === 0 && j === 1 ? times : 1)) / kilometres
      const factor = overdispersion === 0 ? 1 : random.gamma(1 / overdispersion) * overdispersion
      return random.poisson(mean * factor)
    })
  )
  return {
    matrix: exactMatrix(
      points.map((_, i) => `P${i}`),
      flows
    ),
    distance
  }
}

describe("corridors that stand out", () => {
  it.each([0, 0.2, 1])("few in data from the model, overdispersion %d", (overdispersion) => {
    const random = seededNumbers(5)
    const count = { corridors: 0, flagged: 0, tables: 0, withAny: 0 }
    for (let run = 0; run < rounds(20, 300); run++) {
      const { matrix, distance } = drawFlows(random, overdispersion)
      const found = expectFlows(matrix, distance)
      if (typeof found === "string") continue
      const verdicts = [...found.flows.values()].map(({ verdict }) => verdict)
      const flagged = verdicts.filter((verdict) => verdict !== "as expected").length
      count.corridors += verdicts.length
      count.flagged += flagged
      count.tables += 1
      count.withAny += flagged > 0 ? 1 : 0
    }
    assert.isAbove(count.tables, 10)
    assert.isAtMost(count.flagged, 0.05 * count.corridors)
    // One table in twenty has one by chance with Poisson counts, and up to one in five with more variable ones.
    assert.isAtMost(count.withAny, (overdispersion === 0 ? 0.1 : 0.25) * count.tables)
  })

  it("a corridor of ten times its expectation is found", () => {
    const random = seededNumbers(6)
    let found = 0
    for (let run = 0; run < 20; run++) {
      const { matrix, distance } = drawFlows(random, 0, 10)
      const expectation = expectFlows(matrix, distance)
      if (typeof expectation !== "string" && expectation.flows.get(1)?.verdict === "more") found += 1
    }
    assert.isAtLeast(found, 8)
  })
})

describe("the error of the exponent of distance", () => {
  it("is HC3 of the regression with a column for each place, by dense matrices", () => {
    const chance = seededNumbers(41)
    const pairs = Array.from({ length: 36 }, (_, i) => [Math.floor(i / 6), i % 6] as const).filter(([a, b]) => a !== b)
    const cells = pairs.map(([origin, destination]) => {
      const pair = [Math.log(1 + chance.next())]
      return { origin, destination, pair, flow: chance.poisson(12 * Math.exp(0.3 * origin - (pair[0] as number))) }
    })
    const fit = fitGravity(cells) as GravityFit
    // One destination less: its column is the sum of the origins' less the others.
    const design = new Matrix(
      cells.map(({ origin, destination, pair }) => [
        pair[0] as number,
        ...[0, 1, 2, 3, 4, 5].map((place) => Number(place === origin)),
        ...[0, 1, 2, 3, 4].map((place) => Number(place === destination))
      ])
    )
    const weights = Matrix.diag([...fit.expected])
    const bread = inverse(design.transpose().mmul(weights).mmul(design))
    const hat = design.mmul(bread).mmul(design.transpose()).mmul(weights)
    const squares = cells.map(({ flow }, i) => ((flow - (fit.expected[i] as number)) / (1 - hat.get(i, i))) ** 2)
    const meat = design.transpose().mmul(Matrix.diag(squares)).mmul(design)
    assert.closeTo(fit.correctedErrors[0] as number, Math.sqrt(bread.mmul(meat).mmul(bread).get(0, 0)), 1e-8)
    assert.isAbove(fit.correctedErrors[0] as number, fit.errors[0] as number)
  })
})
