/**
 * Share of the shortest paths between all other places that pass through a place (Freeman 1977), by Brandes 2001, "A faster algorithm for
 * betweenness centrality", Journal of Mathematical Sociology 25. Paths follow the direction of legs.
 */
export interface Leg {
  readonly from: string
  readonly to: string
  /** Length of the leg, above 0; 1 for each counts legs. */
  readonly length: number
}

/** Lengths that differ by less than this are equal, so that the order of a sum does not matter. */
const same = 1e-12

/** Returns the betweenness of each place, divided by the number of ordered pairs of other places; 0 for two places. */
export const betweenness = (legs: ReadonlyArray<Leg>): ReadonlyMap<string, number> => {
  const places = [...new Set(legs.flatMap(({ from, to }) => [from, to]))].sort()
  const at = new Map(places.map((place, i) => [place, i]))
  const n = places.length
  const out: ReadonlyArray<Array<readonly [number, number]>> = places.map(() => [])
  for (const { from, to, length } of legs) out[at.get(from) as number]?.push([at.get(to) as number, length])
  const score = new Float64Array(n)
  for (let source = 0; source < n; source++) addPathsFrom(source, out, score)
  const pairs = (n - 1) * (n - 2)
  return new Map(places.map((place, i) => [place, pairs === 0 ? 0 : (score[i] as number) / pairs]))
}

const addPathsFrom = (
  source: number,
  out: ReadonlyArray<ReadonlyArray<readonly [number, number]>>,
  score: Float64Array
): void => {
  const n = out.length
  const distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  const ways = new Float64Array(n)
  const before: ReadonlyArray<Array<number>> = out.map(() => [])
  const done = new Uint8Array(n)
  const order: Array<number> = []
  distance[source] = 0
  ways[source] = 1
  for (;;) {
    let nearest = -1
    for (let v = 0; v < n; v++)
      if (
        done[v] === 0 &&
        Number.isFinite(distance[v]) &&
        (nearest < 0 || (distance[v] as number) < (distance[nearest] as number))
      )
        nearest = v
    if (nearest < 0) break
    done[nearest] = 1
    order.push(nearest)
    for (const [to, length] of out[nearest] as ReadonlyArray<readonly [number, number]>) {
      const reached = (distance[nearest] as number) + length
      const known = distance[to] as number
      const tolerance = same * Math.max(1, reached)
      if (reached < known - tolerance) {
        distance[to] = reached
        ways[to] = ways[nearest] as number
        before[to]?.splice(0, Number.POSITIVE_INFINITY, nearest)
      } else if (done[to] === 0 && Math.abs(reached - known) <= tolerance) {
        ways[to] = (ways[to] as number) + (ways[nearest] as number)
        before[to]?.push(nearest)
      }
    }
  }
  const through = new Float64Array(n)
  for (const v of order.reverse()) {
    for (const u of before[v] as ReadonlyArray<number>)
      through[u] = (through[u] as number) + ((ways[u] as number) / (ways[v] as number)) * (1 + (through[v] as number))
    if (v !== source) score[v] = (score[v] as number) + (through[v] as number)
  }
}
