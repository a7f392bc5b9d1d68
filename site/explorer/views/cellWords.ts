import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
import { byCertainFigure, type Cell } from "../cells/Table.ts"
import type { Translate, WordKey } from "../words/Words.ts"

export const stateNames = {
  published: "statePublished",
  suppressed: "stateSuppressed",
  not_reported: "stateNotReported",
  not_collected: "stateNotCollected"
} as const satisfies Readonly<Record<CellState, WordKey>>

export const stateMeanings = {
  published: "meansPublished",
  suppressed: "meansSuppressed",
  not_reported: "meansNotReported",
  not_collected: "meansNotCollected"
} as const satisfies Readonly<Record<CellState, WordKey>>

/** Describes a cell, such as "120 persons", "suppressed: 1 to 9 persons" or "not reported". */
export const cellWords = (t: Translate, { state: own, value, low, high, asOf }: Omit<Cell, "labels">): string => {
  const state = t(stateNames[own])
  if (value === undefined && low !== undefined)
    return high === undefined ? t("boundedFrom", { state, n: low }) : t("boundedBetween", { state, low, n: high })
  if (value === undefined) return state
  const persons = t("persons", { n: value })
  return asOf === undefined ? persons : `${persons} (${t("asOf", { day: { day: asOf } })})`
}

/** Says how many cells are in each state that occurs, such as "Figures: published 12, suppressed 2." */
export const countStates = (t: Translate, cells: ReadonlyArray<Pick<Cell, "state">>): string =>
  t("cellsByState", {
    states: cellStates
      .map((state) => [t(stateNames[state]), cells.filter((cell) => cell.state === state).length] as const)
      .filter(([, n]) => n > 0)
      .map(([state, n]) => t("stateCount", { state, n }))
      .join(", ")
  })

/** Returns a sentence about the largest published flow of a year, or that none is published. `wordsOf` describes a cell. */
export const largestFlow = (t: Translate, cells: ReadonlyArray<Cell>, wordsOf: (cell: Cell) => string): string => {
  const first = byCertainFigure(cells).find(({ value }) => value !== undefined)
  return first === undefined ? t("nothingPublished") : t("largestFlow", { words: wordsOf(first) })
}
