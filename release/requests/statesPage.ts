import { requestMoves, requestStates } from "./requestMoves.ts"

/** Returns the text of `STATES.md`: the states of a request, their owners and its moves, as a diagram and as tables. */
export const statesPage = (): string => {
  const states = Object.entries(requestStates)
  const ends = states.flatMap(([state]) => (requestMoves.some(({ from }) => from === state) ? [] : [state]))
  return [
    "# States of a request",
    "",
    "Generated from `requestMoves.ts` by `statesPage.ts`; a test compares the two.",
    "",
    "```mermaid",
    "stateDiagram-v2",
    "  [*] --> drafted: draft",
    ...requestMoves.map(({ from, move, to, by }) => `  ${from} --> ${to}: ${move} (${by})`),
    ...ends.map((state) => `  ${state} --> [*]`),
    "```",
    "",
    "| state | owner | meaning |",
    "| --- | --- | --- |",
    ...states.map(([state, { owner, meaning }]) => `| ${state} | ${owner} | ${meaning} |`),
    "",
    "| from | move | to | who may do it |",
    "| --- | --- | --- | --- |",
    ...requestMoves.map(({ from, move, to, by }) => `| ${from} | ${move} | ${to} | ${by} |`),
    ""
  ].join("\n")
}
