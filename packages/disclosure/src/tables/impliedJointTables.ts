import { CellIndex } from "./CellIndex.ts"
import { cyclicSets, type ReducedEdge } from "./cyclicSets.ts"
import type { JoinedCells } from "./joinCells.ts"
import { Levels } from "./Levels.ts"

/** A table that nobody has, of which several are margins: its dimensions, their codes, and the margins. */
export interface ImpliedJointTable {
  /** Dimensions that it has, and the codes that it may have in each. */
  readonly dimensions: ReadonlyArray<number>
  readonly codes: ReadonlyArray<ReadonlyArray<number>>
  readonly margins: ReadonlyArray<ImpliedMargin>
  /** The margins by their dimensions. */
  readonly words: string
}

/** A margin of it that tables tell of. */
export interface ImpliedMargin {
  /** By dimension of the tables: from a code of the finer table to the margin's. Undefined where the margin adds up over it. */
  readonly up: ReadonlyArray<Int32Array | undefined>
  /** The margin's cells by their codes in all dimensions. */
  readonly cells: CellIndex
  /** Cell of the tables of each; -1 where no table has it. */
  readonly cellOf: ReadonlyArray<number>
  /** Cells of the tables that add up to it, where no table has it. */
  readonly parts: ReadonlyArray<ReadonlyArray<number>>
}

/** What follows from that tables are margins of finer ones. */
export interface ImpliedJointTables {
  readonly tables: ReadonlyArray<ImpliedJointTable>
  /** Sets of tables of which the finer one could not be written down, by their dimensions: nothing is attacked by it. */
  readonly unwritten: ReadonlyArray<string>
}

/** Of tables that are margins of no finer one, or of such as say nothing more than they do. */
const noImpliedTables: ImpliedJointTables = { tables: [], unwritten: [] }

/** Depths of a kind of cells as vertices: a level of a dimension tells all coarser ones. */
const verticesOf = (depths: ReadonlyArray<number>, width: number): ReadonlySet<number> =>
  new Set(depths.flatMap((depth, d) => Array.from({ length: depth }, (_, level) => d + width * level)))

/** Level of each dimension in a set of vertices; 0 where it is not in it. */
const levelsIn = (vertices: ReadonlySet<number>, width: number): ReadonlyArray<number> => {
  const levels = new Array<number>(width).fill(0)
  for (const vertex of vertices) {
    const d = vertex % width
    levels[d] = Math.max(levels[d] as number, Math.floor(vertex / width) + 1)
  }
  return levels
}

/** Kinds of cells that tables have, by how deep they lie in each dimension, without those that a finer one holds. */
const finestKinds = ({ cells }: JoinedCells, rows: number, levels: ReadonlyArray<Levels>) => {
  const kinds = new CellIndex(cells.width, 64)
  const kind = new Uint32Array(cells.width)
  for (let cell = 0; cell < rows; cell++) {
    for (let d = 0; d < cells.width; d++) kind[d] = levels[d]?.depth[cells.at(cell, d)] as number
    kinds.add(kind)
  }
  const all = Array.from({ length: kinds.size }, (_, k) =>
    Array.from({ length: cells.width }, (_, d) => kinds.at(k, d))
  )
  return all.filter(
    (one) => !all.some((other) => other !== one && other.every((depth, d) => depth >= (one[d] as number)))
  )
}

/** Every cell that some cell of a kind is part of, itself among them. */
const allAbove = ({ cells }: JoinedCells, own: ReadonlyArray<number>, levels: ReadonlyArray<Levels>): CellIndex => {
  const found = new CellIndex(cells.width, own.length)
  const vector = new Uint32Array(cells.width)
  const above = levels.map(() => new Map<number, ReadonlySet<number>>())
  const go = (cell: number, d: number): void => {
    if (d === cells.width) {
      found.add(vector)
      return
    }
    const code = cells.at(cell, d)
    const known = above[d] as Map<number, ReadonlySet<number>>
    const codes = known.get(code) ?? (levels[d] as Levels).above(code)
    known.set(code, codes)
    for (const one of codes) {
      vector[d] = one
      go(cell, d + 1)
    }
  }
  for (const cell of own) go(cell, 0)
  return found
}

/**
 * The finer tables that make the difference: of each set of tables that is cyclic in what it counts by, the smallest one of which all in it are
 * margins. Levels of a dimension count as dimensions of their own, so that a table by country of origin is one by region, too.
 */
export const impliedJointTables = (joined: JoinedCells): ImpliedJointTables => {
  const { cells, dimensions, sums, value } = joined
  const width = cells.width
  const rows = value.length
  const levels = sums.map((own, d) => new Levels(own, cells, d, rows))
  const kinds = finestKinds(joined, rows, levels)
  if (kinds.length < 3) return noImpliedTables
  const parts = cyclicSets(kinds.map((depths) => verticesOf(depths, width)))
  const made = parts.map((part) => {
    const words = part
      .map(({ of }) => dimensions.filter((_, d) => (kinds[of]?.[d] as number) > 0).join(" x "))
      .join(", ")
    return { words, table: finerTable(part, words) }
  })
  return {
    tables: made.flatMap(({ table }) => (table === undefined ? [] : [table])),
    unwritten: made.flatMap(({ words, table }) => (table === undefined ? [words] : []))
  }

  function finerTable(part: ReadonlyArray<ReducedEdge>, words: string): ImpliedJointTable | undefined {
    const finest = levelsIn(new Set(part.flatMap(({ vertices }) => [...vertices])), width)
    const own = [...finest.keys()].filter((d) => (finest[d] as number) > 0)
    const codes = own.map((d) => levels[d]?.cut(finest[d] as number))
    const margins = part.map(({ of, vertices }) => marginOf(kinds[of] as ReadonlyArray<number>, vertices, finest))
    if (codes.includes(undefined) || margins.includes(undefined)) return undefined
    return {
      dimensions: own,
      codes: codes as ReadonlyArray<ReadonlyArray<number>>,
      margins: margins as ReadonlyArray<ImpliedMargin>,
      words
    }
  }

  function marginOf(
    kind: ReadonlyArray<number>,
    vertices: ReadonlySet<number>,
    finest: ReadonlyArray<number>
  ): ImpliedMargin | undefined {
    const level = levelsIn(vertices, width)
    const up = level.map((to, d) => (to === 0 ? undefined : levels[d]?.up(finest[d] as number, to)))
    // From cells of the kind to the margin's: down to its level, or away.
    const to = level.map((coarse, d) => (coarse === 0 ? undefined : levels[d]?.up(kind[d] as number, coarse)))
    if (level.some((one, d) => one > 0 && (up[d] === undefined || to[d] === undefined))) return undefined
    const inKind: Array<number> = []
    const within: Array<number> = []
    for (let cell = 0; cell < rows; cell++) {
      if (kind.every((one, d) => (levels[d] as Levels).isAt(cells.at(cell, d), one))) inKind.push(cell)
      else if (kind.every((one, d) => (levels[d]?.depth[cells.at(cell, d)] as number) <= one)) within.push(cell)
    }
    // Rows of the table that it does not divide where others do: its finest cells do not make up all of it.
    const above = allAbove(joined, inKind, levels)
    const vector = new Uint32Array(width)
    const isDivided = (cell: number) => {
      cells.read(cell, vector)
      return above.find(vector) >= 0
    }
    if (within.some((cell) => value[cell] !== 0 && !isDivided(cell))) return undefined
    const index = new CellIndex(width, inKind.length)
    const cellOf: Array<number> = []
    const parts: Array<Array<number>> = []
    for (const cell of inKind) {
      for (let d = 0; d < width; d++) vector[d] = to[d]?.[cells.at(cell, d)] ?? 0
      const number = index.add(vector)
      if (number === cellOf.length) {
        cellOf.push(cells.find(vector))
        parts.push([])
      }
      parts[number]?.push(cell)
    }
    // What no table has must be the sum of what some has.
    const addsUp = kind.every((one, d) => one === 0 || levels[d]?.cut(one) !== undefined)
    return addsUp || !cellOf.includes(-1) ? { up, cells: index, cellOf, parts } : undefined
  }
}
