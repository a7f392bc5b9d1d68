import type { Lines } from "../CommandOutput.ts"

/** Pages in `packages/flow-statistics/docs`. */
type Page =
  | "changepoints"
  | "flows"
  | "forecast"
  | "hidden"
  | "interventions"
  | "nowcast"
  | "pooling"
  | "seasonality"
  | "trend"

/** Returns the lines of a result with, at the end, where the method is explained: each statement links to what it means. */
export const withPage = (page: Page, lines: Lines): Lines => [
  ...lines,
  "",
  `What was asked, when not to use the answer, and how often it is wrong: packages/flow-statistics/docs/${page}.md`
]
