/** The adapter's queries. While a project is parsed there is no store, and each returns what dbt's returns then. */
import { text } from "../jinja/Arguments.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { typeName } from "../jinja/typeName.ts"
import { given, type Named, type Step, Tuple, type Value } from "../jinja/Value.ts"
import { type CompactResult, literal } from "../store/ClickHouse.ts"
import type { AdapterStore } from "./AdapterStore.ts"
import { Column } from "./Column.ts"
import { QueryTable } from "./QueryTable.ts"
import { Relation } from "./Relation.ts"
import { AdapterResponse } from "./Statement.ts"

type Question = (store: AdapterStore | undefined, args: ReadonlyArray<Value>, named: Named) => Step<Value>

const argument = (args: ReadonlyArray<Value>, named: Named, index: number, name: string): Value | undefined =>
  given(args[index], () => named.get(name))

const relationAt = (
  args: ReadonlyArray<Value>,
  named: Named,
  index: number,
  name: string,
  method: string
): Relation => {
  const value = argument(args, named, index, name)
  return value instanceof Relation
    ? value
    : fail(`'adapter.${method}' expects argument '${name}' to be a relation, instead got ${typeName(value ?? null)}`)
}

const kind =
  "multiIf(engine = 'MaterializedView', 'materialized_view', engine = 'View', 'view', engine = 'Dictionary', 'dictionary', 'table')"

function* relations(store: AdapterStore, schema: string, identifier?: string): Step<Array<Relation>> {
  const one = identifier === undefined ? "" : ` and name = ${literal(identifier)}`
  const sql = `select name, ${kind} as type from system.tables where database = ${literal(schema)}${one} order by name`
  const found = (yield* store.rows(sql)) as ReadonlyArray<{ readonly name: string; readonly type: string }>
  return found.map(({ name, type }) => new Relation(schema, name, type))
}

function* columns(store: AdapterStore, relation: Relation): Step<Array<Column>> {
  const found = (yield* store.rows(
    `select name, type from system.columns where database = ${literal(relation.schema ?? "")} and table = ${literal(relation.identifier ?? "")} order by position`
  )) as ReadonlyArray<{ readonly name: string; readonly type: string }>
  return found.map(({ name, type }) => new Column(name, type))
}

function* version(store: AdapterStore): Step<string> {
  const [row] = (yield* store.rows("select version() as version")) as ReadonlyArray<{ readonly version: string }>
  return row?.version ?? ""
}

/** Negative, zero or positive as the first version is older, the same or newer. */
const compareVersions = (left: string, right: string): number => {
  const [a, b] = [left, right].map((each) => each.split(".").map((part) => Number.parseInt(part, 10) || 0))
  for (let i = 0; i < Math.min(a?.length ?? 0, b?.length ?? 0); i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const relationNamed: Question = function* (store, args, named) {
  if (store === undefined) return null
  const schema = str(argument(args, named, 1, "schema") ?? "")
  const [found] = yield* relations(store, schema, str(argument(args, named, 2, "identifier") ?? ""))
  return found ?? null
}

const fromQuery: Question = function* (store, args, named) {
  if (store === undefined) return null
  const sql = text(argument(args, named, 0, "sql"))
  const { meta } = (yield* store.compact(`select * from (\n${sql}\n) limit 0`)) as CompactResult
  return meta.map(({ name, type }) => new Column(name, type))
}

export const questions: Readonly<Record<string, Question>> = {
  *already_exists(store, args, named) {
    if (store === undefined) return false
    const [found] = yield* relations(
      store,
      str(argument(args, named, 0, "schema") ?? ""),
      str(args[1] ?? named.get("name") ?? "")
    )
    return found !== undefined
  },
  *check_schema_exists(store, args, named) {
    if (store === undefined) return false
    const schema = str(argument(args, named, 1, "schema") ?? "")
    const found = (yield* store.rows(
      `select name from system.databases where name = ${literal(schema)}`
    )) as ReadonlyArray<unknown>
    return found.length > 0
  },
  *execute(store, args, named) {
    if (store === undefined) return new Tuple(["", new QueryTable([], [])])
    const sql = text(argument(args, named, 0, "sql"))
    const result = (yield* store.compact(sql)) as CompactResult
    // As in dbt-clickhouse, a result without rows has no columns, except for a query that only reads columns.
    const shows = argument(args, named, 2, "fetch") === true && (result.data.length > 0 || /limit\s+0\s*$/i.test(sql))
    const table = shows ? QueryTable.of(result) : new QueryTable([], [])
    return new Tuple([new AdapterResponse("OK"), table])
  },
  *get_columns_in_relation(store, args, named) {
    return store === undefined
      ? []
      : yield* columns(store, relationAt(args, named, 0, "relation", "get_columns_in_relation"))
  },
  *get_columns_in_table(store, args, named) {
    if (store === undefined) return []
    const [schema, identifier] = [argument(args, named, 0, "schema"), argument(args, named, 1, "identifier")]
    return yield* columns(store, new Relation(str(schema ?? ""), str(identifier ?? "")))
  },
  get_column_schema_from_query: fromQuery,
  *get_missing_columns(store, args, named) {
    if (store === undefined) return []
    const from = yield* columns(store, relationAt(args, named, 0, "from_relation", "get_missing_columns"))
    const to = yield* columns(store, relationAt(args, named, 1, "to_relation", "get_missing_columns"))
    return from.filter(({ name }) => !to.some((other) => other.name === name))
  },
  get_relation: relationNamed,
  *is_at_or_after_version(store, args) {
    return store !== undefined && compareVersions(yield* version(store), text(args[0])) >= 0
  },
  *is_before_version(store, args) {
    return store !== undefined && compareVersions(text(args[0]), yield* version(store)) > 0
  }
}
