/** A cell in words: its figure and since when, or its state and what that means. */
import type { Cell, CellState } from "../cells/Table.ts"
import type { Say, WordKey } from "../words/Words.ts"

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

/** "120 persons", or "suppressed: 1 to 9 persons", or "not reported". */
export const cellWords = (say: Say, { state: own, value, low, high, asOf }: Omit<Cell, "labels">): string => {
  const state = say(stateNames[own])
  if (value === undefined && low !== undefined)
    return high === undefined ? say("boundedFrom", { state, n: low }) : say("boundedBetween", { state, low, n: high })
  if (value === undefined) return state
  const persons = say("persons", { n: value })
  return asOf === undefined ? persons : `${persons} (${say("asOf", { day: asOf.slice(0, 10) })})`
}
