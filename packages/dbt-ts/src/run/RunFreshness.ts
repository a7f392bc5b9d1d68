/** `source freshness`: queries each selected source with a rule, and writes `sources.json`. */
import { Clock, Effect } from "effect"
import { type SourceFreshness, sourcesDocument } from "../artefacts/SourcesDocument.ts"
import { sqlPath } from "../artefacts/SqlPath.ts"
import { choose } from "../graph/Choose.ts"
import { makeInvocation } from "../Invocation.ts"
import { fromHost } from "../jinja/Json.ts"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { makeCompiler } from "./Compile.ts"
import { noGuard } from "./PrivacyGuard.ts"
import { runProjectHooks } from "./ProjectHooks.ts"
import { hasFreshness, sourceFreshness } from "./SourceFreshness.ts"
import { writeDocument, writeTargetFile } from "./WriteArtefacts.ts"

export interface FreshnessReport {
  readonly results: ReadonlyArray<SourceFreshness>
  /** Sources that are too old or could not be queried. */
  readonly failed: number
  readonly seconds: number
}

const kinds = { all: ["source"], byDefault: ["source"] }

export const runFreshness = Effect.fn("RunFreshness.run")(function* (given: TransformOptions) {
  const start = yield* Clock.currentTimeMillis
  const begun = yield* makeInvocation(start)
  const project = yield* asProjectError(parseProject({ which: "freshness", invocation: begun, ...given }))
  const { manifest, options } = project
  const targetPath = targetPathOf(options, project.file)
  const { ids } = yield* asProjectError(choose(project, kinds))
  const compiler = yield* makeCompiler(project)
  const context = { project, compiler, guard: noGuard, options, label: begun.id, onlyCompile: false }
  const sources = [...ids].sort().flatMap((id) => {
    const source = manifest.sources.get(id)
    return source !== undefined && hasFreshness(source) ? [source] : []
  })
  const hooks = sources.length > 0 ? [...(yield* runProjectHooks(context, "on-run-start", {}))] : []
  const threads = options.threads ?? project.target.threads
  let done = 0
  const one = Effect.fn("RunFreshness.one")(function* (source: (typeof sources)[number]) {
    const result = yield* sourceFreshness(context, source)
    done++
    const { status, seconds } = result
    const name = `${source.sourceName}.${source.name}`
    const progress = { done, of: sources.length, name, resourceType: "source", status, rows: undefined, seconds }
    yield* options.onProgress?.(progress) ?? Effect.void
    return result
  })
  const results = yield* Effect.forEach(sources, one, { concurrency: threads })
  if (sources.length > 0) {
    const reported = results.map(({ uniqueId, status, seconds: took }) =>
      fromHost({
        node: { unique_id: uniqueId, resource_type: "source" },
        status,
        execution_time: took,
        thread_id: "Thread-1"
      })
    )
    hooks.push(
      ...(yield* runProjectHooks(context, "on-run-end", { results: reported, schemas: [], database_schemas: [] }))
    )
  }
  for (const { uniqueId, compiled } of hooks) {
    const node = manifest.nodes.get(uniqueId)
    if (node !== undefined && compiled) yield* writeTargetFile(`${targetPath}/compiled/${sqlPath(node)}`, compiled)
  }
  const invocation = { ...begun, generatedAt: yield* Clock.currentTimeMillis }
  const seconds = (invocation.generatedAt - start) / 1000
  yield* writeDocument(targetPath, "sources", sourcesDocument(results, seconds, invocation))
  const failed = results.filter(({ status }) => status === "error" || status === "runtime error").length
  return { results, failed, seconds } satisfies FreshnessReport
})
