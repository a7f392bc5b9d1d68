/** The order of nodes within each column, so that few lines cross. */
import { type Edge, neighbours } from "./Layers.ts"

type Order = ReadonlyArray<ReadonlyArray<string>>

const placesOf = (layer: ReadonlyArray<string>): ReadonlyMap<string, number> =>
  new Map(layer.map((id, place) => [id, place]))

/** Pairs of lines between two columns that cross. */
const crossings = (left: ReadonlyArray<string>, right: ReadonlyArray<string>, edges: ReadonlyArray<Edge>): number => {
  const [from, to] = [placesOf(left), placesOf(right)]
  const lines = edges.flatMap((edge) => {
    const [a, b] = [from.get(edge.from), to.get(edge.to)]
    return a === undefined || b === undefined ? [] : [[a, b] as const]
  })
  let count = 0
  for (const [i, one] of lines.entries()) {
    for (const other of lines.slice(i + 1)) if ((one[0] - other[0]) * (one[1] - other[1]) < 0) count++
  }
  return count
}

const allCrossings = (order: Order, edges: ReadonlyArray<Edge>): number =>
  order.slice(1).reduce((sum, right, i) => sum + crossings(order[i] as ReadonlyArray<string>, right, edges), 0)

const mean = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

/** Sorts a column by the places of its neighbours in the next column; items without neighbours keep their place. */
const sorted = (
  layer: ReadonlyArray<string>,
  next: ReadonlyArray<string>,
  near: ReadonlyMap<string, ReadonlyArray<string>>
): ReadonlyArray<string> => {
  const places = placesOf(next)
  const weights = new Map(
    layer.map((id, place) => {
      const found = (near.get(id) ?? []).flatMap((other) => places.get(other) ?? [])
      return [id, found.length === 0 ? place : mean(found)]
    })
  )
  return [...layer].sort((a, b) => (weights.get(a) as number) - (weights.get(b) as number))
}

const sweeps = 12

/** Sweeps to and fro, and keeps the order with the fewest crossings: the first of equals. */
export const orderLayers = (start: Order, edges: ReadonlyArray<Edge>): Order => {
  const ids = start.flat()
  const [parents, children] = [neighbours(ids, edges, "from"), neighbours(ids, edges, "to")]
  let [order, best, fewest] = [start, start, allCrossings(start, edges)]
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const next = [...order]
    const columns = [...next.keys()].slice(1)
    if (sweep % 2 === 0) {
      for (const i of columns)
        next[i] = sorted(next[i] as ReadonlyArray<string>, next[i - 1] as ReadonlyArray<string>, parents)
    } else {
      for (const i of columns.reverse()) {
        next[i - 1] = sorted(next[i - 1] as ReadonlyArray<string>, next[i] as ReadonlyArray<string>, children)
      }
    }
    order = next
    const count = allCrossings(order, edges)
    if (count < fewest) [best, fewest] = [order, count]
  }
  return best
}
