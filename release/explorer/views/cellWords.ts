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

/** "120 persons", or "suppressed". */
export const cellWords = (say: Say, { state, value, asOf }: Pick<Cell, "state" | "value" | "asOf">): string => {
  if (value === undefined) return say(stateNames[state])
  const persons = say("persons", { n: value })
  return asOf === undefined ? persons : `${persons} (${say("asOf", { day: asOf.slice(0, 10) })})`
}
