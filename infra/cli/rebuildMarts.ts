import { Effect } from "effect"

/** Rebuilds the marts. The builder is loaded on demand, because most calls do not need it. */
export const rebuildMarts = Effect.flatMap(
  Effect.promise(() => import("../marts/BuildMarts.ts")),
  (marts) => marts.rebuildMarts()
)
