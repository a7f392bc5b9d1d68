import type { LoadedSolver } from "../../solver/Solver.ts"
import type { SuppressionProblem } from "../SuppressionProblem.ts"
import type { SuppressOptions } from "../suppress.ts"
import { suppress } from "../suppress.ts"

/** A way to publish the same people: fewer level combinations, pooled codes, longer periods. */
export interface Collapse {
  /** What it is called in front of whoever chooses. */
  readonly name: string
  readonly problem: SuppressionProblem
  /** 1 for the cells that readers come for (corridors); value is counted over these alone, so that margins don't count persons again. */
  readonly wanted: Uint8Array
  /** Persons whom the wanted cells would stand for at the finest, the same for all ways that are compared. */
  readonly persons: number
}

/** What a way would publish. */
export interface CollapseOutcome {
  readonly name: string
  readonly cells: number
  readonly published: number
  /** Wanted cells that would be published, and their share of all persons. */
  readonly wantedPublished: number
  readonly valueShare: number
  /** False where some hidden cell could not be shown to be safe: it can't be chosen. */
  readonly safe: boolean
}

const outcomeOf = (solver: LoadedSolver, collapse: Collapse, options: SuppressOptions): CollapseOutcome => {
  const { problem, wanted, persons, name } = collapse
  const { hidden, unprotected } = suppress(solver, problem, options)
  let published = 0
  let wantedPublished = 0
  let value = 0
  let cells = 0
  for (let cell = 0; cell < problem.system.cells; cell++) {
    if (problem.system.unshown[cell] !== 0) continue
    cells += 1
    if (hidden[cell] !== 0) continue
    published += 1
    if (wanted[cell] !== 1 || problem.system.value[cell] === 0) continue
    wantedPublished += 1
    value += problem.system.value[cell] as number
  }
  return {
    name,
    cells,
    published,
    wantedPublished,
    valueShare: persons === 0 ? 0 : value / persons,
    safe: unprotected.length === 0
  }
}

/** Protects each way in turn and tells what it would publish, in the order given. */
export const compareCollapses = (
  solver: LoadedSolver,
  ways: ReadonlyArray<Collapse>,
  options: SuppressOptions = {}
): ReadonlyArray<CollapseOutcome> => ways.map((way) => outcomeOf(solver, way, options))

/**
 * Picks the way that publishes the most of the persons; of ways within a hundredth of it, the one with the most wanted cells: detail
 * is worth a little value. Undefined where none is safe.
 */
export const chooseCollapse = (outcomes: ReadonlyArray<CollapseOutcome>): CollapseOutcome | undefined => {
  const safe = outcomes.filter((one) => one.safe)
  const most = Math.max(...safe.map((one) => one.valueShare))
  return safe
    .filter((one) => one.valueShare >= most - 0.01)
    .sort((a, b) => b.wantedPublished - a.wantedPublished || b.valueShare - a.valueShare)[0]
}
