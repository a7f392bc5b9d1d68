import { Effect } from "effect"
import type { Node, UnitTest } from "../project/Node.ts"
import { reading } from "../project/Reading.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import { type Compiler, relationOf } from "./Compile.ts"
import { columnsOfQuery } from "./materialise/Existing.ts"
import { buildIncremental } from "./materialise/Incremental.ts"
import { buildTable } from "./materialise/Table.ts"
import { buildView } from "./materialise/View.ts"
import type { NodeStore } from "./NodeStore.ts"
import { type Outcome, settle } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"
import { loadSeed } from "./seed/Seed.ts"
import { buildSnapshot } from "./snapshot/Snapshot.ts"
import { runTest } from "./test/RunTest.ts"
import { storedFailuresAs } from "./test/StoredFailures.ts"
import { compileUnitTest, whereOf } from "./unit/CompileUnitTest.ts"
import { fixtureRows } from "./unit/FixtureRows.ts"
import { byLowerName, expectedSql, unitTestQuery } from "./unit/FixtureSql.ts"
import { differenceText, type Row, rowDifference } from "./unit/RowDifference.ts"

/** A node's own `full_refresh` goes before the flag. */
const isFullRefresh = ({ options }: RunContext, { config }: Node): boolean => {
  const { full_refresh: own } = config
  return own === undefined || own === null ? options.fullRefresh === true : own === true
}

const build = Effect.fn("Build.build")(function* (context: RunContext, store: NodeStore, node: Node, sql: string) {
  const relation = relationOf(node)
  const fullRefresh = isFullRefresh(context, node)
  const built = (rows: number | undefined): Outcome => ({
    status: "success",
    message: "OK",
    rows,
    adapterResponse: { _message: "OK", ...(rows === undefined ? {} : { rows_affected: rows }) }
  })
  if (node.resourceType === "seed") {
    const csv = context.project.seedText.get(node.uniqueId) ?? ""
    const rows = yield* loadSeed(store, node, relation, csv, fullRefresh)
    const code = fullRefresh ? "CREATE" : "INSERT"
    const message = `${code} ${rows}`
    return { ...built(rows), message, adapterResponse: { _message: message, code, rows_affected: rows } }
  }
  if (node.resourceType === "snapshot") return built(yield* buildSnapshot(store, node, relation, sql))
  const { materialized } = node.config
  if (materialized === "view") {
    yield* buildView(store, node, relation, sql)
    return built(undefined)
  }
  if (materialized === "incremental") {
    const lightweightDeletes = context.project.target.useLightweightDeletes === true
    return built(yield* buildIncremental(store, node, relation, sql, { fullRefresh, lightweightDeletes }))
  }
  return built(yield* buildTable(store, node, relation, sql))
})

/** Statements that a node's configuration puts before and after its building. */
type HookKind = "pre" | "post"

/** One hook, in any of the forms that a project may write. */
const read = (value: unknown): ReadonlyArray<{ readonly sql: string; readonly transaction: boolean }> => {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.flatMap(read)
  if (typeof value === "object") {
    const { sql, transaction } = value as { readonly sql?: unknown; readonly transaction?: unknown }
    return [{ sql: String(sql ?? ""), transaction: transaction !== false }]
  }
  return [{ sql: String(value), transaction: true }]
}

/** Returns the hooks in dbt's order: those outside of a transaction are first before a model, and last after it. ClickHouse has no transactions. */
const ordered = (kind: HookKind, node: Node) => {
  const hooks = [...read(node.config[`${kind}-hook`]), ...read(node.config[`${kind}_hook`])]
  const inside = hooks.filter(({ transaction }) => transaction)
  const outside = hooks.filter(({ transaction }) => !transaction)
  return kind === "pre" ? [...outside, ...inside] : [...inside, ...outside]
}

/** Runs the node's hooks of one kind in order, each rendered just before it is sent. */
const runHooks = Effect.fn("Hooks.run")(function* (
  store: NodeStore,
  compiler: Pick<Compiler, "renderText">,
  node: Node,
  kind: HookKind
) {
  for (const [index, { sql }] of ordered(kind, node).entries()) {
    const text = yield* compiler.renderText(node, `${node.originalFilePath} ${kind}-hook ${index + 1}`, sql)
    const statement = text.trim().replace(/;\s*$/, "")
    if (statement !== "") yield* store.command(statement)
  }
})

const text = (cell: unknown): string =>
  cell === null ? "NULL" : typeof cell === "string" ? cell : JSON.stringify(cell)

/** Marks a text that looks like a missing value. */
const distinct = (cell: unknown): string => (cell === "NULL" ? '"NULL"' : text(cell))

/** Compares what the model's SQL gives with what the test expects, in the columns that it names. */
const runUnitTest = Effect.fn("RunUnitTest.run")(function* (store: NodeStore, test: UnitTest, sql: string) {
  const where = whereOf(test)
  const columns = byLowerName(yield* columnsOfQuery(store, sql))
  const rows = yield* reading(() => fixtureRows(where, test.expect))
  const expected =
    rows === undefined
      ? { sql: String(test.expect.rows), columns: [...columns.values()].map(({ name }) => `"${name}"`) }
      : yield* reading(() => expectedSql(where, columns, rows))
  const { meta, data } = yield* store.queryCompact(unitTestQuery(sql, expected))
  const rowsOf = (kind: string): ReadonlyArray<Row> =>
    data.filter((row) => row.at(-1) === kind).map((row) => row.slice(0, -1).map(distinct))
  const difference = rowDifference(rowsOf("expected"), rowsOf("actual"))
  if (difference === undefined) return { status: "pass", failures: 0, message: null } as const
  const names = meta.slice(0, -1).map(({ name }) => name)
  return { status: "fail", failures: 1, message: differenceText(names, difference) } as const
})

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
