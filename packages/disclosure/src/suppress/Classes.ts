import { byColumns } from "../algebra/byColumns.ts"
import type { MovableClasses } from "../attack/maxDisplacement.ts"
import { unionFind } from "../system/unionFind.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"

/** State of a class: published, hidden as unsafe, hidden to protect others, or unpublished in any case. */
export const classState = { published: 0, primary: 1, secondary: 2, unshown: 3 } as const

/**
 * Cells that any attacker knows to be equal form one class (a sum with one term that is not a known zero: parent =
 * child). A class is hidden completely or not at all. Zeros that are published in any case are constants and belong
 * to no class.
 */
export interface Classes extends MovableClasses {
  readonly count: number
  /** Class of each cell; -1 for a constant. */
  readonly classOf: Int32Array
  readonly cost: Float64Array
  readonly width: Float64Array
  readonly reach: Float64Array
  readonly small: number
  /** A `classState` each. Suppression changes it in place. */
  readonly state: Uint8Array
  /** 1 if a published class may be hidden. */
  readonly mayHide: Uint8Array
  /** 1 if a cell of the class has a need once it is hidden. */
  readonly judged: Uint8Array
  readonly rows: number
}

/** Returns the number of classes that are not published. */
export const hiddenCount = ({ state }: Classes): number =>
  state.reduce((sum, s) => sum + (s === classState.published ? 0 : 1), 0)

/** Joins cells that the sums make equal into classes, each of which is hidden or published as a whole, and writes the sums as equations between classes. */
export const classesOf = (problem: SuppressionProblem): Classes => {
  const { system, primary, known, need, cost } = problem
  const { count: relations, start, part, total } = system.relations
  const cells = system.cells
  const mayHideCell = (cell: number): boolean =>
    problem.mayHide === undefined ? (system.value[cell] as number) > 0 : problem.mayHide[cell] === 1
  const isConstant = (cell: number): boolean =>
    system.value[cell] === 0 && primary[cell] === 0 && system.unshown[cell] === 0 && !mayHideCell(cell)
  const sets = unionFind(cells)
  for (let r = 0; r < relations; r++) {
    let only = -1
    let terms = 0
    for (let at = start[r] as number; at < (start[r + 1] as number) && terms < 2; at++)
      if (!isConstant(part[at] as number)) {
        only = part[at] as number
        terms += 1
      }
    if (terms === 1 && !isConstant(total[r] as number)) sets.join(only, total[r] as number)
  }
  const classOf = new Int32Array(cells).fill(-1)
  let count = 0
  for (let cell = 0; cell < cells; cell++)
    if (!isConstant(cell)) {
      const root = sets.root(cell)
      classOf[cell] = root === cell ? count++ : (classOf[root] as number)
    }
  const made = {
    value: new Float64Array(count),
    low: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
    high: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    cost: new Float64Array(count),
    width: new Float64Array(count),
    reach: new Float64Array(count),
    state: new Uint8Array(count).fill(classState.unshown),
    mayHide: new Uint8Array(count).fill(1),
    judged: new Uint8Array(count)
  }
  for (let cell = 0; cell < cells; cell++) {
    const id = classOf[cell] as number
    if (id < 0) continue
    made.value[id] = system.value[cell] as number
    made.low[id] = Math.max(made.low[id] as number, Math.ceil(known.low[cell] as number))
    made.high[id] = Math.min(made.high[id] as number, Math.floor(known.high[cell] as number))
    const needs = (need.width[cell] as number) > 0 || (need.reach[cell] as number) > 0
    if (system.unshown[cell] === 0 || needs) {
      made.width[id] = Math.max(made.width[id] as number, need.width[cell] as number)
      made.reach[id] = Math.max(made.reach[id] as number, need.reach[cell] as number)
      made.judged[id] = 1
    }
    if (system.unshown[cell] !== 0) continue
    made.cost[id] = (made.cost[id] as number) + (cost[cell] as number)
    if (primary[cell] !== 0) made.state[id] = classState.primary
    else if (made.state[id] === classState.unshown) made.state[id] = classState.published
    if (primary[cell] === 0 && !mayHideCell(cell)) made.mayHide[id] = 0
  }
  return { count, classOf, small: need.small, ...made, ...rowsOf(problem, classOf, count) }
}

/** Returns the relations over classes, each once, without empty ones. */
const rowsOf = (problem: SuppressionProblem, classOf: Int32Array, count: number) => {
  const { count: relations, start, part, total } = problem.system.relations
  const sum = new Float64Array(count)
  const touched: Array<number> = []
  const begin: Array<number> = [0]
  const index: Array<number> = []
  const coefficient: Array<number> = []
  const seen = new Map<number, Array<number>>()
  const add = (id: number, by: number): void => {
    if (id < 0) return
    if (sum[id] === 0) touched.push(id)
    sum[id] = (sum[id] as number) + by
  }
  for (let r = 0; r < relations; r++) {
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) add(classOf[part[at] as number] as number, 1)
    add(classOf[total[r] as number] as number, -1)
    const row = [...new Set(touched)].filter((id) => sum[id] !== 0).sort((a, b) => a - b)
    if (row.length > 0) {
      const hash = row.reduce((h, id) => (Math.imul(h ^ id, 0x9e3779b1) + (sum[id] as number)) | 0, row.length)
      const same = seen.get(hash) ?? []
      const isSame = same.some((other) => {
        const from = begin[other] as number
        return (
          (begin[other + 1] as number) - from === row.length &&
          row.every((id, k) => index[from + k] === id && coefficient[from + k] === sum[id])
        )
      })
      if (!isSame) {
        seen.set(hash, [...same, begin.length - 1])
        for (const id of row) {
          index.push(id)
          coefficient.push(sum[id] as number)
        }
        begin.push(index.length)
      }
    }
    for (const id of touched) sum[id] = 0
    touched.length = 0
  }
  const rows = begin.length - 1
  const across = byColumns({ rows, start: begin, index, coefficient }, count)
  return {
    rows,
    start: Int32Array.from(begin),
    index: Int32Array.from(index),
    coefficient: Float64Array.from(coefficient),
    rowStart: across.start,
    row: across.row,
    rowCoefficient: across.coefficient
  }
}
