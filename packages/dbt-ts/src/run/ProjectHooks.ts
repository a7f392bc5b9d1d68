/** `on-run-start` and `on-run-end` of the project and its packages. */
import { Effect } from "effect"
import { fromHost } from "../jinja/Json.ts"
import { Tuple, type Value } from "../jinja/Value.ts"
import type { Manifest, Node } from "../project/Node.ts"
import { modelDocument } from "./ModelDocument.ts"
import { blocks, type NodeResult } from "./NodeResult.ts"
import { type Outcome, settle, skipped } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"

export type HookTime = "on-run-start" | "on-run-end"

/** Packages by name, the project itself last. */
export const projectHooks = ({ nodes, projectName }: Manifest, time: HookTime): ReadonlyArray<Node> =>
  [...nodes.values()]
    .filter(({ resourceType, tags, config }) => resourceType === "operation" && (tags ?? config.tags).includes(time))
    .sort((a, b) => {
      const [isOwn, isOther] = [a.packageName === projectName, b.packageName === projectName]
      if (isOwn !== isOther) return isOwn ? 1 : -1
      if (a.packageName !== b.packageName) return a.packageName < b.packageName ? -1 : 1
      return (a.index ?? 0) - (b.index ?? 0)
    })

/** `results`, `schemas` and `database_schemas`, as hooks at the end see them. */
export const endNames = (
  { nodes, unitTests }: Manifest,
  results: ReadonlyArray<NodeResult>
): Readonly<Record<string, Value>> => {
  const reported = results.filter(({ thread, status }) => thread !== "main" || status === "error")
  const schemas = new Set<string>()
  for (const { uniqueId, status, storedFailures } of reported) {
    const node = nodes.get(uniqueId)
    if (node === undefined || blocks(status) || node.config.materialized === "ephemeral") continue
    const isStored = node.resourceType === "test" ? storedFailures !== undefined : node.resourceType !== "analysis"
    if (isStored) schemas.add(node.schema)
  }
  const nodeOf = (id: string): unknown => {
    const [node, test] = [nodes.get(id), unitTests.get(id)]
    if (node !== undefined) return modelDocument(node)
    return { unique_id: id, name: test?.name ?? id, resource_type: "unit_test", config: test?.config ?? {} }
  }
  return {
    results: reported.map((result) =>
      fromHost({
        node: nodeOf(result.uniqueId),
        unique_id: result.uniqueId,
        status: result.status,
        message: result.message,
        failures: result.failures ?? null,
        execution_time: result.seconds,
        thread_id: result.thread,
        adapter_response: result.adapterResponse,
        timing: result.timing.map(({ name, startedAt, completedAt }) => ({
          name,
          started_at: new Date(startedAt).toISOString(),
          completed_at: new Date(completedAt).toISOString()
        }))
      })
    ),
    schemas: [...schemas],
    database_schemas: [...schemas].map((schema) => new Tuple(["", schema]))
  }
}

/** Runs hooks one after the other; after a failed one the rest are skipped. */
export const runProjectHooks = Effect.fn("ProjectHooks.run")(function* (
  context: RunContext,
  time: HookTime,
  names: Readonly<Record<string, Value>>
) {
  const results: Array<NodeResult> = []
  let failed = false
  for (const [index, node] of projectHooks(context.project.manifest, time).entries()) {
    const called = `${node.packageName}.${time}.${index}`
    if (failed) {
      const result = yield* skipped(node, { id: "fail" }, "main")
      results.push({ ...result, message: `${called} skipped`, failures: 1 })
      continue
    }
    const result = yield* settle(node, context.label, "main", {
      compile: () =>
        (context.guard.renderText ?? context.compiler.renderText)(node, node.originalFilePath, node.rawCode, names),
      sql: (sql) => sql,
      execute: (store, sql) =>
        Effect.gen(function* () {
          const statement = sql.trim().replace(/;\s*$/, "")
          if (statement !== "") yield* store.command(statement)
          return { status: "success", message: `${called} passed`, failures: 0, adapterResponse: {} } satisfies Outcome
        })
    })
    failed = result.status === "error"
    const message = failed ? `${called} failed, error:\n ${result.message ?? ""}` : result.message
    results.push({ ...result, message, failures: failed ? 1 : 0 })
  }
  return results
})
