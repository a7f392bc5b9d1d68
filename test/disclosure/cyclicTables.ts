import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import type { CountTable } from "../../release/disclosure/tables/CountTable.ts"
import type { Hierarchy } from "../../release/disclosure/tables/Hierarchy.ts"
import { marginOf } from "./marginsOf.ts"
import type { LeafCount } from "./tableOf.ts"

/** Tables that are margins of one table of persons that is not among them, in a way that says more than what they have in common. */
export interface CyclicTables {
  readonly shape: string
  readonly tables: ReadonlyArray<CountTable>
  readonly hierarchy: Hierarchy
}

interface Shape {
  /** Labels in each dimension. */
  readonly sizes: readonly [number, number]
  readonly sets: ReadonlyArray<ReadonlyArray<string>>
  /** Tables, by place in `sets`, that have no margins. */
  readonly bare?: ReadonlyArray<number>
  /** Tables that have regions of origin and no countries; others have both then. */
  readonly byRegion?: ReadonlyArray<number>
}

const shapes: Readonly<Record<string, Shape>> = {
  triangle: { sizes: [3, 4], sets: [["o", "d"], ["o", "y"], ["d", "y"]] }, // biome-ignore format: a set each
  bare: { sizes: [3, 3], sets: [["o", "d"], ["o", "y"], ["d", "y"]], bare: [0, 1, 2] }, // biome-ignore format: a set each
  circle: { sizes: [2, 3], sets: [["o", "d"], ["d", "y"], ["y", "s"], ["s", "o"]] }, // biome-ignore format: a set each
  triples: { sizes: [2, 2], sets: [["o", "d", "y"], ["o", "d", "s"], ["o", "y", "s"], ["d", "y", "s"]] }, // biome-ignore format: a set each
  ear: { sizes: [2, 3], sets: [["o", "d", "s"], ["o", "y"], ["d", "y"]] }, // biome-ignore format: a set each
  bareEar: { sizes: [2, 3], sets: [["o", "d", "s"], ["o", "y"], ["d", "y"]], bare: [0] }, // biome-ignore format: a set each
  regions: { sizes: [3, 3], sets: [["o", "d"], ["o", "y"], ["d", "y"]], byRegion: [1] }, // biome-ignore format: a set each
  levels: { sizes: [3, 3], sets: [["o", "d"], ["o", "y"], ["o", "d", "y"]], byRegion: [2] } // biome-ignore format: a set each
}

const regionOf = (code: string): string => (Number(code.slice(1)) % 2 === 0 ? "East" : "West")

/** Persons as records have them: most combinations of nobody, most others of few. */
const persons = (draw: () => number): number => (draw() < 0.6 ? 0 : Math.ceil(draw() ** -1.5 * 3) % 300)

/** By number: the same number, the same tables. @param partners how many put in records, if that is told */
export const cyclicTables = (seed: number, partners = 0): CyclicTables => {
  const draw = mulberry32(seed)
  const names = Object.keys(shapes)
  const shape = names[seed % names.length] as string
  const { sizes, sets, bare = [], byRegion } = shapes[shape] as Shape
  const dimensions = [...new Set(sets.flat())]
  const labels = dimensions.map((name) =>
    Array.from({ length: sizes[0] + Math.floor(draw() * (1 + sizes[1] - sizes[0])) }, (_, k) => `${name}${k}`)
  )
  const leaves: Array<LeafCount> = []
  const go = (at: ReadonlyArray<string>): void => {
    const next = labels[at.length]
    if (next !== undefined) {
      for (const label of next) go([...at, label])
      return
    }
    const count = persons(draw)
    if (count === 0) return
    const by = new Map<string, number>()
    for (let k = 0; k < count && partners > 0; k++) {
      const partner = `p${Math.floor(draw() ** 2 * partners)}`
      by.set(partner, (by.get(partner) ?? 0) + 1)
    }
    leaves.push({ at, count, ...(partners > 0 ? { by } : {}) })
  }
  go([])
  const tables = sets.map((by, t) => {
    const isByRegion = byRegion?.includes(t) ?? false
    const counted = isByRegion
      ? leaves.map((leaf) => ({
          ...leaf,
          at: leaf.at.map((code, d) => (dimensions[d] === "o" ? regionOf(code) : code))
        }))
      : leaves
    return marginOf({ dimensions, leaves: counted }, by, (name) => (code) => [
      ...(byRegion !== undefined && !isByRegion && name === "o" ? [regionOf(code)] : []),
      ...(bare.includes(t) ? [] : ["Total"])
    ])
  })
  const origins = byRegion === undefined ? [] : (labels[dimensions.indexOf("o")] as ReadonlyArray<string>)
  return {
    shape,
    tables,
    hierarchy: origins.map((child) => ({ dimension: "o", child, parent: regionOf(child), grouping: "" }))
  }
}
