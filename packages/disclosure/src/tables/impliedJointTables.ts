import { CellIndex } from "./CellIndex.ts"
import { cyclicSets, type ReducedEdge } from "./cyclicSets.ts"
import type { JoinedCells } from "./joinCells.ts"
import { Levels } from "./Levels.ts"

/** A joint table that is not published but of which several tables are margins. */
export interface ImpliedJointTable {
  /** Its dimensions, and the possible codes of each. */
  readonly dimensions: ReadonlyArray<number>
  readonly codes: ReadonlyArray<ReadonlyArray<number>>
  readonly margins: ReadonlyArray<ImpliedMargin>
  /** A description of the margins by their dimensions. */
  readonly words: string
}

export interface ImpliedMargin {
  /**
   * By dimension of the tables: maps a code of the joint table to the margin's. Undefined if the margin sums over it.
   */
  readonly up: ReadonlyArray<Int32Array | undefined>
  /** The margin's cells by their codes in all dimensions. */
  readonly cells: CellIndex
  /** The tables' cell for each of them; -1 if no table has it. */
  readonly cellOf: ReadonlyArray<number>
  /** Cells of the tables that add up to it, if no table has it. */
  readonly parts: ReadonlyArray<ReadonlyArray<number>>
}

export interface ImpliedJointTables {
  readonly tables: ReadonlyArray<ImpliedJointTable>
  /** Sets of tables whose joint table could not be constructed, by their dimensions. They are not attacked. */
  readonly unwritten: ReadonlyArray<string>
}

/** No joint table, or none that adds to the sums. */
const noImpliedTables: ImpliedJointTables = { tables: [], unwritten: [] }

/** Vertices of a kind of cells: each level of a dimension includes all coarser ones. */
const verticesOf = (depths: ReadonlyArray<number>, width: number): ReadonlySet<number> =>
  new Set(depths.flatMap((depth, d) => Array.from({ length: depth }, (_, level) => d + width * level)))

/** Returns the level of each dimension in a set of vertices; 0 if absent. */
const levelsIn = (vertices: ReadonlySet<number>, width: number): ReadonlyArray<number> => {
  const levels = new Array<number>(width).fill(0)
  for (const vertex of vertices) {
    const d = vertex % width
    levels[d] = Math.max(levels[d] as number, Math.floor(vertex / width) + 1)
  }
  return levels
}

/** Returns the kinds of cells of the tables, by depth in each dimension, without those that a finer kind contains. */
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

/** Returns every cell that contains a cell of a kind, itself included. */
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
 * Returns the joint tables that add to the sums: for each cyclic set of tables, the smallest joint table of which all
 * are margins. Levels count as dimensions, so a table by country of origin is also one by region.
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
    // From cells of the kind to the margin's: coarser, or summed over.
    const to = level.map((coarse, d) => (coarse === 0 ? undefined : levels[d]?.up(kind[d] as number, coarse)))
    if (level.some((one, d) => one > 0 && (up[d] === undefined || to[d] === undefined))) return undefined
    const inKind: Array<number> = []
    const within: Array<number> = []
    for (let cell = 0; cell < rows; cell++) {
      if (kind.every((one, d) => (levels[d] as Levels).isAt(cells.at(cell, d), one))) inKind.push(cell)
      else if (kind.every((one, d) => (levels[d]?.depth[cells.at(cell, d)] as number) <= one)) within.push(cell)
    }
    // Rows that the table does not divide although it divides others: its finest cells do not cover all of it.
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
    // A margin that no table has must be the sum of cells that some table has.
    const addsUp = kind.every((one, d) => one === 0 || levels[d]?.cut(one) !== undefined)
    return addsUp || !cellOf.includes(-1) ? { up, cells: index, cellOf, parts } : undefined
  }
}
