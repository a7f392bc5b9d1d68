import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import type { Node } from "../project/Node.ts"

export interface TestOutcome {
  readonly status: "pass" | "warn" | "fail"
  /** What `fail_calc` counted. */
  readonly failures: number
  readonly message: string | null
}

/** The question that decides a test: dbt's, with the thresholds of the test's configuration. */
export const testQuestion = (node: Node, sql: string): string => {
  const { config } = node
  const count = String(config["fail_calc"] ?? "count(*)")
  const limit = config["limit"] === undefined || config["limit"] === null ? "" : `\nlimit ${String(config["limit"])}`
  return [
    "select",
    `  ${count} as failures,`,
    `  ${count} ${String(config["warn_if"] ?? "!= 0")} as should_warn,`,
    `  ${count} ${String(config["error_if"] ?? "!= 0")} as should_error`,
    "from (",
    `${sql}${limit}`,
    ") dbt_internal_test"
  ].join("\n")
}

/** A test of severity `error` fails on its error threshold and warns on its other one; `warn` never fails. */
export const runTest = Effect.fn("RunTest.runTest")(function* (node: Node, sql: string) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{
    readonly failures: number | null
    readonly should_warn: number | boolean
    readonly should_error: number | boolean
  }>(testQuestion(node, sql))
  const row = rows[0]
  const failures = Number(row?.failures ?? 0)
  const isError = String(node.config["severity"] ?? "error").toLowerCase() === "error"
  const got = `Got ${failures} result${failures === 1 ? "" : "s"}, configured to`
  if (isError && row?.should_error) {
    return { status: "fail", failures, message: `${got} fail if ${String(node.config["error_if"] ?? "!= 0")}` } as const
  }
  if (row?.should_warn) {
    return { status: "warn", failures, message: `${got} warn if ${String(node.config["warn_if"] ?? "!= 0")}` } as const
  }
  return { status: "pass", failures, message: null } as const
})
