import type { CellState } from "../tables/CellState.ts"

/** A figure as it was released: all that percentages, rates and averages are computed from. A true count has no way in. */
export interface ReleasedFigure {
  readonly state: CellState
  /** The figure shown; undefined where the state is not `published`. */
  readonly figure?: number
}

/** A number that follows from released figures, or the state that it has instead. */
export type DerivedFigure =
  | { readonly state: "published"; readonly value: number }
  | { readonly state: Exclude<CellState, "published"> }
  /** Division by a figure of zero: there is no such number. */
  | { readonly state: "undefined" }

/** What a reader is told first where several figures have none: suppression counts most. */
const order = ["suppressed", "not_reported", "not_collected"] as const

const figuresOf = (
  released: ReadonlyArray<ReleasedFigure>
): ReadonlyArray<number> | { readonly state: Exclude<CellState, "published"> } => {
  const missing = order.find((state) => released.some((one) => one.state === state))
  if (missing !== undefined) return { state: missing }
  // A figure that is said to be published and has no number is none.
  if (released.some((one) => one.figure === undefined || !Number.isFinite(one.figure))) return { state: "suppressed" }
  return released.map((one) => one.figure as number)
}

const isFigures = (found: ReturnType<typeof figuresOf>): found is ReadonlyArray<number> => Array.isArray(found)

/** `part` of `whole` in units of 1 / `per`: a share of rounded figures, which nobody can turn back into counts. */
export const shareOf = (part: ReleasedFigure, whole: ReleasedFigure, per = 100): DerivedFigure => {
  const found = figuresOf([part, whole])
  if (!isFigures(found)) return found
  const [a, b] = found as [number, number]
  return b === 0 ? { state: "undefined" } : { state: "published", value: (per * a) / b }
}

/** Persons per `per` of a population that is known to all. */
export const rateOf = (figure: ReleasedFigure, population: number, per = 100_000): DerivedFigure => {
  const found = figuresOf([figure])
  if (!isFigures(found)) return found
  return population > 0
    ? { state: "published", value: (per * (found[0] as number)) / population }
    : { state: "undefined" }
}

/**
 * Mean over cells. Where one of them is not shown there is none: a mean over the others beside a mean over all would be a sum that
 * tells of the one that is left out.
 */
export const meanOf = (figures: ReadonlyArray<ReleasedFigure>): DerivedFigure => {
  const found = figuresOf(figures)
  if (!isFigures(found)) return found
  return found.length === 0
    ? { state: "undefined" }
    : { state: "published", value: found.reduce((sum, one) => sum + one, 0) / found.length }
}

/** Change from one figure to another, as part of the first in units of 1 / `per`. */
export const changeOf = (from: ReleasedFigure, to: ReleasedFigure, per = 100): DerivedFigure => {
  const found = figuresOf([from, to])
  if (!isFigures(found)) return found
  const [a, b] = found as [number, number]
  return a === 0 ? { state: "undefined" } : { state: "published", value: (per * (b - a)) / a }
}
