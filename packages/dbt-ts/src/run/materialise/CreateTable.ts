/** A new table with what a query gives. */
import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"
import type { NodeStore } from "../NodeStore.ts"
import { checkContract, contractColumns, hasContract } from "./Contract.ts"
import { querySettings } from "./SettingsClause.ts"
import { tableClauses } from "./TableClauses.ts"

const lines = (...parts: ReadonlyArray<string>): string => parts.filter((part) => part !== "").join("\n")

interface Projection {
  readonly name?: unknown
  readonly query?: unknown
  readonly index?: unknown
}

const projection = (node: Node, { name, query, index }: Projection): string => {
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ""
  if (isGiven(query) === isGiven(index)) {
    const both = isGiven(query) ? "cannot specify both 'query' and 'index'" : "must specify either 'query' or 'index'"
    throw new ProjectError({ subject: node.originalFilePath, reason: `Projection '${String(name)}' ${both}.` })
  }
  if (isGiven(query)) return `add projection ${String(name)} (${String(query)})`
  const columns = Array.isArray(index) ? index.map(String) : [String(index)]
  return `add projection ${String(name)} index ${columns.length > 1 ? `(${columns.join(", ")})` : columns[0]} type basic`
}

/** Projections and indexes, in one statement. */
const additions = (node: Node): ReadonlyArray<string> => {
  const projections = (node.config["projections"] ?? []) as ReadonlyArray<Projection>
  const indexes = (node.config["indexes"] ?? []) as ReadonlyArray<{
    readonly name?: unknown
    readonly definition?: unknown
  }>
  return [
    ...projections.map((each) => projection(node, each)),
    ...indexes.map(({ name, definition }) => `add index ${String(name)} ${String(definition)}`)
  ]
}

/** Creates the table without rows. Engine, keys and settings are the node's. */
const createEmptyTable = Effect.fn("CreateTable.empty")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  const contract = hasContract(node)
  if (contract) yield* checkContract(store, node, sql)
  const columns = contract ? yield* reading(() => contractColumns(node)) : []
  const header = node.config["sql_header"]
  const statement = lines(
    header === undefined || header === null ? "" : String(header),
    `create table ${relation.print()}`,
    contract ? `(\n  ${columns.join(",\n  ")}\n)` : "",
    tableClauses(node),
    contract ? "" : `empty as (\n${sql}\n)`,
    querySettings(node)
  )
  const more = yield* reading(() => additions(node))
  yield* store.command(statement)
  if (more.length > 0) yield* store.command(`alter table ${relation.print()} ${more.join(",\n")}`)
})

/** Adds a query's rows by position; a contract's columns are found by name. */
export const insertInto = Effect.fn("CreateTable.insertInto")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  const names = [...node.columns.keys()].map((name) => `\`${name}\``).join(", ")
  const select = hasContract(node) ? `(${names})\nselect ${names} from (\n${sql}\n)` : sql
  return yield* store.command(lines(`insert into ${relation.print()}`, select, querySettings(node)))
})

export const createTable = Effect.fn("CreateTable.create")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  yield* createEmptyTable(store, node, relation, sql)
  return yield* insertInto(store, node, relation, sql)
})
