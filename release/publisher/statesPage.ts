import { releaseMoves, releaseStates } from "../history/releaseMoves.ts"

/** `STATES.md`: the states of a release and its moves, as a picture and as tables. */
export const statesPage = (): string => {
  const states = Object.entries(releaseStates)
  const ends = states.flatMap(([state]) => (releaseMoves.some(({ from }) => from === state) ? [] : [state]))
  return [
    "# States of a release",
    "",
    "Made from `releaseMoves.ts` (`statesPage.ts`); a test holds it against that.",
    "",
    "```mermaid",
    "stateDiagram-v2",
    "  [*] --> held: create",
    ...releaseMoves.map(({ from, move, to, owner }) => `  ${from} --> ${to}: ${move} (${owner})`),
    ...ends.map((state) => `  ${state} --> [*]`),
    "```",
    "",
    "| state | what it means |",
    "| --- | --- |",
    ...states.map(([state, meaning]) => `| ${state} | ${meaning} |`),
    "",
    "| from | move | to | who may |",
    "| --- | --- | --- | --- |",
    ...releaseMoves.map(({ from, move, to, owner }) => `| ${from} | ${move} | ${to} | ${owner} |`),
    ""
  ].join("\n")
}
