import { sumOf, wholeCount } from "../cells/Interval.ts"
import { connectivityOf } from "../flows/connectivity.ts"
import { dispersionOf } from "../flows/dispersion.ts"
import { distanceMoved } from "../flows/distances.ts"
import { type FlowMatrix, flowMatrix, isExact } from "../flows/FlowMatrix.ts"
import type { FlowRow, FlowTable } from "../flows/FlowTable.ts"
import { type Intensity, intensityOf } from "../flows/intensity.ts"
import { placeFlows, systemEffectiveness } from "../flows/placeFlows.ts"
import { type Ranking, rankCorridors } from "../flows/rankCorridors.ts"
import { type RegionLookup, reachShares } from "../flows/reach.ts"
import { type Expectation, expectFlows } from "../gravity/expectFlows.ts"
import type { GravityRefusal } from "../gravity/fitGravity.ts"
import { type Filled, type FillRefusal, fillFromMargins } from "../margins/fillFromMargins.ts"
import { analyseTransit } from "../transit/analyseTransit.ts"
import type { FlowReport } from "./FlowReport.ts"
import { flowAssumptions } from "./flowAssumptions.ts"

export interface FlowOptions {
  readonly level?: number
  readonly method?: "goodman" | "sison-glaz"
  /** Returns the kilometres between two places, or undefined if not known. */
  readonly distance?: ((from: string, to: string) => number | undefined) | undefined
  /** Population by place. */
  readonly population?: ReadonlyMap<string, number> | undefined
  /** Seed of the shuffles of routes; the default is 1. */
  readonly seed?: number
  /** Where a place is; without it reach is not known for any flow. */
  readonly regions?: RegionLookup | undefined
}

const noRegions: RegionLookup = () => undefined

const gravityWords: Readonly<Record<GravityRefusal, string>> = {
  "too-few": "no more corridors than parameters",
  collinear: "distance is made up of the effects of origins and destinations",
  "not-converged": "the fit did not converge"
}

const fillWords: Readonly<Record<FillRefusal, string>> = {
  "no-margin": "a place with a hidden cell has no margin",
  "above-margin": "known cells are more than their margin",
  negative: "a margin is negative",
  "totals-differ": "margins of origins and destinations have different totals",
  "empty-row": "an origin's margin is above its cells, and none of them is hidden",
  "empty-column": "a destination's margin is above its cells, and none of them is hidden",
  "no-table": "no table has these margins with only these cells hidden"
}

const matrixOf = (flows: ReadonlyArray<FlowRow>): FlowMatrix =>
  flowMatrix(
    flows.map(({ places, cell }) => ({ origin: places[0] as string, destination: places.at(-1) as string, cell }))
  )

/** Returns persons by corridor and period. */
const byPeriod = (flows: ReadonlyArray<FlowRow>): ReadonlyArray<ReadonlyArray<number>> => {
  const periods = [...new Set(flows.map(({ period }) => period))].sort()
  const rows = new Map<string, Array<number>>()
  for (const { places, period, cell } of flows) {
    const key = `${places[0]}\u0000${places.at(-1)}`
    const row = rows.get(key) ?? periods.map(() => 0)
    const at = periods.indexOf(period)
    row[at] = (row[at] as number) + cell.value
    rows.set(key, row)
  }
  return [...rows.values()]
}

const fill = (matrix: FlowMatrix, margins: FlowTable["margins"]) => {
  const ends = (end: "origin" | "destination", other: "origin" | "destination") =>
    new Map(
      margins.flatMap((margin) =>
        margin[end] !== undefined && margin[other] === undefined && margin.cell.low === margin.cell.high
          ? [[margin[end], margin.cell.value] as const]
          : []
      )
    )
  return fillFromMargins(matrix, ends("origin", "destination"), ends("destination", "origin"))
}

const distances = (matrix: FlowMatrix, distance: NonNullable<FlowOptions["distance"]>): Float64Array => {
  const n = matrix.places.length
  return Float64Array.from(
    matrix.value,
    (_, index) =>
      distance(matrix.places[Math.floor(index / n)] as string, matrix.places[index % n] as string) ?? Number.NaN
  )
}

/** What is computed, or why it is not. */
interface Found<A> {
  readonly found: A | undefined
  readonly leftOut: ReadonlyArray<string>
}

/** Returns the matrix with its hidden cells fitted to the margins, if there are any of both. */
const fillHidden = (matrix: FlowMatrix, margins: FlowTable["margins"]): Found<Filled> => {
  if (isExact(matrix) || margins.length === 0) return { found: undefined, leftOut: [] }
  const found = fill(matrix, margins)
  if (typeof found === "string")
    return { found: undefined, leftOut: [`hidden cells from margins: ${fillWords[found]}`] }
  const words = "hidden cells from margins were not fitted to the end: zeros leave no table that is positive elsewhere"
  return { found, leftOut: found.converged ? [] : [words] }
}

const expectationOf = (matrix: FlowMatrix, far: Float64Array | undefined): Found<Expectation> => {
  const found = expectFlows(matrix, far)
  return typeof found === "string"
    ? { found: undefined, leftOut: [`expected flows: ${gravityWords[found]}`] }
    : { found, leftOut: [] }
}

const intensityIn = (matrix: FlowMatrix, population: FlowOptions["population"]): Found<Intensity> => {
  const living = matrix.places.flatMap((place) => population?.get(place) ?? [])
  const lacking = matrix.places.length - living.length
  if (population === undefined) return { found: undefined, leftOut: [] }
  return lacking > 0
    ? { found: undefined, leftOut: [`intensity: ${lacking} places have no population`] }
    : { found: intensityOf(matrix, living), leftOut: [] }
}

/** Returns the ranking with what is expected of each corridor. */
const withExpected = (ranking: Ranking, matrix: FlowMatrix, expectation: Expectation | undefined) => {
  const at = new Map(matrix.places.map((place, i) => [place, i]))
  return {
    ...ranking,
    corridors: ranking.corridors.map((corridor) => {
      const [from, to] = [corridor.origin, corridor.destination].map((place) => at.get(place)) as [number, number]
      const expected = expectation?.flows.get(from * matrix.places.length + to)
      return { ...corridor, persons: wholeCount(corridor.persons), ...(expected === undefined ? {} : { expected }) }
    })
  }
}

/** Returns an expectation without its flows, which are in the ranking. */
const withoutFlows = ({ flows: _, ...whole }: Expectation) => whole

/**
 * Ranks corridors and computes flows of places, reach, indices, expected flows and transit.
 *
 * @example
 * ```ts
 * import { analyseFlows, exact } from "@corridor/flow-statistics"
 *
 * const flow = (from: string, to: string, persons: number) => ({ places: [from, to], period: "", cell: exact(persons) })
 * const { ranking } = analyseFlows({
 *   flows: [flow("MDA", "RUS", 40), flow("UKR", "RUS", 25), flow("UKR", "POL", 12)],
 *   margins: [],
 *   unknownEnds: 0,
 *   silent: 0,
 *   hasPeriods: false,
 *   hasRoutes: false
 * })
 * ```
 */
export const analyseFlows = (reading: FlowTable, options: FlowOptions = {}): FlowReport => {
  const { level = 0.95, method = "goodman", distance, population, seed = 1, regions = noRegions } = options
  const read = matrixOf(reading.flows)
  const filling = fillHidden(read, reading.margins)
  const filled = filling.found
  const matrix = filled?.matrix ?? read

  const dispersed = reading.hasPeriods ? dispersionOf(byPeriod(reading.flows)) : undefined
  const ranking = rankCorridors(matrix, { level, method, dispersion: dispersed?.factor ?? 1 })
  const places = placeFlows(matrix)
  const far = distance === undefined ? undefined : distances(matrix, distance)
  const expectation = expectationOf(matrix, far)
  const expected = expectation.found
  const moved = far === undefined ? undefined : distanceMoved(matrix, far)
  const intensity = intensityIn(matrix, population)
  return {
    persons: wholeCount({
      value: ranking.corridors.reduce((sum, { persons }) => sum + persons.value, 0),
      ...sumOf(ranking.corridors.map(({ persons }) => persons))
    }),
    unknownEnds: reading.unknownEnds,
    ...(reading.unknownEndsWithin === undefined ? {} : { unknownEndsWithin: reading.unknownEndsWithin }),
    silentRows: reading.silent,
    places: places.map((place) => ({
      ...place,
      out: wholeCount(place.out),
      in: wholeCount(place.in),
      net: wholeCount(place.net),
      gross: wholeCount(place.gross),
      domestic: wholeCount(place.domestic)
    })),
    ranking: withExpected(ranking, matrix, expected),
    reach: reachShares(matrix, regions).map((one) => ({ ...one, persons: wholeCount(one.persons) })),
    indices: {
      effectiveness: systemEffectiveness(places),
      ...connectivityOf(matrix),
      ...intensity.found,
      ...(moved === undefined ? {} : { distanceMoved: moved })
    },
    ...(expected === undefined ? {} : { expectation: withoutFlows(expected) }),
    ...(filled === undefined
      ? {}
      : { filled: { cells: filled.cells, outside: filled.outside, converged: filled.converged } }),
    ...(reading.hasRoutes
      ? {
          transit: analyseTransit(
            reading.flows.map(({ places: route, cell }) => ({ places: route, persons: cell })),
            { seed }
          )
        }
      : {}),
    leftOut: [filling, expectation, intensity].flatMap(({ leftOut }) => leftOut),
    assumptions: flowAssumptions({
      hasHidden: !isExact(read),
      hasFilled: filled !== undefined,
      dispersion: dispersed?.factor,
      unknownEnds: reading.unknownEnds,
      silent: reading.silent,
      model: expected?.model,
      hasPopulation: intensity.found !== undefined
    })
  }
}
