/** Flows on random matrices: exchanged ends, other names, multiples, and whatever hidden cells may be. */
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { rounds } from "../../../test/fullRun.ts"
import { between, exact } from "../../src/cells/Cell.ts"
import { connectivityOf } from "../../src/flows/connectivity.ts"
import { distanceMoved } from "../../src/flows/distances.ts"
import { exactMatrix, type FlowMatrix } from "../../src/flows/FlowMatrix.ts"
import { intensityOf } from "../../src/flows/intensity.ts"
import { placeFlows, systemEffectiveness } from "../../src/flows/placeFlows.ts"
import { rankCorridors } from "../../src/flows/rankCorridors.ts"
import { reachShares } from "../../src/flows/reach.ts"
import { weightedMeanBounds } from "../../src/flows/weightedMean.ts"
import { fitGravity } from "../../src/gravity/fitGravity.ts"
import { fillFromMargins } from "../../src/margins/fillFromMargins.ts"
import { checkMargins, fitMargins } from "../../src/margins/fitMargins.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { placeRoles } from "../../src/transit/placeRoles.ts"
import { routeMemory } from "../../src/transit/routeMemory.ts"

const seeded = { numRuns: rounds(120, 2000), seed: 11 }

const codes = ["MDA", "RUS", "UKR", "TUR", "THA", "USA"]

/** Three countries of one subregion, and one each of other subregions and regions. */
const regions = (place: string) =>
  ({
    MDA: { country: "MDA", subregion: "Eastern Europe", region: "Europe" },
    RUS: { country: "RUS", subregion: "Eastern Europe", region: "Europe" },
    UKR: { country: "UKR", subregion: "Eastern Europe", region: "Europe" },
    TUR: { country: "TUR", subregion: "Western Asia", region: "Asia" },
    THA: { country: "THA", subregion: "South-eastern Asia", region: "Asia" }
  })[place]

/** Exchanges origins and destinations. */
const transposed = (matrix: FlowMatrix): FlowMatrix => {
  const n = matrix.places.length
  const turn = (values: Float64Array) => values.map((_, at) => values[(at % n) * n + Math.floor(at / n)] as number)
  return { places: matrix.places, value: turn(matrix.value), low: turn(matrix.low), high: turn(matrix.high) }
}

/** Returns a matrix of the same places with other exact counts. */
const withValues = ({ places }: FlowMatrix, value: Float64Array): FlowMatrix => ({
  places,
  value,
  low: value,
  high: value
})

const counts = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 }))

const matrices = fc
  .integer({ min: 2, max: 6 })
  .chain((n) => fc.array(fc.array(counts, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }))
  .map((rows) => exactMatrix(codes.slice(0, rows.length), rows))

/** A matrix of which some cells are hidden, and one that it may stand for. */
const hiddenMatrices = matrices.chain((matrix) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(matrix.value.length - 1), fc.nat(6), fc.nat(6)), { maxLength: 8 }),
      fc.constant(matrix)
    )
    .map(([marks, truth]) => {
      const low = truth.value.slice()
      const high = truth.value.slice()
      for (const [cell, under, over] of marks) {
        low[cell] = Math.max(0, (truth.value[cell] as number) - under)
        high[cell] = (truth.value[cell] as number) + over
      }
      const value = low.map((least, i) => (least + (high[i] as number)) / 2)
      return { truth, hidden: { places: truth.places, value, low, high } satisfies FlowMatrix }
    })
)

const near = (a: number, b: number) => assert.isAtMost(Math.abs(a - b), 1e-9 * Math.max(1, Math.abs(a)))

const inside = (value: number, { low, high }: { low: number; high: number }, what: string) => {
  const room = 1e-9 * Math.max(1, Math.abs(value))
  assert.isAtLeast(value, low - room, `${what}, low`)
  assert.isAtMost(value, high + room, `${what}, high`)
}

describe("flows", () => {
  it("exchanging origins and destinations exchanges in and out and turns the signs, and leaves the system's indices", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const there = placeFlows(matrix)
        const back = placeFlows(transposed(matrix))
        for (const [i, place] of there.entries()) {
          const other = back[i] as (typeof back)[number]
          assert.deepStrictEqual([place.out, place.in, place.domestic], [other.in, other.out, other.domestic])
          near(place.net.value, -other.net.value)
          near(place.effectiveness.value, -other.effectiveness.value)
        }
        near(systemEffectiveness(there).value, systemEffectiveness(back).value)
        const [a, b] = [connectivityOf(matrix), connectivityOf(transposed(matrix))]
        for (const index of ["connectivity", "inequality", "gini", "variation"] as const)
          near(a[index].value, b[index].value)
      }),
      seeded
    )
  })

  it("no person is lost: nets add up to 0, and in, out and reach to the total", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const places = placeFlows(matrix)
        const sum = (of: (place: (typeof places)[number]) => number) =>
          places.reduce((total, place) => total + of(place), 0)
        const total = matrix.value.reduce((a, b) => a + b, 0)
        near(
          sum(({ net }) => net.value),
          0
        )
        near(
          sum((place) => place.out.value + place.domestic.value),
          total
        )
        near(
          sum((place) => place.in.value + place.domestic.value),
          total
        )
        const reach = reachShares(matrix, regions)
        near(
          reach.reduce((all, { persons }) => all + persons.value, 0),
          total
        )
        if (total > 0)
          near(
            reach.reduce((all, { share }) => all + share.value, 0),
            1
          )
      }),
      seeded
    )
  })

  it("as many persons in every cell times as many, and the same shares and indices", () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 2, max: 7 }), (matrix, factor) => {
        const many = withValues(
          matrix,
          matrix.value.map((value) => value * factor)
        )
        const [a, b] = [rankCorridors(matrix), rankCorridors(many)]
        for (const [i, corridor] of a.corridors.entries()) {
          near(corridor.share.value, b.corridors[i]?.share.value as number)
          assert.strictEqual(corridor.rank.value, b.corridors[i]?.rank.value)
          // More persons, narrower intervals.
          assert.isAtMost(
            (b.corridors[i]?.interval.high as number) - (b.corridors[i]?.interval.low as number),
            corridor.interval.high - corridor.interval.low + 1e-12
          )
        }
        near(systemEffectiveness(placeFlows(matrix)).value, systemEffectiveness(placeFlows(many)).value)
        near(connectivityOf(matrix).gini.value, connectivityOf(many).gini.value)
      }),
      seeded
    )
  })

  it("whatever hidden cells are, intensities and distances are within their bounds", () => {
    fc.assert(
      fc.property(hiddenMatrices, fc.nat(1_000_000), ({ truth, hidden }, seed) => {
        const numbers = seededNumbers(seed)
        const population = truth.places.map(() => 1 + Math.floor(1000 * numbers.next()))
        // Few different distances, so that some corridors share one.
        const far = truth.value.map(() => 100 * (1 + Math.floor(8 * numbers.next())))
        const [exactly, bounds] = [intensityOf(truth, population), intensityOf(hidden, population)]
        for (const index of ["crude", "courgeau", "netRate", "preference", "velocity"] as const) {
          inside(exactly[index].value, bounds[index], index)
          inside(exactly[index].value, exactly[index], `${index} of exact counts`)
          inside(bounds[index].value, bounds[index], `${index} at the middle`)
        }
        const [moved, open] = [distanceMoved(truth, far), distanceMoved(hidden, far)]
        if (moved === undefined || open === undefined) return
        for (const index of ["mean", "median"] as const) {
          inside(moved[index].value, open[index], index)
          inside(open[index].value, open[index], `${index} at the middle`)
        }
      }),
      seeded
    )
  })

  it("a mean's bounds are the least and most over all ways to fill its weights, tried one by one", () => {
    const weights = fc.tuple(fc.nat(3), fc.nat(2)).map(([low, more]) => ({ low, high: low + more }))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), weights), { minLength: 1, maxLength: 6 }), (all) => {
        const found = weightedMeanBounds(all.map(([value, weight]) => ({ value, weight })))
        const means = Array.from({ length: 2 ** all.length }, (_, ends) => {
          const taken = all.map(([value, { low, high }], i) => [value, (ends >> i) % 2 === 1 ? high : low] as const)
          const total = taken.reduce((sum, [, weight]) => sum + weight, 0)
          return taken.reduce((sum, [value, weight]) => sum + value * weight, 0) / total
        })
        if (found === undefined) assert.isTrue(all.every(([, { low }]) => low === 0))
        else {
          near(found.low, Math.min(...means))
          near(found.high, Math.max(...means))
        }
      }),
      seeded
    )
  })

  it("whatever hidden cells are, every figure is within its bounds", () => {
    fc.assert(
      fc.property(hiddenMatrices, ({ truth, hidden }) => {
        const wide = placeFlows(hidden)
        for (const [i, place] of placeFlows(truth).entries())
          for (const measure of ["out", "in", "net", "gross", "domestic", "effectiveness"] as const)
            inside(place[measure].value, wide[i]?.[measure] as { low: number; high: number }, measure)
        inside(systemEffectiveness(placeFlows(truth)).value, systemEffectiveness(wide), "effectiveness")
        const [exactly, bounds] = [connectivityOf(truth), connectivityOf(hidden)]
        for (const index of ["connectivity", "inequality", "gini", "variation"] as const)
          inside(exactly[index].value, bounds[index], index)
        const known = reachShares(truth, regions)
        if (truth.value.some((value) => value > 0))
          for (const [i, { share, persons }] of reachShares(hidden, regions).entries()) {
            inside(known[i]?.share.value as number, share, "share of a reach")
            inside(known[i]?.persons.value as number, persons, "persons of a reach")
          }
        const ranked = new Map(
          rankCorridors(hidden).corridors.map((corridor) => [corridor.origin + corridor.destination, corridor])
        )
        for (const corridor of rankCorridors(truth).corridors) {
          const other = ranked.get(corridor.origin + corridor.destination)
          assert.isDefined(other)
          if (other === undefined) continue
          inside(corridor.share.value, other.share, "share")
          assert.isAtMost(other.interval.low, corridor.interval.low + 1e-9)
          inside(corridor.rank.value, { low: other.rank.low, high: other.rank.high }, "rank")
        }
      }),
      seeded
    )
  })

  it("ranks leave open what intervals that overlap leave open, by going through all pairs", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const { corridors } = rankCorridors(matrix)
        for (const one of corridors) {
          const before = corridors.filter((other) => other.interval.low > one.interval.high).length
          const after = corridors.filter((other) => other.interval.high < one.interval.low).length
          assert.strictEqual(one.rank.low, 1 + before)
          assert.strictEqual(one.rank.high, corridors.length - after)
        }
      }),
      seeded
    )
  })

  it("margins: a table with the margins of another is found unless there is none, and keeps the seed's odds", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const n = matrix.places.length
        const cells = [...matrix.value.keys()]
        const rows = Float64Array.from({ length: n }, (_, i) =>
          cells.reduce((sum, c) => sum + (Math.floor(c / n) === i ? (matrix.value[c] as number) : 0), 0)
        )
        const columns = Float64Array.from({ length: n }, (_, j) =>
          cells.reduce((sum, c) => sum + (c % n === j ? (matrix.value[c] as number) : 0), 0)
        )
        const seed = matrix.value.map((value) => (value > 0 ? 1 : 0))
        assert.isUndefined(checkMargins({ seed, rows, columns }))
        const fitted = fitMargins({ seed, rows, columns })
        // The matrix itself is positive where the seed is: there is a fit.
        assert.isTrue(fitted.converged)
        for (const [i, wanted] of rows.entries())
          assert.closeTo(
            fitted.cells.slice(i * n, (i + 1) * n).reduce((a, b) => a + b, 0),
            wanted,
            1e-6
          )
        assert.strictEqual(
          checkMargins({ seed, rows: rows.map((value, i) => (i === 0 ? value + 1 : value)), columns }),
          "totals-differ"
        )
      }),
      seeded
    )
  })

  it("hidden cells filled from margins keep known cells and meet the margins", () => {
    fc.assert(
      fc.property(hiddenMatrices, ({ truth, hidden }) => {
        const n = truth.places.length
        const margin = (of: (cell: number) => number) =>
          new Map(
            truth.places.map((place, p) => [
              place,
              truth.value.reduce((sum, value, cell) => (of(cell) === p ? sum + value : sum), 0)
            ])
          )
        const filled = fillFromMargins(
          hidden,
          margin((cell) => Math.floor(cell / n)),
          margin((cell) => cell % n)
        )
        assert.isObject(filled)
        if (typeof filled === "string") return
        for (const [cell, value] of truth.value.entries())
          inside(
            value,
            { low: filled.matrix.low[cell] as number, high: filled.matrix.high[cell] as number },
            "bounds that margins leave"
          )
        if (!filled.converged) return
        for (const [cell, value] of filled.matrix.value.entries())
          if (hidden.low[cell] === hidden.high[cell]) assert.strictEqual(value, truth.value[cell])
        const total = truth.value.reduce((a, b) => a + b, 0)
        assert.closeTo(
          filled.matrix.value.reduce((a, b) => a + b, 0),
          total,
          1e-5 * Math.max(1, total)
        )
      }),
      seeded
    )
  })

  it("expected flows have the margins of the observed ones, and do not know the unit of distance", () => {
    fc.assert(
      fc.property(
        matrices.filter(({ places }) => places.length > 3),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 36, maxLength: 36 }),
        (matrix, far) => {
          const n = matrix.places.length
          const cells = (unit: number) =>
            [...matrix.value.keys()]
              .filter((cell) => cell % (n + 1) !== 0)
              .map((cell) => ({
                origin: Math.floor(cell / n),
                destination: cell % n,
                flow: matrix.value[cell] as number,
                pair: [Math.log((far[cell] as number) * unit)]
              }))
          const fit = fitGravity(cells(1))
          const miles = fitGravity(cells(1.609))
          if (typeof fit === "string" || typeof miles === "string") return
          for (let place = 0; place < n; place++) {
            const sum = (of: (cell: ReturnType<typeof cells>[number], i: number) => number) =>
              cells(1).reduce((total, cell, i) => (cell.origin === place ? total + of(cell, i) : total), 0)
            assert.closeTo(
              sum((_, i) => fit.expected[i] as number),
              sum(({ flow }) => flow),
              1e-5 *
                Math.max(
                  1,
                  sum(({ flow }) => flow)
                )
            )
          }
          assert.closeTo(miles.deviance, fit.deviance, 1e-6 * Math.max(1, fit.deviance))
        }
      ),
      { ...seeded, numRuns: seeded.numRuns / 5 }
    )
  })
})

const routes = fc.array(
  fc.record({
    places: fc
      .array(fc.constantFrom(...codes), { minLength: 2, maxLength: 6 })
      .map((places) => places.filter((place, i) => place !== places[i - 1]))
      .filter((places) => places.length > 1),
    persons: fc.integer({ min: 1, max: 30 })
  }),
  { minLength: 1, maxLength: 15 }
)

describe("transit", () => {
  it("a route turned round has its ends exchanged, the same places between, and no other memory", () => {
    fc.assert(
      fc.property(routes, (drawn) => {
        const there = drawn.map(({ places, persons }) => ({ places, persons: exact(persons) }))
        const back = drawn.map(({ places, persons }) => ({ places: places.toReversed(), persons: exact(persons) }))
        const turned = placeRoles(back)
        for (const [i, place] of placeRoles(there).entries()) {
          const other = turned[i] as (typeof turned)[number]
          assert.deepStrictEqual([place.origin, place.destination], [other.destination, other.origin])
          assert.deepStrictEqual(
            [place.through, place.entries, place.exits],
            [other.through, other.exits, other.entries]
          )
        }
        near(routeMemory(there)?.statistic ?? 0, routeMemory(back)?.statistic ?? 0)
        assert.strictEqual(routeMemory(there)?.degreesOfFreedom, routeMemory(back)?.degreesOfFreedom)
      }),
      seeded
    )
  })

  it("whatever hidden routes carry, the figures of places are within their bounds", () => {
    fc.assert(
      fc.property(routes, fc.integer({ min: 0, max: 5 }), (drawn, room) => {
        const truth = placeRoles(drawn.map(({ places, persons }) => ({ places, persons: exact(persons) })))
        const wide = placeRoles(
          drawn.map(({ places, persons }, i) => ({
            places,
            persons: i % 2 === 0 ? between(Math.max(0, persons - room), persons + 2 * room) : exact(persons)
          }))
        )
        for (const [i, place] of truth.entries())
          for (const measure of ["origin", "through", "destination", "transitShare"] as const)
            inside(place[measure].value, wide[i]?.[measure] as { low: number; high: number }, measure)
      }),
      seeded
    )
  })
})
