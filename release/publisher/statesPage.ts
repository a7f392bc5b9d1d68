import { releaseMoves, releaseStates } from "../history/releaseMoves.ts"

/** Returns the text of `STATES.md`: the states of a release and its moves, as a diagram and as tables. */
export const statesPage = (): string => {
  const states = Object.entries(releaseStates)
  const ends = states.flatMap(([state]) => (releaseMoves.some(({ from }) => from === state) ? [] : [state]))
  return [
    "# States of a release",
    "",
    "Generated from `../history/releaseMoves.ts` by `statesPage.ts`; a test compares the two.",
    "",
    "```mermaid",
    "stateDiagram-v2",
    "  [*] --> held: create",
    ...releaseMoves.map(({ from, move, to, owner }) => `  ${from} --> ${to}: ${move} (${owner})`),
    ...ends.map((state) => `  ${state} --> [*]`),
    "```",
    "",
    "| state | meaning |",
    "| --- | --- |",
    ...states.map(([state, meaning]) => `| ${state} | ${meaning} |`),
    "",
    "| from | move | to | who may do it |",
    "| --- | --- | --- | --- |",
    ...releaseMoves.map(({ from, move, to, owner }) => `| ${from} | ${move} | ${to} | ${owner} |`),
    ""
  ].join("\n")
}
