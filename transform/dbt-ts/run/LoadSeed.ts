/** Seeds: small CSV files as tables, with agate's types as dbt-clickhouse maps them. */
import { parse } from "csv-parse/sync"
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import type { Relation } from "../context/Relation.ts"
import type { Node } from "../project/Node.ts"
import { aside, swapIn, tableClauses } from "./Materialise.ts"

type Kind = "Int32" | "Float32" | "Date" | "Bool" | "String"

const kinds: ReadonlyArray<readonly [Kind, RegExp]> = [
  ["Int32", /^-?\d+$/],
  ["Float32", /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/],
  ["Date", /^\d{4}-\d{2}-\d{2}$/],
  ["Bool", /^(true|false)$/i]
]

/** The narrowest kind that every value which is not blank fits. */
export const seedType = (values: ReadonlyArray<string>): Kind => {
  const present = values.filter((value) => value.trim() !== "")
  if (present.length === 0) return "String"
  return kinds.find(([, pattern]) => present.every((value) => pattern.test(value.trim())))?.[0] ?? "String"
}

const blanks: Readonly<Record<Kind, unknown>> = { Int32: 0, Float32: 0, Date: "1970-01-01", Bool: false, String: "" }

const cell = (kind: Kind | undefined, value: string): unknown => {
  // A column whose type the project gives is converted by ClickHouse.
  if (kind === undefined || kind === "String") return value
  if (value.trim() === "") return blanks[kind]
  if (kind === "Int32" || kind === "Float32") return Number(value)
  return kind === "Bool" ? value.trim().toLowerCase() === "true" : value.trim()
}

export const loadSeed = Effect.fn("LoadSeed.loadSeed")(function* (node: Node, relation: Relation, csv: string) {
  const warehouse = yield* Warehouse
  const delimiter = String(node.config["delimiter"] ?? ",")
  const [header = [], ...rows] = parse(csv, { bom: true, delimiter, skip_empty_lines: true }) as Array<Array<string>>
  const given = (node.config["column_types"] ?? {}) as Readonly<Record<string, string>>
  const columns = header.map((name, index) => {
    const type = given[name]
    const kind = type === undefined ? seedType(rows.map((row) => row[index] ?? "")) : undefined
    return { name, kind, type: type ?? (kind as Kind) }
  })
  const fresh = aside(relation)
  const drop = warehouse.command(`drop table if exists ${fresh.print()} sync`)
  yield* drop
  const definition = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(", ")
  const create = `create table ${fresh.print()} (${definition})\n${tableClauses(node.config)}`
  const build = Effect.gen(function* () {
    yield* warehouse.command(create)
    const values = rows.map((row) =>
      Object.fromEntries(columns.map(({ name, kind }, index) => [name, cell(kind, row[index] ?? "")]))
    )
    if (values.length > 0) yield* warehouse.insert(`${fresh.schema}.${fresh.identifier}`, values, { token: "" })
  })
  yield* Effect.onError(build, () => Effect.ignore(drop))
  yield* swapIn(fresh, relation)
  return { rows: rows.length, statements: [create] }
})
