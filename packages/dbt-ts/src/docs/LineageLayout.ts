/**
 * Positions of the boxes and lines of a picture of lineage: columns from left to right (Sugiyama, Tagawa and Toda 1981),
 * the same for the same graph, in whichever order it is given. Lengths in pixels.
 */
import { type Edge, layersOf, neighbours } from "./Layers.ts"
import { orderLayers } from "./OrderLayers.ts"

export interface Box {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
}

export interface Line extends Edge {
  /** Points that the line passes, its ends at the boxes included. */
  readonly points: ReadonlyArray<readonly [number, number]>
}

export interface Layout {
  readonly boxes: ReadonlyArray<Box>
  readonly lines: ReadonlyArray<Line>
  readonly width: number
  readonly height: number
}

export const boxHeight = 26
const rowHeight = 38
const columnGap = 56
const margin = 8

/** Lines from one node pass over a column together, at a separate place there. */
const passing = (from: string, layer: number): string => `\u0000${from}\u0000${layer}`

/** Returns the share of a row: lines are closer than boxes. */
const sizeOf = (id: string): number => (id.startsWith("\u0000") ? 0.4 : 1)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Middles of a column's places if they are as close as allowed. */
const closest = (layer: ReadonlyArray<string>): ReadonlyArray<number> => {
  const middles: Array<number> = []
  for (const [i, id] of layer.entries()) {
    const before = layer[i - 1]
    middles.push(before === undefined ? 0 : (middles[i - 1] as number) + (sizeOf(before) + sizeOf(id)) / 2)
  }
  return middles
}

/**
 * Returns rows of a column with the least squares of distances from where they are wanted, in order and apart: isotonic
 * regression by pooling neighbours that would overlap.
 */
const settled = (layer: ReadonlyArray<string>, wanted: ReadonlyArray<number>): ReadonlyArray<number> => {
  const apart = closest(layer)
  const pools: Array<{ sum: number; count: number }> = []
  for (const [i, row] of wanted.entries()) {
    let pool = { sum: row - (apart[i] as number), count: 1 }
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum / last.count >= pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
      pools.pop()
    }
    pools.push(pool)
  }
  const moved = pools.flatMap(({ sum, count }) => Array<number>(count).fill(sum / count))
  return moved.map((row, i) => row + (apart[i] as number))
}

const rounds = 12

/** Starts with every column in the middle, then moves each place towards its neighbours, on either side by turns. */
const rowsOf = (
  order: ReadonlyArray<ReadonlyArray<string>>,
  edges: ReadonlyArray<Edge>
): ReadonlyMap<string, number> => {
  const rows = new Map(
    order.flatMap((layer) => {
      const middles = closest(layer)
      return layer.map((id, i) => [id, (middles[i] as number) - (middles.at(-1) as number) / 2] as const)
    })
  )
  const ids = order.flat()
  const sides = [neighbours(ids, edges, "from"), neighbours(ids, edges, "to")]
  for (let round = 0; round < rounds; round++) {
    for (const layer of round % 2 === 0 ? order : [...order].reverse()) {
      const wanted = layer.map((id) => {
        const neighbours = sides.flatMap((near) => near.get(id) ?? [])
        const sum = neighbours.reduce((all, other) => all + (rows.get(other) as number), 0)
        return neighbours.length === 0 ? (rows.get(id) as number) : sum / neighbours.length
      })
      for (const [i, row] of settled(layer, wanted).entries()) rows.set(layer[i] as string, row)
    }
  }
  const top = Math.min(...rows.values())
  return new Map([...rows].map(([id, row]) => [id, row - top]))
}

/** `widthOf` is the width of a node's box. Edges to what is not among `ids` are left out; the graph has no circle. */
export const lineageLayout = (
  given: ReadonlyArray<string>,
  allEdges: ReadonlyArray<Edge>,
  widthOf: (id: string) => number
): Layout => {
  const ids = [...given].sort(byText)
  const known = new Set(ids)
  const edges = allEdges
    .filter(({ from, to }) => known.has(from) && known.has(to))
    .sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to))
  const layers = layersOf(ids, edges)
  const count = Math.max(-1, ...layers.values()) + 1
  const start = Array.from({ length: count }, () => [] as Array<string>)
  for (const id of ids) start[layers.get(id) as number]?.push(id)
  const chains = edges.map((edge) => {
    const chain = [edge.from]
    for (let layer = (layers.get(edge.from) as number) + 1; layer < (layers.get(edge.to) as number); layer++) {
      const place = passing(edge.from, layer)
      const column = start[layer] as Array<string>
      if (!column.includes(place)) column.push(place)
      chain.push(place)
    }
    return { edge, chain: [...chain, edge.to] }
  })
  const steps = chains.flatMap(({ chain }) => chain.slice(1).map((to, i) => ({ from: chain[i] as string, to })))
  const short = [...new Map(steps.map((step) => [`${step.from}\u0000\u0000${step.to}`, step])).values()]
  const order = orderLayers(start, short)
  const rows = rowsOf(order, short)
  const widths = order.map((layer) => Math.max(0, ...layer.filter((id) => known.has(id)).map(widthOf)))
  const left = widths.map((_, i) => margin + widths.slice(0, i).reduce((sum, width) => sum + width + columnGap, 0))
  const columnOf = new Map(order.flatMap((layer, i) => layer.map((id) => [id, i] as const)))
  const middle = (id: string): number => margin + (rows.get(id) as number) * rowHeight + boxHeight / 2
  const leftOf = (id: string): number => left[columnOf.get(id) as number] as number
  const boxes = ids.map((id) => ({ id, x: leftOf(id), y: middle(id) - boxHeight / 2, width: widthOf(id) }))
  const lines = chains.map(({ edge, chain }) => ({
    ...edge,
    points: chain.flatMap((id, i): ReadonlyArray<readonly [number, number]> => {
      const [x, y] = [leftOf(id), middle(id)]
      const right = x + (widths[columnOf.get(id) as number] as number)
      // Level to the end of the column first: it passes no wider box there.
      if (i === 0)
        return [
          [x + widthOf(id), y],
          [right, y]
        ]
      return i === chain.length - 1
        ? [[x, y]]
        : [
            [x, y],
            [right, y]
          ]
    })
  }))
  return {
    boxes,
    lines,
    width: Math.max(0, ...boxes.map((box) => box.x + box.width)) + margin,
    height: Math.max(0, ...rows.values()) * rowHeight + boxHeight + 2 * margin
  }
}
