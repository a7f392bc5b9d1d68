/**
 * dbt's commands as Effects over a `ClickHouse`.
 *
 * A project that cannot be read, or that uses what is not supported, fails with a `ProjectError` before anything is built.
 * The failure of a node is the result of that node; the report's `failed` counts them.
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

/**
 * Builds models, seeds and snapshots, each followed by its tests. Nodes that depend on a failure are skipped.
 *
 * @example
 * ```ts
 * import { layer } from "@corridor/dbt-ts/store/EmbeddedClickHouse"
 * import { build } from "@corridor/dbt-ts/Transform"
 * import { NodeServices } from "@effect/platform-node"
 * import { Effect, Layer } from "effect"
 *
 * export const program = build({
 *   projectDir: "shelter",
 *   target: { name: "dev", schema: "shelter", threads: 4 },
 *   select: ["+topics", "tag:daily"]
 * }).pipe(Effect.provide(Layer.merge(layer("store"), NodeServices.layer)))
 * ```
 */
export const build = (options: TransformOptions) => execute("build", options)

/**
 * Builds models, without their tests.
 *
 * @example
 * ```ts
 * import { run } from "@corridor/dbt-ts/Transform"
 *
 * export const program = run({ projectDir: "shelter", select: ["topics+"], fullRefresh: true })
 * ```
 */
export const run = (options: TransformOptions) => execute("run", options)

/**
 * Runs the tests on existing tables.
 *
 * @example
 * ```ts
 * import { test } from "@corridor/dbt-ts/Transform"
 *
 * export const program = test({ projectDir: "shelter", storeFailures: true })
 * ```
 */
export const test = (options: TransformOptions) => execute("test", options)

/**
 * Loads the project's CSV files.
 *
 * @example
 * ```ts
 * import { seed } from "@corridor/dbt-ts/Transform"
 *
 * export const program = seed({ projectDir: "shelter", fullRefresh: true })
 * ```
 */
export const seed = (options: TransformOptions) => execute("seed", options)

/**
 * Records what changed since the last snapshot.
 *
 * @example
 * ```ts
 * import { snapshot } from "@corridor/dbt-ts/Transform"
 *
 * export const program = snapshot({ projectDir: "shelter", select: ["tag:daily"] })
 * ```
 */
export const snapshot = (options: TransformOptions) => execute("snapshot", options)

/**
 * Writes the SQL of every node below `target/compiled` and builds nothing. Queries of templates are executed.
 *
 * @example
 * ```ts
 * import { compile } from "@corridor/dbt-ts/Transform"
 *
 * export const program = compile({ projectDir: "shelter", targetPath: "compiled" })
 * ```
 */
export const compile = (options: TransformOptions) => execute("compile", options)

/**
 * Compares the age of each source's newest row with the project's freshness rules, and writes `sources.json`.
 *
 * @example
 * ```ts
 * import { sourceFreshness } from "@corridor/dbt-ts/Transform"
 *
 * export const program = sourceFreshness({ projectDir: "shelter", select: ["source:raw"] })
 * ```
 */
export const sourceFreshness = (options: TransformOptions) => runFreshness(options)
