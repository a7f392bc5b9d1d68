/** The names that the template of one node sees. */
import { Redacted } from "effect"
import type { WarehouseError } from "../../../ports/Warehouse.ts"
import { Dict } from "../jinja/Dict.ts"
import type { Jinja } from "../jinja/Jinja.ts"
import { fromHost } from "../jinja/Json.ts"
import type { Macro } from "../jinja/Macro.ts"
import { str } from "../jinja/Print.ts"
import type { Scope } from "../jinja/Scope.ts"
import { fail, TemplateError } from "../jinja/TemplateError.ts"
import { plainFunction, type Value } from "../jinja/Value.ts"
import type { RefTarget } from "../project/Node.ts"
import type { AdapterHost, AdapterStore } from "./Adapter.ts"
import { ConfigObject } from "./ConfigObject.ts"
import type { MacroLibrary } from "./MacroLibrary.ts"
import type { Relation } from "./Relation.ts"
import { storeNames } from "./StoreNames.ts"

/** What every node of one run shares. */
export interface ContextBase {
  readonly jinja: Jinja
  readonly library: MacroLibrary
  readonly globals: ReadonlyArray<readonly [string, Value]>
}

/** The store, as templates reach it while nodes are compiled. */
export type TemplateStore = AdapterStore

export interface NodeNames {
  readonly ref: (target: RefTarget) => Relation
  readonly source: (source: string, table: string) => Relation
  readonly config: Readonly<Record<string, unknown>>
  /** Set while the project is parsed: hears `config(…)`. */
  readonly heard?: ((settings: Dict) => void) | undefined
  readonly this: Value
  readonly model: Readonly<Record<string, unknown>>
  /** Set while nodes are compiled. */
  readonly store?: TemplateStore | undefined
}

const name = (value: Value | undefined, what: string): string =>
  value === undefined ? fail(`${what} needs a name`) : str(value)

const versionOf = (value: Value | undefined): string | number | undefined => {
  if (value === undefined || value === null) return undefined
  return typeof value === "number" ? value : str(value)
}

/** `ref('name')`, `ref('package', 'name')`, either with `v=` or `version=`. */
const refTarget = (args: ReadonlyArray<Value>, named: ReadonlyMap<string, Value>): RefTarget => {
  for (const key of named.keys()) if (key !== "v" && key !== "version") fail(`ref() with '${key}' is not supported`)
  if (args.length === 0 || args.length > 2) return fail("ref() takes a name, or a package and a name")
  return {
    name: name(args.at(-1), "ref()"),
    package: args.length === 2 ? name(args[0], "ref()") : undefined,
    version: versionOf(named.get("version") ?? named.get("v"))
  }
}

export interface NodeScope {
  readonly scope: Scope
  readonly macros: ReadonlyMap<string, Macro>
}

export const nodeScope = (base: ContextBase, names: NodeNames): NodeScope => {
  let macros: ReadonlyMap<string, Macro> = new Map()
  const scope = base.jinja.scope(base.globals)
  const ref = plainFunction("ref", (args, named) => names.ref(refTarget(args, named)))
  const source = plainFunction("source", (args) => names.source(name(args[0], "source()"), name(args[1], "source()")))
  scope.set("ref", ref)
  scope.set("source", source)
  scope.set(
    "builtins",
    Dict.of([
      ["ref", ref],
      ["source", source]
    ])
  )
  scope.set("config", new ConfigObject(names.config, names.heard))
  scope.set("this", names.this)
  scope.set("model", fromHost(names.model))
  scope.set("schema", fromHost(names.model["schema"]))
  scope.set("database", "")
  scope.set("execute", names.store !== undefined)
  const host: AdapterHost = {
    macro: (wanted) => macros.get(wanted),
    dispatch: (wanted) => macros.get(`clickhouse__${wanted}`) ?? macros.get(`default__${wanted}`),
    store: names.store
  }
  for (const [each, value] of storeNames(host)) scope.set(each, value)
  macros = base.library.install(base.jinja, scope)
  return { scope, macros }
}

/** A query that a template sent failed: the operator sees ClickHouse's words, as real dbt shows them. */
export const queryFailure = (error: WarehouseError): TemplateError =>
  new TemplateError({ message: `${error.message}: ${Redacted.value(error.detail)}` })
