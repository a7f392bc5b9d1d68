/** Flows beside populations. Rates per hundred persons of the population; of a flow of victims: of those detected. */
import { crossings, type FlowMatrix } from "./FlowMatrix.ts"

export interface Intensity {
  /** 100 × persons who moved / population (Bell and others 2002). */
  readonly crude: number
  /** Crude intensity over the logarithm of the number of places squared, which makes divisions comparable (Courgeau 1973). */
  readonly courgeau: number
  /** 100 × half the sum of |net| / population: what moving redistributed. */
  readonly netRate: number
  /** Sum over corridors of the flow over what the populations of both ends lead to expect (Bachi 1957). */
  readonly preference: number
  /** Sum over corridors of the flow × population / product of the populations of both ends (Bogue and others 1957). */
  readonly velocity: number
}

/** @param population by place, in the matrix's order; all above 0 */
export const intensityOf = (matrix: FlowMatrix, population: ReadonlyArray<number>): Intensity => {
  const n = matrix.places.length
  const everybody = population.reduce((a, b) => a + b, 0)
  const net = new Float64Array(n)
  let moved = 0
  let velocity = 0
  for (const index of crossings(matrix)) {
    const [i, j] = [Math.floor(index / n), index % n]
    const flow = matrix.value[index] as number
    moved += flow
    net[i] = (net[i] as number) - flow
    net[j] = (net[j] as number) + flow
    velocity += (flow * everybody) / ((population[i] as number) * (population[j] as number))
  }
  const crude = (100 * moved) / everybody
  return {
    crude,
    courgeau: crude / Math.log(n ** 2),
    netRate: (50 * net.reduce((sum, value) => sum + Math.abs(value), 0)) / everybody,
    preference: moved === 0 ? 0 : (velocity * everybody) / moved,
    velocity
  }
}
