import type { Verdict } from "@corridor/disclosure/attack/attack"
import type { ProtectedCells } from "@corridor/disclosure/methods/ProtectionMethod"
import type { LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"
import { spearman } from "./spearman.ts"

/** Mean of |figure - count| / count over the cells above zero that are shown, by size of the count; null where there is none. */
export interface RelativeError {
  readonly all: number | null
  /** Counts under 11, from 11, from 100 on. */
  readonly under11: number | null
  readonly from11: number | null
  readonly from100: number | null
}

/** What a method is worth and what it costs: for its makers only, since it compares with true counts. */
export interface Utility {
  readonly method: string
  /** Cells that tables show or hide, and those shown, zeros among both. */
  readonly cells: number
  readonly cellsShown: number
  /** Part of the persons in all cells that the figures account for: the lesser of count and figure. */
  readonly valueShown: number
  /** Corridors with anybody; those shown; part of all persons that they have. */
  readonly corridors: number
  readonly corridorsShown: number
  readonly corridorValueShown: number
  readonly error: RelativeError
  readonly corridorError: RelativeError
  /** Figures above zero where there is nobody. */
  readonly fabricated: number
  /** Spearman's rho of counts and figures of the corridors; a corridor without a figure counts as the least. */
  readonly rankCorrelation: number | null
  readonly additive: boolean
  /** Cells that an attack gets through to, and those of which neither is proved; null where it was not attacked. */
  readonly narrow: number | null
  readonly undecided: number | null
  readonly seconds: number
}

export interface UtilityOptions {
  readonly method: string
  /** Cells that are a corridor as a whole: of an origin and a destination and nothing else. */
  readonly corridors: Iterable<number>
  readonly verdict?: Verdict
  /** Figures above zero of cells that the true tables do not have. */
  readonly fabricatedElsewhere?: number
  readonly seconds: number
}

/** The error over these cells. */
const relativeError = (cells: Iterable<number>, value: Float64Array, shown: Float64Array): RelativeError => {
  const sum = { all: 0, under11: 0, from11: 0, from100: 0 }
  const number = { all: 0, under11: 0, from11: 0, from100: 0 }
  for (const cell of cells) {
    const count = value[cell] as number
    const figure = shown[cell] as number
    if (!(count > 0) || Number.isNaN(figure)) continue
    const off = Math.abs(figure - count) / count
    const sizes = ["all", ...(count < 11 ? ["under11"] : ["from11"]), ...(count >= 100 ? ["from100"] : [])]
    for (const size of sizes as Array<keyof RelativeError>) {
      sum[size] += off
      number[size] += 1
    }
  }
  const mean = (size: keyof RelativeError) => (number[size] === 0 ? null : sum[size] / number[size])
  return { all: mean("all"), under11: mean("under11"), from11: mean("from11"), from100: mean("from100") }
}

/** Holds what a method shows against the true counts. */
export const utilityOf = (
  { cells: size, value, unshown }: LinkedSystem,
  { shown, additive }: Pick<ProtectedCells, "shown" | "additive">,
  { method, corridors, verdict, fabricatedElsewhere = 0, seconds }: UtilityOptions
): Utility => {
  const cells = Array.from({ length: size }, (_, cell) => cell).filter((cell) => unshown[cell] === 0)
  const ofCorridors = [...corridors].filter((cell) => (value[cell] as number) > 0)
  const isShown = (cell: number) => !Number.isNaN(shown[cell] as number)
  const persons = (list: ReadonlyArray<number>) => list.reduce((sum, cell) => sum + (value[cell] as number), 0)
  const addShown = (sum: number, cell: number) => sum + Math.min(shown[cell] as number, value[cell] as number)
  const share = (list: ReadonlyArray<number>) => {
    const all = persons(list)
    return all === 0 ? 1 : list.filter(isShown).reduce(addShown, 0) / all
  }
  return {
    method,
    cells: cells.length,
    cellsShown: cells.filter(isShown).length,
    valueShown: share(cells),
    corridors: ofCorridors.length,
    corridorsShown: ofCorridors.filter(isShown).length,
    corridorValueShown: share(ofCorridors),
    error: relativeError(cells, value, shown),
    corridorError: relativeError(ofCorridors, value, shown),
    fabricated: fabricatedElsewhere + cells.filter((cell) => value[cell] === 0 && (shown[cell] as number) > 0).length,
    rankCorrelation: spearman(
      ofCorridors.map((cell) => value[cell] as number),
      ofCorridors.map((cell) => (isShown(cell) ? (shown[cell] as number) : Number.NEGATIVE_INFINITY))
    ),
    additive,
    narrow: verdict === undefined ? null : verdict.narrow.length,
    undecided: verdict === undefined ? null : verdict.undecided.length,
    seconds
  }
}
