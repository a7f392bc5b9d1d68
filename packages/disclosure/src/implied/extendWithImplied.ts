import { isUnknown } from "../attack/equationsOf.ts"
import type { Hidden, LinkedSystem } from "../system/LinkedSystem.ts"
import { relationsFrom, type Sum } from "../system/relationsFrom.ts"
import type { ImpliedJointTable, ImpliedMargin } from "../tables/impliedJointTables.ts"

/** A system with the cells of joint tables as unknowns. */
export interface ExtendedSystem {
  /** Cells of the tables first. Those that follow are unpublished, except those that `sums` names. */
  readonly system: LinkedSystem
  /** Cells of the joint tables. */
  readonly finer: Uint32Array
  readonly sums: ReadonlyArray<ImpliedSum>
}

/** A sum over joint cells: a published count is what others contribute plus what the attacker contributes. */
export interface ImpliedSum {
  /** Cells of the tables that add up to it. */
  readonly of: ReadonlyArray<number>
  readonly finer: ReadonlyArray<number>
  /** The cell of the attacker's own persons: known, and 0 for a reader. */
  readonly own: number
}

/** Limit of combinations to inspect, most of which are zero. */
const maxLooks = 20_000_000

/**
 * Returns the possible cells of a joint table: combinations of codes of which no margin is a published zero. A margin
 * without a row is zero. Each is given as the numbers of its margin cells. Undefined if there are more than `most`.
 */
const finerCells = (
  { dimensions, codes, margins }: ImpliedJointTable,
  isZero: (margin: ImpliedMargin, number: number) => boolean,
  most: number
): ReadonlyArray<Uint32Array> | undefined => {
  const zero = margins.map((margin) => margin.cellOf.map((_, number) => isZero(margin, number)))
  const last = margins.map(({ up }) => dimensions.findLastIndex((d) => up[d] !== undefined))
  const vectors = margins.map(({ cells }) => new Uint32Array(cells.width))
  const found: Array<Uint32Array> = []
  const at = new Uint32Array(margins.length)
  let looks = 0
  /** Returns false if there are too many. */
  const go = (k: number): boolean => {
    if (k === dimensions.length) {
      found.push(at.slice())
      return found.length <= most
    }
    const d = dimensions[k] as number
    for (const code of codes[k] as ReadonlyArray<number>) {
      looks += 1
      if (looks > maxLooks) return false
      let isOpen = true
      for (let m = 0; m < margins.length && isOpen; m++) {
        const { up, cells } = margins[m] as ImpliedMargin
        const own = up[d]
        if (own === undefined) continue
        ;(vectors[m] as Uint32Array)[d] = own[code] as number
        if (last[m] !== k) continue
        const number = cells.find(vectors[m] as Uint32Array)
        isOpen = number >= 0 && zero[m]?.[number] === false
        at[m] = number
      }
      if (isOpen && !go(k + 1)) return false
    }
    return true
  }
  return go(0) ? found : undefined
}

/** Returns the system with joint tables; undefined if these have more than `most` cells that may be above zero. */
export const extendWithImplied = (
  system: LinkedSystem,
  hidden: Hidden,
  tables: ReadonlyArray<ImpliedJointTable>,
  most: number
): ExtendedSystem | undefined => {
  const isKnownZero = (cell: number) => system.value[cell] === 0 && !isUnknown(system, hidden, cell)
  const isZero = ({ cellOf, parts }: ImpliedMargin, number: number) => {
    const cell = cellOf[number] as number
    return cell >= 0 ? isKnownZero(cell) : (parts[number] as ReadonlyArray<number>).every(isKnownZero)
  }
  let cells = system.cells
  const finer: Array<number> = []
  const relations: Array<Sum> = []
  const sums: Array<ImpliedSum> = []
  for (const table of tables) {
    const found = finerCells(table, isZero, most - finer.length)
    if (found === undefined) return undefined
    const first = cells
    cells += found.length
    for (let cell = first; cell < cells; cell++) finer.push(cell)
    table.margins.forEach(({ cellOf, parts }, m) => {
      const made = cellOf.map(() => [] as Array<number>)
      found.forEach((numbers, k) => {
        made[numbers[m] as number]?.push(first + k)
      })
      cellOf.forEach((cell, number) => {
        const summed = cell >= 0 ? [cell] : (parts[number] as ReadonlyArray<number>)
        const total = cell >= 0 ? cell : cells++
        if (cell < 0) relations.push({ total, parts: summed })
        const own = cells++
        const finer = made[number] as ReadonlyArray<number>
        relations.push({ total, parts: [...finer, own] })
        sums.push({ of: summed, finer, own })
      })
    })
  }
  const value = new Float64Array(cells).fill(Number.NaN)
  value.set(system.value)
  const unshown = new Uint8Array(cells).fill(1)
  unshown.set(system.unshown)
  for (const { own } of sums) {
    value[own] = 0
    unshown[own] = 0
  }
  return {
    system: { cells, value, unshown, relations: joined(system, relations) },
    finer: Uint32Array.from(finer),
    sums
  }
}

const joined = ({ relations }: LinkedSystem, sums: ReadonlyArray<Sum>): LinkedSystem["relations"] => {
  const more = relationsFrom(sums)
  const start = new Uint32Array(relations.count + more.count + 1)
  start.set(relations.start)
  const from = relations.part.length
  more.start.forEach((at, r) => {
    start[relations.count + r] = from + at
  })
  const part = new Uint32Array(from + more.part.length)
  part.set(relations.part)
  part.set(more.part, from)
  const total = new Uint32Array(relations.count + more.count)
  total.set(relations.total)
  total.set(more.total, relations.count)
  return { count: relations.count + more.count, start, part, total }
}
