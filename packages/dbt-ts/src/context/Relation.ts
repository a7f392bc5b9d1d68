import { truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { Dict, given, HostObject, type Named, plainFunction, type Value } from "../jinja/Value.ts"

/** A name that comes quoted stays as it is. */
export const quoteIdentifier = (name: string): string =>
  /^(`.*`|".*")$/s.test(name) ? name : `\`${name.replace(/[\\`]/g, "\\$&")}\``

export interface Included {
  readonly schema: boolean
  readonly identifier: boolean
}

const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null ? undefined : str(value)

/** A table, view or common table expression as templates see it; it prints as SQL names it. */
export class Relation extends HostObject {
  readonly typeName = "ClickHouseRelation"
  readonly schema: string | undefined
  readonly identifier: string | undefined
  /** `table`, `view`, `cte`, …; absent when it is not known. */
  readonly type: string | undefined
  /** Which parts of the name are printed. */
  readonly included: Included
  constructor(
    schema: string | undefined,
    identifier: string | undefined,
    type?: string,
    included: Included = { schema: true, identifier: true }
  ) {
    super()
    this.schema = schema
    this.identifier = identifier
    this.type = type
    this.included = included
  }

  /** `api.Relation.create(…)`. */
  static create(args: ReadonlyArray<Value>, named: Named): Relation {
    const part = (index: number, name: string): string | undefined => text(given(args[index], () => named.get(name)))
    const [database, schema] = [part(0, "database"), part(1, "schema")]
    if (database !== undefined && database !== "" && database !== schema) {
      fail(`Cannot set database ${database} in clickhouse!`)
    }
    return new Relation(schema, part(2, "identifier"), part(3, "type"))
  }

  override get module(): string {
    return "dbt.adapters.clickhouse.relation"
  }
  override get isMapping(): boolean {
    return true
  }
  override truthy(): boolean {
    return true
  }
  override print(): string {
    const { schema, identifier } = this
    const parts = [this.included.schema ? schema : undefined, this.included.identifier ? identifier : undefined]
    return parts.flatMap((name) => (name === undefined || name === "" ? [] : [quoteIdentifier(name)])).join(".")
  }
  override repr(): string {
    return `<ClickHouseRelation ${this.print()}>`
  }
  override equals(other: HostObject): boolean {
    return (
      other instanceof Relation &&
      other.schema === this.schema &&
      other.identifier === this.identifier &&
      other.type === this.type &&
      other.print() === this.print()
    )
  }
  override key(): string {
    return `relation ${this.print()}`
  }

  #with(changes: { readonly path?: Value | undefined; readonly type?: Value | undefined }): Relation {
    const { path } = changes
    const part = (name: string, otherwise: string | undefined): string | undefined => {
      const value = path instanceof Dict ? path.get(name) : undefined
      return value === undefined ? otherwise : text(value)
    }
    const type = changes.type === undefined ? this.type : (text(changes.type) ?? this.type)
    return new Relation(part("schema", this.schema), part("identifier", this.identifier), type, this.included)
  }
  #including(named: Named): Relation {
    const keeps = (name: keyof Included): boolean => {
      const asked = named.get(name)
      return asked === undefined || asked === null ? this.included[name] : truthy(asked)
    }
    const included = { schema: keeps("schema"), identifier: keeps("identifier") }
    return new Relation(this.schema, this.identifier, this.type, included)
  }
  #matches(named: Named): boolean {
    const schema = named.get("schema")
    if (schema !== undefined && truthy(schema)) {
      fail(`Passed unexpected schema value ${str(schema)} to Relation.matches`)
    }
    return str(named.get("database") ?? "") === "" && this.identifier === text(named.get("identifier"))
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case "database":
      case "catalog":
        return name === "database" ? "" : null
      case "schema":
        return this.schema ?? null
      case "identifier":
      case "name":
      case "table":
        return this.identifier ?? null
      case "type":
        return this.type ?? null
      case "is_table":
      case "is_view":
      case "is_cte":
      case "is_materialized_view":
        return this.type === name.slice("is_".length)
      case "can_exchange":
        return this.type === "table"
      case "can_on_cluster":
      case "should_on_cluster":
      case "is_temporary":
      case "is_refreshable":
      case "require_alias":
        return false
      case "quote_character":
        return "`"
      case "path":
        return Dict.of([
          ["database", ""],
          ["schema", this.schema ?? null],
          ["identifier", this.identifier ?? null]
        ])
      case "include_policy":
        return Dict.of([["database", false], ...Object.entries(this.included)])
      default:
        return this.#method(name) ?? relationTypes[name]
    }
  }

  #method(name: string): Value | undefined {
    switch (name) {
      case "render":
        return plainFunction(name, () => this.print())
      case "get":
        // As in dbt the one key that is no attribute: packages ask it whether this is a relation.
        return plainFunction(name, (args) =>
          args[0] === "metadata"
            ? Dict.of([["type", this.typeName]])
            : given(this.attribute(str(args[0] ?? "")), () => args[1] ?? null)
        )
      case "without_identifier":
        return plainFunction(
          name,
          () => new Relation(this.schema, undefined, this.type, { ...this.included, identifier: false })
        )
      case "include":
        return plainFunction(name, (_args, named) => this.#including(named))
      case "quote":
        // dbt-clickhouse quotes every name and ignores the quote policy.
        return plainFunction(name, () => this)
      case "quoted":
        return plainFunction(name, (args) => `\`${str(args[0] ?? "")}\``)
      case "incorporate":
        return plainFunction(name, (_args, named) =>
          this.#with({ path: named.get("path"), type: named.get("type") ?? undefined })
        )
      case "replace_path":
        return plainFunction(name, (_args, named) => this.#with({ path: Dict.of(named) }))
      case "replace":
        return plainFunction(name, (_args, named) => this.#with({ path: named.get("path"), type: named.get("type") }))
      case "matches":
        return plainFunction(name, (_args, named) => this.#matches(named))
      case "derivative":
        return plainFunction(name, (args, named) => {
          const suffix = str(args[0] ?? named.get("suffix") ?? "")
          const whole = truthy(args[2] ?? named.get("interpret_suffix_as_full_identifier") ?? false)
          const type = text(args[1] ?? named.get("relation_type")) ?? this.type
          return new Relation(this.schema, whole ? suffix : `${this.identifier}${suffix}`, type)
        })
      case "information_schema":
        return plainFunction(name, () =>
          fail("information_schema() of a relation is not supported; ask system.columns")
        )
      default:
        return undefined
    }
  }
}

/** Names of types that relations and their class have as attributes. */
const relationTypes: Readonly<Record<string, string>> = {
  CTE: "cte",
  External: "external",
  MaterializedView: "materialized_view",
  Table: "table",
  View: "view"
}

/** `api.Relation`. */
export class RelationClass extends HostObject {
  readonly typeName = "RelationProxy"
  override attribute(name: string): Value | undefined {
    if (name === "create") return plainFunction(name, Relation.create)
    return Object.hasOwn(relationTypes, name) ? relationTypes[name] : undefined
  }
}
