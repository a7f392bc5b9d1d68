import { controlledRounding } from "../perturb/controlledRounding.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { LinkedSystem } from "../system/LinkedSystem.ts"
import { discreteGaussian } from "./discreteGaussian.ts"
import { projectSums } from "./projectSums.ts"
import type { Words } from "./RandomWords.ts"
import { rational, toNumber } from "./Rational.ts"
import { gaussianVariance, type Rho } from "./zCdp.ts"

/** What has to be public knowledge for the promise to hold: none of it may be read from the counts. */
export interface PrivateCellsRule {
  readonly rho: Rho
  /** In how many cells of the system one person stands at most, margins and groups among them. */
  readonly standing: number
  /** The chance that any cell of nobody is shown. */
  readonly inventing: number
  /** 0 for cells that cannot be by public knowledge; all cells where it is left out. Cells of no row must be in the system as zeros. */
  readonly possible?: Uint8Array
}

export interface PrivateCells {
  /** NaN where nothing is shown. Whole numbers; of the sums whose cells are all shown every one holds where `additive`. */
  readonly shown: Float64Array
  readonly additive: boolean
  /** At most this is the standard deviation of any figure before it is rounded; 95 % intervals are 1.96 times it each way. */
  readonly deviation: number
  readonly threshold: number
}

/**
 * Linked tables under zCDP, hierarchies among them: noise on each cell that can be, also on those of nobody; projection on what adds
 * up; only figures that noise on nobody does not reach; whole numbers by controlled rounding. All after the noise is processing of
 * what is private: it costs nothing. Uses up `rule.rho`: pay first (`Budget`). Undefined where the projection does not settle, and
 * where persons stand in a cell that cannot be: a wrong list would push them into other cells, and its maker has to know, not readers.
 *
 * A projection never makes a cell's noise larger, so the threshold of the noise itself holds for it (see `publishMarginal`).
 */
export const privateCells = (
  words: Words,
  solver: LoadedSolver,
  system: LinkedSystem,
  rule: PrivateCellsRule
): PrivateCells | undefined => {
  const isPossible = (cell: number) => rule.possible === undefined || rule.possible[cell] === 1
  if (system.value.some((value, cell) => value > 0 && !isPossible(cell))) return undefined
  const variance = gaussianVariance(rational(rule.standing), rule.rho)
  const draw = discreteGaussian(variance)
  let possible = 0
  // A cell that cannot be is zero for all to know; its sum still holds without it.
  const noisy = system.value.map((value, cell) => {
    if (!isPossible(cell)) return 0
    possible += 1
    return value + Number(draw(words))
  })
  const estimate = projectSums(withoutCells(system, isPossible), noisy)
  if (estimate === undefined) return undefined
  const deviation = Math.sqrt(toNumber(variance))
  const threshold = deviation * Math.sqrt(2 * Math.log(Math.max(1, possible) / rule.inventing))
  const free = estimate.map((value, cell) =>
    isPossible(cell) && system.unshown[cell] === 0 && value >= threshold ? 0 : 1
  )
  const rounded = controlledRounding(solver, {
    system,
    target: estimate,
    free: Uint8Array.from(free),
    base: 1,
    tie: new Float64Array(system.cells),
    least: 1
  })
  const shown = rounded?.figure ?? estimate.map((value, cell) => (free[cell] === 1 ? Number.NaN : Math.round(value)))
  return { shown, additive: rounded !== undefined, deviation, threshold }
}

/** The relations without the parts that cannot be. */
const withoutCells = ({ relations }: LinkedSystem, isPossible: (cell: number) => boolean) => {
  const part: Array<number> = []
  const total: Array<number> = []
  const start = [0]
  for (let r = 0; r < relations.count; r++) {
    if (!isPossible(relations.total[r] as number)) continue
    for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
      if (isPossible(relations.part[at] as number)) part.push(relations.part[at] as number)
    total.push(relations.total[r] as number)
    start.push(part.length)
  }
  return {
    count: total.length,
    start: Uint32Array.from(start),
    part: Uint32Array.from(part),
    total: Uint32Array.from(total)
  }
}
