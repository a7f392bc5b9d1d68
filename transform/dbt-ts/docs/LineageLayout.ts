/**
 * Where the boxes and lines of a picture of lineage stand: columns from left to right (Sugiyama, Tagawa and Toda 1981),
 * the same for the same graph whatever the order in which it is given. Lengths in pixels.
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

/** A line that passes over a column has a place there of its own. */
const passing = (edge: Edge, layer: number): string => `\u0000${edge.from}\u0000${edge.to}\u0000${layer}`

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rows of a column as near as can be to where its neighbours are, in order and apart. */
const settled = (wanted: ReadonlyArray<number>): ReadonlyArray<number> => {
  const rows: Array<number> = []
  for (const row of wanted) rows.push(Math.max(row, (rows.at(-1) ?? Number.NEGATIVE_INFINITY) + 1))
  const shift = wanted.reduce((sum, row, i) => sum + row - (rows[i] as number), 0) / Math.max(1, wanted.length)
  return rows.map((row) => row + shift)
}

const rowsOf = (
  order: ReadonlyArray<ReadonlyArray<string>>,
  edges: ReadonlyArray<Edge>
): ReadonlyMap<string, number> => {
  const rows = new Map(order.flatMap((layer) => layer.map((id, i) => [id, i - (layer.length - 1) / 2] as const)))
  const ids = order.flat()
  const sides = [neighbours(ids, edges, "from"), neighbours(ids, edges, "to")]
  for (let round = 0; round < 8; round++) {
    const near = sides[round % 2] as ReadonlyMap<string, ReadonlyArray<string>>
    for (const layer of round % 2 === 0 ? order : [...order].reverse()) {
      const wanted = layer.map((id) => {
        const beside = near.get(id) ?? []
        const sum = beside.reduce((all, other) => all + (rows.get(other) as number), 0)
        return beside.length === 0 ? (rows.get(id) as number) : sum / beside.length
      })
      for (const [i, row] of settled(wanted).entries()) rows.set(layer[i] as string, row)
    }
  }
  const top = Math.min(0, ...rows.values())
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
      const place = passing(edge, layer)
      start[layer]?.push(place)
      chain.push(place)
    }
    return { edge, chain: [...chain, edge.to] }
  })
  const short = chains.flatMap(({ chain }) => chain.slice(1).map((to, i) => ({ from: chain[i] as string, to })))
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
      if (i === 0) return [[x + widthOf(id), y]]
      return i === chain.length - 1
        ? [[x, y]]
        : [
            [x, y],
            [x + (widths[columnOf.get(id) as number] as number), y]
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
