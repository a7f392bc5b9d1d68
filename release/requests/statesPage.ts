import { requestMoves, requestStates } from "./requestMoves.ts"

/** `STATES.md`: the states of a request, their owners and its moves, as a picture and as tables. */
export const statesPage = (): string => {
  const states = Object.entries(requestStates)
  const ends = states.flatMap(([state]) => (requestMoves.some(({ from }) => from === state) ? [] : [state]))
  return [
    "# States of a request",
    "",
    "Made from `requestMoves.ts` (`statesPage.ts`); a test holds it against that.",
    "",
    "```mermaid",
    "stateDiagram-v2",
    "  [*] --> drafted: draft",
    ...requestMoves.map(({ from, move, to, by }) => `  ${from} --> ${to}: ${move} (${by})`),
    ...ends.map((state) => `  ${state} --> [*]`),
    "```",
    "",
    "| state | owner | what it means |",
    "| --- | --- | --- |",
    ...states.map(([state, { owner, meaning }]) => `| ${state} | ${owner} | ${meaning} |`),
    "",
    "| from | move | to | who may |",
    "| --- | --- | --- | --- |",
    ...requestMoves.map(({ from, move, to, by }) => `| ${from} | ${move} | ${to} | ${by} |`),
    ""
  ].join("\n")
}
