import { Clock, Effect, Redacted } from "effect"
import { Warehouse, type WarehouseError } from "../../../ports/Warehouse.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import { fromTemplate, type ProjectError } from "../ProjectError.ts"
import type { Node } from "../project/Node.ts"
import type { Project } from "../project/ParseProject.ts"
import { type Compiler, relationOf } from "./Compile.ts"
import { loadSeed } from "./LoadSeed.ts"
import { materialise } from "./Materialise.ts"
import type { NodeResult } from "./NodeResult.ts"
import { runTest, testQuestion } from "./RunTest.ts"

type Outcome = Pick<NodeResult, "status" | "message" | "rows" | "failures" | "compiled" | "statements">

const nothing = { message: null, rows: undefined, failures: undefined, compiled: undefined, statements: [] } as const

/** Words for an operator: what the engine said, since marts and staging hold no raw reference. */
const words = (error: WarehouseError | TemplateError | ProjectError): string => {
  if (error._tag === "WarehouseError") return `${error.message}: ${Redacted.value(error.detail)}`
  return error._tag === "TemplateError" ? fromTemplate(error).message : error.message
}

/** Runs one node to its end; what goes wrong with it is its result, and the others go on. */
export const runNode = Effect.fn("RunNode.runNode")(function* (
  project: Project,
  compiler: Compiler,
  node: Node,
  onlyCompile: boolean
) {
  const startedAt = yield* Clock.currentTimeMillis
  let compiledSql: string | undefined
  const work = Effect.gen(function* () {
    const { sql } = yield* compiler.compile(node)
    if (node.resourceType !== "seed") compiledSql = sql
    const compiled = compiledSql
    if (onlyCompile || node.config.materialized === "ephemeral") {
      return { ...nothing, status: "success", compiled } satisfies Outcome
    }
    if (node.resourceType === "test") {
      const outcome = yield* runTest(node, sql)
      return { ...nothing, ...outcome, compiled, statements: [testQuestion(node, sql)] } satisfies Outcome
    }
    const relation = relationOf(node)
    const built =
      node.resourceType === "seed"
        ? yield* loadSeed(node, relation, project.seedText.get(node.uniqueId) ?? "")
        : yield* materialise(node, relation, sql)
    return { ...nothing, status: "success", message: "OK", compiled, ...built } satisfies Outcome
  })
  const outcome: Outcome = yield* work.pipe(
    Effect.catch((error: WarehouseError | TemplateError | ProjectError) =>
      Effect.succeed<Outcome>({ ...nothing, status: "error", message: words(error), compiled: compiledSql })
    )
  )
  const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000
  return { uniqueId: node.uniqueId, name: node.name, resourceType: node.resourceType, startedAt, seconds, ...outcome }
})

export const skipNode = (node: Node): Effect.Effect<NodeResult> =>
  Effect.map(Clock.currentTimeMillis, (startedAt) => ({
    ...nothing,
    uniqueId: node.uniqueId,
    name: node.name,
    resourceType: node.resourceType,
    status: "skipped",
    message: "something that it depends on failed",
    seconds: 0,
    startedAt
  }))

/** Makes the databases that the nodes go to. */
export const createSchemas = Effect.fn("RunNode.createSchemas")(function* (nodes: ReadonlyArray<Node>) {
  const warehouse = yield* Warehouse
  const built = nodes.filter((node) => node.resourceType !== "test" && node.config.materialized !== "ephemeral")
  for (const schema of new Set(built.map((node) => node.schema))) {
    yield* warehouse.command(`create database if not exists \`${schema}\``)
  }
})
