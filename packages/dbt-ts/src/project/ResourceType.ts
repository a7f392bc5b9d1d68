/** Kinds of nodes; `operation` is one line of `on-run-start` or `on-run-end`. */
export type ResourceType = "model" | "seed" | "snapshot" | "test" | "analysis" | "operation"
