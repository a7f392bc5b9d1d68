/** `docs generate`: compiles every node and writes what the documentation needs of the store, `catalog.json`. */
import { Clock, Effect } from "effect"
import { catalogDocument, catalogQuery, type StoredColumn, schemasOf } from "../artefacts/CatalogDocument.ts"
import { makeInvocation } from "../Invocation.ts"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { execute } from "./Execute.ts"
import { writeDocument } from "./WriteArtefacts.ts"

/**
 * Compiles every node and writes the artefacts with `catalog.json`.
 *
 * @example
 * ```ts
 * import { docsGenerate } from "@corridor/dbt-ts/Transform"
 *
 * export const program = docsGenerate({ projectDir: "shelter" })
 * ```
 */
export const docsGenerate = Effect.fn("DocsGenerate.generate")(function* (options: TransformOptions) {
  const start = yield* Clock.currentTimeMillis
  const report = yield* execute("compile", { which: "generate", ...options })
  const { manifest, file } = yield* asProjectError(parseProject(options))
  const clickhouse = yield* ClickHouse
  const stored = yield* clickhouse.query<StoredColumn>(catalogQuery(schemasOf(manifest)))
  const invocation = yield* makeInvocation(start)
  yield* writeDocument(targetPathOf(options, file), "catalog", catalogDocument(manifest, stored, invocation))
  return report
})
