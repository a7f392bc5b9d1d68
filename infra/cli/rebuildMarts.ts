import { Effect } from "effect"

/** Builds the marts again. The builder is loaded when it runs: most calls of a command do without it. */
export const rebuildMarts = Effect.flatMap(
  Effect.promise(() => import("../marts/BuildMarts.ts")),
  (marts) => marts.rebuildMarts()
)
