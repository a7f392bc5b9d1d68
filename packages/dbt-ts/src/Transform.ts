/**
 * dbt-ts: dbt's verbs over a dbt project for ClickHouse, as plain effects over the `ClickHouse`.
 *
 * A project that cannot be read, or that asks for what is not supported, is a `ProjectError` before anything is built.
 * What goes wrong with one node is that node's result; the report's `failed` counts them.
 */
import { execute } from "./run/Execute.ts"
import { runFreshness } from "./run/RunFreshness.ts"
import type { TransformOptions } from "./TransformOptions.ts"

export { type Listed, ls } from "./List.ts"
export { docsGenerate } from "./run/DocsGenerate.ts"
export type { TransformReport } from "./run/Execute.ts"
export { retry } from "./run/Retry.ts"
export type { FreshnessReport } from "./run/RunFreshness.ts"
export { type OperationOptions, type OperationReport, runOperation } from "./run/RunOperation.ts"
export { type Shown, type ShowOptions, show } from "./run/Show.ts"
export type { TransformOptions } from "./TransformOptions.ts"

/** Models, seeds and snapshots, each followed by its tests; what depends on a failed one is skipped. */
export const build = (options: TransformOptions) => execute("build", options)

/** Models alone. */
export const run = (options: TransformOptions) => execute("run", options)

/** Tests alone, on what is there. */
export const test = (options: TransformOptions) => execute("test", options)

/** Seeds alone. */
export const seed = (options: TransformOptions) => execute("seed", options)

/** Snapshots alone. */
export const snapshot = (options: TransformOptions) => execute("snapshot", options)

/** Writes `target/compiled` and builds nothing. Templates that query the store do so. */
export const compile = (options: TransformOptions) => execute("compile", options)

/** How long ago each source's newest row arrived, against the rules of the project. */
export const sourceFreshness = (options: TransformOptions) => runFreshness(options)
