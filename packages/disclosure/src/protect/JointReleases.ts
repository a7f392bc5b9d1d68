import { joinSystems, offsetsOf } from "../system/joinSystems.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { Sum } from "../system/relationsFrom.ts"
import type { JoinedCells } from "../tables/joinCells.ts"

/** One release as an attacker sees it. */
export interface ReleaseView {
  readonly linked: { readonly system: LinkedSystem }
  readonly hidden: Hidden
  readonly known: Knowledge
}

/**
 * This release and earlier ones as one system: cells of this one first, then those of each earlier one, then the
 * differences.
 */
export interface JointReleases {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
  /** Cells to judge. */
  readonly judge: Uint8Array
  /** A difference: its cell, and the cells of this and the earlier release that it connects. */
  readonly differences: ReadonlyArray<Difference>
  /** Cells of this release whose published count differs by a small number from an earlier one. */
  readonly open: ReadonlyArray<number>
}

export interface Difference {
  readonly cell: number
  readonly now: number
  readonly earlier: number
}

/** A cell of one release, by number: 0 for this one, k for the kth earlier one. */
export interface CellOfRelease {
  readonly release: number
  readonly cell: number
}

/** Two releases to compare, by number: 0 for this one, k for the kth earlier one. */
export interface Comparison {
  readonly now: number
  readonly earlier: number
  /** The cell of `now` that counts the same as each cell of `earlier`; -1 if none does. */
  readonly same: Int32Array
}

/** Returns the cell of `to` that counts the same as each cell of `from`; -1 if there is none. */
export const sameCells = (from: JoinedCells, to: JoinedCells): Int32Array => {
  const number = to.codes.map((codes) => new Map(codes.map((code, i) => [code, i])))
  const place = from.dimensions.map((name) => to.dimensions.indexOf(name))
  const vector = new Uint32Array(to.dimensions.length)
  return Int32Array.from({ length: from.cells.size }, (_, cell) => {
    vector.fill(0)
    for (let d = 0; d < place.length; d++) {
      const code = from.cells.at(cell, d)
      const at = place[d] as number
      if (code === 0) continue
      const same = at < 0 ? undefined : number[at]?.get(from.codes[d]?.[code] as string)
      if (same === undefined) return -1
      vector[at] = same
    }
    return to.cells.find(vector)
  })
}

/** Returns the differences of counts where one is hidden, by cells of all releases, and the published cells of this release that are too close to another. */
const compare = (
  views: ReadonlyArray<ReleaseView>,
  offset: ReadonlyArray<number>,
  comparisons: ReadonlyArray<Comparison>,
  threshold: number
): { readonly differences: ReadonlyArray<Difference>; readonly open: ReadonlyArray<number> } => {
  const cells = offset.at(-1) as number
  const differences: Array<Difference> = []
  const open: Array<number> = []
  for (const compared of comparisons) {
    const [a, b] = [views[compared.now], views[compared.earlier]] as [ReleaseView, ReleaseView]
    const [startNow, startEarlier] = [offset[compared.now], offset[compared.earlier]] as [number, number]
    compared.same.forEach((same, before) => {
      if (same < 0 || a.linked.system.unshown[same] === 1 || b.linked.system.unshown[before] === 1) return
      if (a.hidden[same] !== 0 || b.hidden[before] !== 0) {
        differences.push({ cell: cells + differences.length, now: startNow + same, earlier: startEarlier + before })
        return
      }
      const change = (a.linked.system.value[same] as number) - (b.linked.system.value[before] as number)
      if (!isSmall(change, threshold)) return
      if (compared.now === 0) open.push(same)
      if (compared.earlier === 0) open.push(before)
    })
  }
  return { differences, open }
}

/** Returns the sums of known changes, of which each that is not 0 gets a cell from `first` on, and their values. */
const sumsOfTies = (
  tied: ReadonlyArray<ReadonlyArray<number>>,
  valueOf: (cell: number) => number,
  first: number
): { readonly sums: ReadonlyArray<Sum>; readonly values: ReadonlyArray<number> } => {
  const sums: Array<Sum> = []
  const values: Array<number> = []
  for (const some of tied)
    for (const [i, total] of some.slice(1).entries()) {
      const less = some[i] as number
      const change = valueOf(total) - valueOf(less)
      sums.push({ total, parts: change === 0 ? [less] : [less, first + values.length] })
      if (change !== 0) values.push(change)
    }
  return { sums, values }
}

/** Returns what is known and required of the cells of all releases, and of `size` cells in all; nothing of the rest. */
const joinViews = (
  views: ReadonlyArray<ReleaseView>,
  needOf: ReadonlyArray<Need>,
  offset: ReadonlyArray<number>,
  { size, threshold }: { readonly size: number; readonly threshold: number }
) => {
  const hidden = new Uint8Array(size)
  const judge = new Uint8Array(size)
  const known = { low: new Float64Array(size), high: new Float64Array(size).fill(Number.POSITIVE_INFINITY) }
  const need = { width: new Float64Array(size), reach: new Float64Array(size), small: threshold }
  views.forEach((view, k) => {
    const at = offset[k] as number
    const { unshown } = view.linked.system
    const { width, reach } = needOf[k] as Need
    const isJudged = (mark: number, cell: number) => mark !== 0 || (unshown[cell] === 1 && (reach[cell] as number) > 0)
    hidden.set(view.hidden, at)
    judge.set(
      view.hidden.map((mark, cell) => (isJudged(mark, cell) ? 1 : 0)),
      at
    )
    known.low.set(view.known.low, at)
    known.high.set(view.known.high, at)
    need.width.set(width, at)
    need.reach.set(reach, at)
  })
  return { hidden, judge, known, need }
}

/**
 * Joins releases for a differencing attack: count = earlier count + change. If the cell is hidden in one of them, the
 * change is unknown, and at least 0 if counts only grow. No attacker may prove that it is 1 to threshold - 1.
 *
 * @param comparisons the releases to compare
 * @param ties cells of several releases by count, of which each one's difference to the next is known
 * @param grows whether the attacker assumes that counts only grow; a true decrease stays possible
 * @param needOf what cells of each release need, this one first
 */
export const jointReleases = (
  now: ReleaseView,
  earlier: ReadonlyArray<ReleaseView>,
  needOf: ReadonlyArray<Need>,
  {
    threshold,
    grows,
    comparisons,
    ties = []
  }: {
    readonly threshold: number
    readonly grows: boolean
    readonly comparisons: ReadonlyArray<Comparison>
    readonly ties?: ReadonlyArray<ReadonlyArray<CellOfRelease>>
  }
): JointReleases => {
  const views: ReadonlyArray<ReleaseView> = [now, ...earlier]
  const systems = views.map(({ linked }) => linked.system)
  const offset = offsetsOf(systems)
  const { differences, open } = compare(views, offset, comparisons, threshold)
  const tied = ties.map((some) => some.map(({ release, cell }) => (offset[release] as number) + cell))
  const valueOf = (cell: number): number => {
    const k = offset.findLastIndex((start) => start <= cell)
    return systems[k]?.value[cell - (offset[k] as number)] as number
  }
  const firstChange = (offset.at(-1) as number) + differences.length
  const changes = sumsOfTies(tied, valueOf, firstChange)
  const system = joinSystems(systems, {
    values: [...differences.map(({ now, earlier }) => valueOf(now) - valueOf(earlier)), ...changes.values],
    sums: [...differences.map(({ cell, now, earlier }) => ({ total: now, parts: [earlier, cell] })), ...changes.sums]
  })
  const { hidden, judge, known, need } = joinViews(views, needOf, offset, { size: system.cells, threshold })
  // What one release publishes is known in the others. It must not prove another count small.
  for (const some of tied) {
    const published = some.filter((cell) => hidden[cell] === 0 && system.unshown[cell] === 0).map(valueOf)
    for (const cell of published.length === 0 ? [] : some) {
      const value = valueOf(cell)
      if (value >= threshold || published.includes(value)) judge[cell] = 0
    }
  }
  for (let cell = firstChange; cell < system.cells; cell++) {
    known.low[cell] = system.value[cell] as number
    known.high[cell] = system.value[cell] as number
  }
  for (const { cell } of differences) {
    judge[cell] = 1
    known.low[cell] = grows && !((system.value[cell] as number) < 0) ? 0 : Number.NEGATIVE_INFINITY
  }
  return { system, hidden, known, need, judge, differences, open }
}

/** Returns the cells to judge without those that earlier releases already disclosed: they are not a reason to refuse this one. */
export const judgeWithoutLost = (
  { judge }: JointReleases,
  cellsHere: number,
  earlier: ReadonlyArray<{ readonly lost: Uint8Array }>
): Uint8Array => {
  const left = judge.slice()
  let at = cellsHere
  for (const { lost } of earlier) {
    lost.forEach((mark, cell) => {
      if (mark === 1) left[at + cell] = 0
    })
    at += lost.length
  }
  return left
}

/**
 * Returns the cells of this release around which something can be hidden to protect these cells of the joint system: the cells themselves,
 * or those that a cell of an earlier release is connected to through the fewest sums of unknown cells. For one without such a
 * connection, all cells of this release: its rows reveal it, which must not pass for nothing.
 */
export const cellsToProtect = (
  { system, hidden }: JointReleases,
  failing: Iterable<number>,
  cellsHere: number
): ReadonlySet<number> => {
  const { relations, unshown } = system
  const found = new Set<number>()
  for (const cell of failing) {
    const reached = new Set([cell])
    const here = new Set(cell < cellsHere ? [cell] : [])
    for (let size = 0; here.size === 0 && reached.size > size; ) {
      size = reached.size
      const before = new Set(reached)
      for (let r = 0; r < relations.count; r++) {
        const own = [
          relations.total[r] as number,
          ...relations.part.subarray(relations.start[r], relations.start[r + 1])
        ]
        if (!own.some((one) => before.has(one))) continue
        for (const one of own) {
          if (one < cellsHere) here.add(one)
          if (hidden[one] !== 0 || unshown[one] === 1) reached.add(one)
        }
      }
    }
    for (const one of here) found.add(one)
    if (here.size === 0) for (let own = 0; own < cellsHere; own++) if (unshown[own] === 0) found.add(own)
  }
  return found
}

/** Returns whether a change is small enough to disclose few persons. */
export const isSmall = (change: number, threshold: number): boolean => change !== 0 && Math.abs(change) < threshold
