/** Promised columns: what a model's query gives must have their names and types. */
import { Effect } from "effect"
import { Column as StoreColumn } from "../../context/Column.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Column, Node } from "../../project/Node.ts"
import type { NodeStore } from "../NodeStore.ts"
import { columnsOfQuery } from "./Existing.ts"
import { querySettings } from "./SettingsClause.ts"

/** Returns whether a model promises its columns. */
export const hasContract = (node: Node): boolean => {
  const contract = node.config["contract"] as { readonly enforced?: unknown } | undefined
  return node.contract?.enforced ?? contract?.enforced === true
}

interface Mismatch {
  readonly name: string
  readonly given: string
  readonly promised: string
  readonly reason: string
}

/** Returns a table of mismatches with dbt's four columns. */
const table = (mismatches: ReadonlyArray<Mismatch>): string => {
  const rows = mismatches.map(({ name, given, promised, reason }) => [name, given, promised, reason])
  const all = [["column_name", "definition_type", "contract_type", "mismatch_reason"], ...rows]
  const widths = [0, 1, 2, 3].map((at) => Math.max(...all.map((row) => (row[at] as string).length)))
  const line = (cells: ReadonlyArray<string>): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join(" | ")} |`
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`
  return [line(all[0] as Array<string>), rule, ...all.slice(1).map(line)].join("\n")
}

const mismatchesOf = (
  given: ReadonlyArray<{ readonly name: string; readonly type: string }>,
  promised: ReadonlyMap<string, Column>
): ReadonlyArray<Mismatch> => {
  const names = new Set(given.map(({ name }) => name))
  const found = given.flatMap(({ name, type }): ReadonlyArray<Mismatch> => {
    const column = promised.get(name)
    if (column === undefined) return [{ name, given: type, promised: "", reason: "missing in contract" }]
    const wanted = column.dataType ?? "None"
    return wanted === type ? [] : [{ name, given: type, promised: wanted, reason: "data type mismatch" }]
  })
  const missing = [...promised.values()].flatMap(
    ({ name, dataType }): ReadonlyArray<Mismatch> =>
      names.has(name) ? [] : [{ name, given: "", promised: dataType ?? "None", reason: "missing in definition" }]
  )
  return [...found, ...missing].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Fails with the list of mismatches when the query does not give what the model promises. */
export const checkContract = Effect.fn("Contract.check")(function* (store: NodeStore, node: Node, sql: string) {
  const refuse = (reason: string) => new ProjectError({ subject: node.originalFilePath, reason })
  if (node.columns.size === 0) {
    return yield* refuse("This model has an enforced contract, and its 'columns' specification is missing")
  }
  const columns = yield* columnsOfQuery(store, sql, querySettings(node))
  const mismatches = mismatchesOf(
    columns.map(({ name, type }) => ({ name, type: new StoreColumn("", type).dataType })),
    node.columns
  )
  if (mismatches.length === 0) return
  return yield* refuse(
    "This model has an enforced contract that failed.\n" +
      "Please ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n\n" +
      table(mismatches)
  )
})

/** Returns the columns of a table with a contract: types, codecs, times to live and the checks that ClickHouse has. */
export const contractColumns = (node: Node): ReadonlyArray<string> => {
  const columns = [...node.columns.values()].map(({ name, dataType, extra = {} }) => {
    const codec = extra["codec"] ? `CODEC(${String(extra["codec"])})` : ""
    const ttl = extra["ttl"] ? `TTL ${String(extra["ttl"])}` : ""
    return [`\`${name}\``, dataType ?? "", codec, ttl].filter((part) => part !== "").join(" ")
  })
  const checks = node.constraints.flatMap(({ type, name, expression }) => {
    if (type !== "check" || !expression) return []
    if (!name) throw new ProjectError({ subject: node.originalFilePath, reason: "CHECK Constraint 'name' is required" })
    return [`CONSTRAINT ${name} CHECK (${expression})`]
  })
  return [...columns, ...checks]
}
