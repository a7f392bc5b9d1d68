/** Data tests: a query gives the rows that are wrong, thresholds decide what their number means. */
import { Effect } from "effect"
import { Relation } from "../../context/Relation.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"
import { buildTable } from "../materialise/Table.ts"
import { buildView } from "../materialise/View.ts"
import type { NodeStore } from "../NodeStore.ts"

export interface TestOutcome {
  readonly status: "pass" | "warn" | "fail"
  /** What `fail_calc` counted; 0 for a test that passes. */
  readonly failures: number
  readonly message: string | null
  readonly storedFailures: string | undefined
}

const threshold = (value: unknown): string => String(value ?? "!= 0")

const limited = (node: Node, sql: string): string => {
  const { limit } = node.config
  return limit === undefined || limit === null ? sql : `${sql}\nlimit ${String(limit)}`
}

/** The query that decides a test, as in dbt: with the thresholds of the test's configuration. */
export const testQuery = (node: Node, sql: string): string => {
  const { fail_calc, warn_if, error_if } = node.config
  const count = String(fail_calc ?? "count(*)")
  return [
    "select",
    `  ${count} as failures,`,
    `  ${count} ${threshold(warn_if)} as should_warn,`,
    `  ${count} ${threshold(error_if)} as should_error`,
    "from (",
    sql,
    ") dbt_internal_test"
  ].join("\n")
}

/** Keeps the failing rows as a table or view of the test's name, in the place of those of the run before. */
const store = Effect.fn("RunTest.store")(function* (nodeStore: NodeStore, node: Node, sql: string, kind: string) {
  const relation = new Relation(node.schema, node.alias, kind)
  if (kind === "table") yield* buildTable(nodeStore, node, relation, sql)
  else if (kind === "view") yield* buildView(nodeStore, node, relation, sql)
  else {
    const reason = `'${kind}' is not a valid value for \`store_failures_as\`. Accepted values are: ['ephemeral', 'table', 'view']`
    return yield* new ProjectError({ subject: node.originalFilePath, reason })
  }
  return relation.print()
})

export interface TestSettings {
  /** `table` or `view` to keep failing rows. */
  readonly storeAs: string | undefined
  readonly warnError: boolean
}

/** A test of severity `error` fails on its error threshold and warns on its other one; `warn` never fails. */
export const runTest = Effect.fn("RunTest.run")(function* (
  nodeStore: NodeStore,
  node: Node,
  sql: string,
  { storeAs, warnError }: TestSettings
) {
  const rows = limited(node, sql)
  const storedFailures = storeAs === undefined ? undefined : yield* store(nodeStore, node, rows, storeAs)
  const query = testQuery(node, storedFailures === undefined ? rows : `select * from ${storedFailures}`)
  const { data } = yield* nodeStore.queryCompact(query)
  const [failures, shouldWarn, shouldError] = data[0] ?? []
  if (data.length !== 1 || failures === null || !Number.isFinite(Number(failures))) {
    const reason = `fail_calc '${String(node.config["fail_calc"] ?? "count(*)")}' gave no number`
    return yield* new ProjectError({ subject: node.originalFilePath, reason })
  }
  const count = Number(failures)
  const got = `Got ${count} result${count === 1 ? "" : "s"}, configured to`
  const isError = String(node.config["severity"] ?? "error").toLowerCase() === "error"
  const ended = (status: TestOutcome["status"], message: string | null): TestOutcome => ({
    status,
    failures: status === "pass" ? 0 : count,
    message,
    storedFailures
  })
  if (isError && shouldError) return ended("fail", `${got} fail if ${threshold(node.config["error_if"])}`)
  if (!shouldWarn) return ended("pass", null)
  const [status, verb] = warnError ? (["fail", "fail"] as const) : (["warn", "warn"] as const)
  return ended(status, `${got} ${verb} if ${threshold(node.config["warn_if"])}`)
})
