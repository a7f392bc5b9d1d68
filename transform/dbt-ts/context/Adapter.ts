import type { Effect } from "effect"
import { Dict } from "../jinja/Dict.ts"
import { fromHost } from "../jinja/Json.ts"
import type { Macro } from "../jinja/Macro.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { HostFunction, HostObject, plainFunction, type Value } from "../jinja/Value.ts"
import { Relation } from "./Relation.ts"

/** How the adapter reaches the store; absent while a project is parsed. */
export type RunRows = (sql: string) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, unknown>

const literal = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`

/** `adapter`: what ClickHouse projects use of it. An attribute that is not here is an error that names it. */
export class Adapter extends HostObject {
  readonly typeName = "adapter"
  readonly #macros: () => ReadonlyMap<string, Macro>
  readonly #rows: RunRows | undefined
  constructor(macros: () => ReadonlyMap<string, Macro>, rows: RunRows | undefined) {
    super()
    this.#macros = macros
    this.#rows = rows
  }

  override attribute(name: string): Value | undefined {
    const rows = this.#rows
    switch (name) {
      case "type":
        return plainFunction(name, () => "clickhouse")
      case "quote":
        return plainFunction(name, (args) => `\`${str(args[0] ?? "")}\``)
      case "dispatch":
        return plainFunction(name, (args, named) => {
          const wanted = str(args[0] ?? named.get("macro_name") ?? "")
          const found = ["clickhouse__", "default__"].map((prefix) => this.#macros().get(prefix + wanted))
          return found.find((macro) => macro !== undefined) ?? fail(`dispatch: no macro named '${wanted}' was found`)
        })
      case "get_relation":
        return new HostFunction(name, function* (args, named) {
          const schema = str(args[1] ?? named.get("schema") ?? "")
          const identifier = str(args[2] ?? named.get("identifier") ?? "")
          if (rows === undefined) return null
          const found = (yield* rows(
            `select if(engine = 'View', 'view', 'table') as type from system.tables where database = ${literal(schema)} and name = ${literal(identifier)}`
          )) as ReadonlyArray<{ readonly type: string }>
          return found[0] === undefined ? null : new Relation(schema, identifier, found[0].type)
        })
      case "get_columns_in_relation":
        return new HostFunction(name, function* (args) {
          const [relation] = args
          if (!(relation instanceof Relation)) return fail("get_columns_in_relation() takes a relation")
          if (rows === undefined) return []
          const found = (yield* rows(
            `select name, type from system.columns where database = ${literal(relation.schema ?? "")} and table = ${literal(relation.identifier ?? "")} order by position`
          )) as ReadonlyArray<{ readonly name: string; readonly type: string }>
          return found.map((column) =>
            Dict.of([
              ["name", column.name],
              ["column", column.name],
              ["quoted", `\`${column.name}\``],
              ["dtype", fromHost(column.type)],
              ["data_type", fromHost(column.type)]
            ])
          )
        })
      default:
        return undefined
    }
  }
}
