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

/** Returns the lines of a result, followed by the page that explains its method. */
export const withPage = (page: Page, lines: Lines): Lines => [
  ...lines,
  "",
  `What was asked, when not to use the answer, and how often it is wrong: packages/flow-statistics/docs/${page}.md`
]
