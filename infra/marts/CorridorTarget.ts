import { defaultTarget, type Target } from "@corridor/dbt-ts/TransformOptions"

/** The database in which Corridor's own project builds its marts. */
export const corridorTarget: Target = { ...defaultTarget, name: "corridor", schema: "corridor_mart" }
