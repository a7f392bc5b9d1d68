import { Dict } from "../jinja/Dict.ts"
import { truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { HostObject, plainFunction, type Value } from "../jinja/Value.ts"

const quoted = (name: string): string => `\`${name.replace(/[\\`]/g, "\\$&")}\``

/** A table, view or common table expression as templates see it; it prints as SQL names it. */
export class Relation extends HostObject {
  readonly typeName = "ClickHouseRelation"
  readonly schema: string | undefined
  readonly identifier: string | undefined
  /** `table`, `view`, `cte`; absent when it is not known. */
  readonly type: string | undefined
  constructor(schema: string | undefined, identifier: string | undefined, type?: string) {
    super()
    this.schema = schema
    this.identifier = identifier
    this.type = type
  }

  override print(): string {
    return [this.schema, this.identifier].flatMap((name) => (name === undefined ? [] : [quoted(name)])).join(".")
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case "database":
        return ""
      case "schema":
        return this.schema ?? null
      case "identifier":
      case "name":
      case "table":
        return this.identifier ?? null
      case "type":
        return this.type ?? null
      case "is_table":
        return this.type === "table"
      case "is_view":
        return this.type === "view"
      case "is_cte":
        return this.type === "cte"
      case "metadata":
        return Dict.of([["type", "ClickHouseRelation"]])
      case "render":
        return plainFunction(name, () => this.print())
      case "without_identifier":
        return plainFunction(name, () => new Relation(this.schema, undefined, this.type))
      case "include":
        return plainFunction(name, (_args, named) => {
          const keeps = (part: string): boolean => truthy(named.get(part) ?? true)
          return new Relation(
            keeps("schema") ? this.schema : undefined,
            keeps("identifier") ? this.identifier : undefined,
            this.type
          )
        })
      case "incorporate":
        return plainFunction(name, (_args, named) => {
          const path = named.get("path")
          const part = (key: string, otherwise: string | undefined): string | undefined => {
            const value = path instanceof Dict ? path.get(key) : undefined
            return value === undefined || value === null ? otherwise : str(value)
          }
          const type = named.get("type")
          return new Relation(
            part("schema", this.schema),
            part("identifier", this.identifier),
            type === undefined || type === null ? this.type : str(type)
          )
        })
      default:
        return undefined
    }
  }
}
