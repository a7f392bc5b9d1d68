import { Effect } from "effect"
import type { Node, UnitTest } from "../project/Node.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import { build } from "./Build.ts"
import { runHooks } from "./Hooks.ts"
import { type Outcome, settle } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"
import { runTest } from "./test/RunTest.ts"
import { storedFailuresAs } from "./test/StoredFailures.ts"
import { compileUnitTest } from "./unit/CompileUnitTest.ts"
import { runUnitTest } from "./unit/RunUnitTest.ts"

const storeAs = ({ options }: RunContext, node: Node): string | undefined =>
  storedFailuresAs(node, options.storeFailures === true)

/** What is looked at for privacy is compiled by the guard. */
const compilerOf = ({ guard, compiler }: RunContext, { resourceType }: Node) =>
  (resourceType === "model" || resourceType === "snapshot" ? guard.compile : undefined) ?? compiler.compile

/** Runs one node to its end. */
export const runNode = (context: RunContext, node: Node, thread: string) =>
  settle(node, context.label, thread, {
    compile: () => Effect.map(compilerOf(context, node)(node), ({ sql }) => sql),
    sql: (sql) => (node.resourceType === "seed" ? undefined : sql),
    execute: (store, sql) =>
      Effect.gen(function* () {
        yield* context.guard.check(node)
        if (context.onlyCompile || node.config.materialized === "ephemeral" || node.resourceType === "analysis") {
          return { status: "success", message: null, adapterResponse: {} } satisfies Outcome
        }
        if (node.resourceType === "test") {
          const settings = { storeAs: storeAs(context, node), warnError: context.options.warnError === true }
          if (settings.storeAs !== undefined) yield* context.guard.checkStored(node)
          return yield* runTest(store, node, sql, settings)
        }
        const hooks = { renderText: context.guard.renderText ?? context.compiler.renderText }
        yield* runHooks(store, hooks, node, "pre")
        const built = yield* build(context, store, node, sql)
        yield* runHooks(store, hooks, node, "post")
        return built
      })
  })

/** Runs one unit test to its end. */
export const runTestOfUnit = (context: RunContext, test: UnitTest, thread: string) =>
  settle({ ...test, resourceType: "unit_test" }, context.label, thread, {
    compile: (store) => compileUnitTest(context.project, context.compiler, store, test),
    sql: ({ sql }) => sql,
    inputs: ({ inputs }) => inputs,
    execute: (store, { sql }) =>
      context.onlyCompile
        ? Effect.succeed<Outcome>({ status: "success", message: null, adapterResponse: {} })
        : runUnitTest(store, test, sql)
  })

/** Makes the databases that the nodes go to. */
export const createSchemas = Effect.fn("RunNode.createSchemas")(function* (
  context: RunContext,
  nodes: ReadonlyArray<Node>
) {
  const clickhouse = yield* ClickHouse
  const built = nodes.filter((node) =>
    node.resourceType === "test"
      ? storeAs(context, node) !== undefined
      : ["model", "seed", "snapshot"].includes(node.resourceType) && node.config.materialized !== "ephemeral"
  )
  for (const schema of new Set(built.map((node) => node.schema))) {
    yield* clickhouse.command(`create database if not exists \`${schema}\``)
  }
})
