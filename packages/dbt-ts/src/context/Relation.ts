import { truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  Dict,
  given,
  HostObject,
  LookupObject,
  method,
  type Named,
  plainFunction,
  type Value
} from "../jinja/Value.ts"

/** A name that comes quoted stays as it is. */
const quoteIdentifier = (name: string): string =>
  /^(`.*`|".*")$/s.test(name) ? name : `\`${name.replace(/[\\`]/g, "\\$&")}\``

export interface Included {
  readonly schema: boolean
  readonly identifier: boolean
}

const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null ? undefined : str(value)

const sameAttribute = (
  names: ReadonlyArray<string>,
  attribute: (relation: Relation, name: string) => Value
): Attributes<Relation> => Object.fromEntries(names.map((name) => [name, attribute]))

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

  override readonly module = "dbt.adapters.clickhouse.relation"
  override readonly isMapping = true
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
      const value = named.get(name)
      return value === undefined || value === null ? this.included[name] : truthy(value)
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

  static readonly #attributes: Attributes<Relation> = {
    database: () => "",
    catalog: () => null,
    schema: (relation) => relation.schema ?? null,
    ...sameAttribute(["identifier", "name", "table"], (relation) => relation.identifier ?? null),
    type: (relation) => relation.type ?? null,
    ...sameAttribute(
      ["is_table", "is_view", "is_cte", "is_materialized_view"],
      (relation, name) => relation.type === name.slice("is_".length)
    ),
    can_exchange: (relation) => relation.type === "table",
    ...sameAttribute(
      ["can_on_cluster", "should_on_cluster", "is_temporary", "is_refreshable", "require_alias"],
      () => false
    ),
    quote_character: () => "`",
    path: ({ schema, identifier }) =>
      Dict.of(Object.entries({ database: "", schema: schema ?? null, identifier: identifier ?? null })),
    include_policy: (relation) => Dict.of([["database", false], ...Object.entries(relation.included)]),
    render: method((relation) => relation.print()),
    // As in dbt the one key that is not an attribute: packages use it to recognize a relation.
    get: method((relation, args) =>
      args[0] === "metadata"
        ? Dict.of([["type", relation.typeName]])
        : given(relation.attribute(str(args[0] ?? "")), () => args[1] ?? null)
    ),
    without_identifier: method(
      ({ schema, type, included }) => new Relation(schema, undefined, type, { ...included, identifier: false })
    ),
    include: method((relation, _args, named) => relation.#including(named)),
    // dbt-clickhouse quotes every name and ignores the quote policy.
    quote: method((relation) => relation),
    quoted: method((_relation, args) => `\`${str(args[0] ?? "")}\``),
    incorporate: method((relation, _args, named) =>
      relation.#with({ path: named.get("path"), type: named.get("type") ?? undefined })
    ),
    replace_path: method((relation, _args, named) => relation.#with({ path: Dict.of(named) })),
    replace: method((relation, _args, named) => relation.#with({ path: named.get("path"), type: named.get("type") })),
    matches: method((relation, _args, named) => relation.#matches(named)),
    derivative: method((relation, args, named) => {
      const suffix = str(args[0] ?? named.get("suffix") ?? "")
      const whole = truthy(args[2] ?? named.get("interpret_suffix_as_full_identifier") ?? false)
      const type = text(args[1] ?? named.get("relation_type")) ?? relation.type
      return new Relation(relation.schema, whole ? suffix : `${relation.identifier}${suffix}`, type)
    }),
    information_schema: method(() => fail("information_schema() of a relation is not supported; query system.columns"))
  }

  override attribute(name: string): Value | undefined {
    return given(attributeIn(Relation.#attributes, this, name), () => relationType(name))
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

const relationType = (name: string): Value | undefined =>
  Object.hasOwn(relationTypes, name) ? relationTypes[name] : undefined

/** `api.Relation`. */
export const relationClass = new LookupObject("RelationProxy", (name) =>
  name === "create" ? plainFunction(name, Relation.create) : relationType(name)
)
