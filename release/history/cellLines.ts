/** Reads and writes cells of a release as lines of JSON, which are stored under their hash. */

import type { TableChoice } from "../catalogue/TableChoice.ts"
import { toChoice } from "../catalogue/TableChoice.ts"
import { boundsShown } from "./Bounds.ts"
import type { DisclosedCell } from "./Disclosure.ts"
import { isDisclosedCell, type ReleaseCell } from "./ReleaseCell.ts"

/**
 * Choice, labels, state, figure, and release in which the figure was current. A suppressed cell also has its bounds, null for none, and a
 * figure that is estimated its interval. Old releases have no bounds.
 */
type State = ReleaseCell["shown"]["state"]
type Line = readonly [number, ReadonlyArray<string>, State, number | null, number, number?, (number | null)?]

/** A line of an old release, which had flows by year without totals only. */
type FlowLine = readonly [string, string, number, "published" | "suppressed", number | null, number]

/** The choice of old releases, and the default of new ones. */
export const flowsWithoutTotals: TableChoice = (() => {
  const result = toChoice({ table: "flows", margins: false })
  if (!("choice" in result)) throw new Error("the table of flows is not in the catalogue")
  return result.choice
})()

const toLine = ({ choice, labels, shown, bounds }: ReleaseCell): string => {
  const [figure, asOf] = shown.state === "published" ? [shown.victims, shown.asOf] : [null, 0]
  const line = [choice, labels, shown.state, figure, asOf] as const
  const hasBounds = bounds !== undefined && (shown.state === "published" || shown.state === "suppressed")
  return JSON.stringify((hasBounds ? [...line, bounds.low, boundsShown(bounds)[1]] : line) satisfies Line)
}

const shownOf = (state: State, figure: number | null, asOf: number): ReleaseCell["shown"] =>
  state === "published" ? { state, victims: figure as number, asOf } : { state }

/** Returns the cells that lines of a release describe. */
export const readCells = (lines: ReadonlyArray<string>): ReadonlyArray<ReleaseCell> => lines.map(fromLine)

/** Returns the disclosed cells of lines, without cells that have no data. */
export const readDisclosedCells = (lines: ReadonlyArray<string>): ReadonlyArray<DisclosedCell> =>
  readCells(lines)
    .filter(isDisclosedCell)
    .map(({ choice, labels, shown }) => ({ choice, labels, shown }))

const fromLine = (line: string): ReleaseCell => {
  const read = JSON.parse(line) as Line | FlowLine
  if (typeof read[0] === "number") {
    const [choice, labels, state, figure, asOf, low, high] = read as Line
    const bounds = low === undefined ? {} : { bounds: { low, high: high ?? Number.POSITIVE_INFINITY } }
    return { choice, labels, shown: shownOf(state, figure, asOf), ...bounds }
  }
  const [origin, destination, year, state, figure, asOf] = read as FlowLine
  return { choice: 0, labels: [origin, destination, String(year)], shown: shownOf(state, figure, asOf) }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const order = (a: ReleaseCell, b: ReleaseCell): number => {
  if (a.choice !== b.choice) return a.choice - b.choice
  for (const [d, label] of a.labels.entries()) {
    const found = compare(label, b.labels[d] as string)
    if (found !== 0) return found
  }
  return 0
}

/** Returns the lines of cells, ordered by label so that the order discloses nothing. */
export const toLines = (cells: ReadonlyArray<ReleaseCell>): ReadonlyArray<string> => cells.toSorted(order).map(toLine)
