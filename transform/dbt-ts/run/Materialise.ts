/** Building a model in ClickHouse: aside first, then swapped in by one atomic exchange. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { Relation } from "../context/Relation.ts"
import type { Node } from "../project/Node.ts"
import type { NodeConfig } from "../project/NodeConfig.ts"

const listed = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(", ") : String(value))

const settingsClause = (settings: unknown): string => {
  const entries = Object.entries((settings ?? {}) as Record<string, unknown>)
  const shown = (value: unknown): string =>
    typeof value === "string" ? `'${value.replace(/[\\']/g, "\\$&")}'` : String(Number(value))
  return entries.length === 0
    ? ""
    : `settings ${entries.map(([name, value]) => `${name} = ${shown(value)}`).join(", ")}`
}

/** What stands between the table's name and its query. */
export const tableClauses = (config: NodeConfig): string => {
  const engine = String(config["engine"] ?? "MergeTree()")
  const clauses = [`engine = ${engine}`]
  if (engine.includes("MergeTree")) {
    clauses.push(`order by (${config["order_by"] === undefined ? "tuple()" : listed(config["order_by"])})`)
  }
  if (config["primary_key"] !== undefined) clauses.push(`primary key (${listed(config["primary_key"])})`)
  if (config["partition_by"] !== undefined) clauses.push(`partition by (${listed(config["partition_by"])})`)
  if (config["ttl"] !== undefined) clauses.push(`ttl ${String(config["ttl"])}`)
  // A rebuilt table must never drop an insert as a repeated one.
  clauses.push(settingsClause({ replicated_deduplication_window: 0, ...(config["settings"] as object | undefined) }))
  return clauses.join("\n")
}

const exists = Effect.fn("Materialise.exists")(function* (relation: Relation) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ readonly n: number }>(
    "select count() as n from system.tables where database = {database:String} and name = {name:String}",
    { params: { database: relation.schema ?? "", name: relation.identifier ?? "" } }
  )
  return Number(rows[0]?.n ?? 0) > 0
})

export const aside = (relation: Relation): Relation => new Relation(relation.schema, `${relation.identifier}__dbt_new`)

/** Puts `fresh` in the place of `relation` at one moment, and drops what was there. */
export const swapIn = Effect.fn("Materialise.swapIn")(function* (fresh: Relation, relation: Relation) {
  const warehouse = yield* Warehouse
  const [from, to] = [fresh.print(), relation.print()]
  if (yield* exists(relation)) {
    yield* warehouse.command(`exchange tables ${from} and ${to}`)
    yield* warehouse.command(`drop table ${from} sync`)
  } else yield* warehouse.command(`rename table ${from} to ${to}`)
})

/** Makes the table or view; gives the rows written and the statements sent, for `target/run`. */
export const materialise = Effect.fn("Materialise.materialise")(function* (
  node: Node,
  relation: Relation,
  sql: string
) {
  const warehouse = yield* Warehouse
  const fresh = aside(relation)
  const name = fresh.print()
  const dropLeftover = warehouse.command(`drop table if exists ${name} sync`)
  yield* dropLeftover
  const build = Effect.gen(function* () {
    if (node.config.materialized === "view") {
      const statement = `create view ${name} as (\n${sql}\n)`
      yield* warehouse.command(statement)
      return { rows: undefined, statements: [statement] }
    }
    const query = settingsClause(node.config["query_settings"])
    const create = `create table ${name}\n${tableClauses(node.config)}\nempty as (\n${sql}\n)\n${query}`.trim()
    const insert = `insert into ${name}\n${sql}\n${query}`.trim()
    yield* warehouse.command(create)
    const { written } = yield* warehouse.command(insert)
    return { rows: written, statements: [create, insert] }
  })
  const built = yield* Effect.onError(build, () => Effect.ignore(dropLeftover))
  yield* swapIn(fresh, relation)
  return built
})
