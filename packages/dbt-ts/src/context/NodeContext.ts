/** The names that the template of one node sees. */
import { Redacted } from "effect"
import type { Jinja } from "../jinja/Jinja.ts"
import { fromHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import type { Scope } from "../jinja/Scope.ts"
import { fail, TemplateError } from "../jinja/TemplateError.ts"
import { Dict, Float, given, HostFunction, LookupObject, plainFunction, type Step, type Value } from "../jinja/Value.ts"
import { parseFile } from "../project/files/ParseFile.ts"
import type { Manifest, RefTarget } from "../project/Node.ts"
import type { ClickHouseError } from "../store/ClickHouse.ts"
import type { AdapterStore } from "./AdapterStore.ts"
import { ConfigObject } from "./ConfigObject.ts"
import type { GlobalNames } from "./GlobalNames.ts"
import { graphValue } from "./GraphValue.ts"
import type { MacroLibrary } from "./MacroLibrary.ts"
import type { MacroNamespace, OnMacro } from "./MacroNamespace.ts"
import type { Relation } from "./Relation.ts"
import { storeNames } from "./StoreNames.ts"

/** What every node of one run shares. */
export interface ContextBase {
  readonly jinja: Jinja
  readonly library: MacroLibrary
  readonly globals: GlobalNames
  /** Name of the project that is built. */
  readonly root: string
  /** Set when the project is parsed: `graph`. */
  readonly manifest?: Manifest | undefined
  /** Unique ids of what the command chose: `selected_resources`. */
  readonly selected?: ReadonlyArray<string> | undefined
}

export interface NodeNames {
  readonly ref: (target: RefTarget) => Relation
  readonly source: (source: string, table: string) => Relation
  readonly config: Readonly<Record<string, unknown>>
  /** Set while the project is parsed: called with each `config(…)`. */
  readonly onConfig?: ((settings: Dict) => void) | undefined
  /** Set while the project is parsed: called with each macro that the template calls itself. */
  readonly onMacro?: OnMacro | undefined
  readonly this: Value
  /** The node's document; its `package_name` says whose macros and variables are seen. */
  readonly model: Readonly<Record<string, unknown>>
  /** Set while nodes are compiled. */
  readonly store?: AdapterStore | undefined
}

const name = (value: Value | undefined, what: string): string =>
  value === undefined ? fail(`${what} needs a name`) : str(value)

const versionOf = (value: Value | undefined): string | number | undefined => {
  if (value === undefined || value === null) return undefined
  if (value instanceof Float) return value.value
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

/** `context`: the names themselves, by name. */
const contextValue = (find: (name: string) => Value | undefined): Value =>
  new LookupObject(
    "context",
    (key) =>
      key === "get"
        ? plainFunction(key, (args) => given(find(str(given(args[0], () => ""))), () => given(args[1], () => null)))
        : find(key),
    (key) => find(str(key))
  )

export interface NodeScope {
  readonly scope: Scope
  readonly macros: MacroNamespace
}

/** Settings of the model that have their own names. */
const ofModel = ({ model }: NodeNames): ReadonlyArray<readonly [string, Value]> => {
  const config = (model["config"] ?? {}) as Readonly<Record<string, unknown>>
  return [
    ["model", fromHost(model)],
    ["schema", fromHost(model["schema"])],
    ["database", ""],
    ["pre_hooks", fromHost(config["pre-hook"] ?? [])],
    ["post_hooks", fromHost(config["post-hook"] ?? [])]
  ]
}

/** Returns the names of one node's template: those of the project, its macros, `this`, `config`, `ref`, `source`, and the store while it runs. */
export const nodeScope = (base: ContextBase, names: NodeNames): NodeScope => {
  const packageName = String(names.model["package_name"] ?? base.root)
  const macros = base.library.namespace(base.jinja, packageName, names.onMacro)
  const render = function* (text: string): Step<Value> {
    return (yield* base.jinja.render("var", parseFile("var", text), scope)) as string
  }
  const parsing = names.store === undefined && names.onConfig !== undefined
  const globals = base.globals.of(packageName, { render, ...(parsing ? { missing: null } : {}) })
  const ref = plainFunction("ref", (args, named) => names.ref(refTarget(args, named)))
  const named = (value: Value | undefined) => name(value, "source()")
  const source = plainFunction("source", (args, kwargs) =>
    names.source(
      named(given(args[0], () => kwargs.get("source_name"))),
      named(given(args[1], () => kwargs.get("table_name")))
    )
  )
  const config = new ConfigObject(names.config, names.onConfig)
  const host = {
    macro: (macro: string) => macros.macro(macro),
    dispatch: (macro: string, namespace: string | undefined) => macros.dispatch(macro, namespace),
    store: names.store
  }
  const outer = base.jinja.scope(globals)
  const scope = macros.scopeAround(outer)
  const own: ReadonlyArray<readonly [string, Value]> = [
    ["ref", ref],
    ["source", source],
    ["config", config],
    ["this", names.this],
    ...ofModel(names),
    ["execute", names.store !== undefined],
    ...storeNames(host),
    ["graph", graphValue(base.manifest)],
    ["selected_resources", [...(base.selected ?? [])]],
    ["context", contextValue((key) => scope.get(key))],
    ["render", new HostFunction("render", (args) => render(str(given(args[0], () => ""))))]
  ]
  for (const [key, value] of own) outer.set(key, value)
  outer.set("builtins", Dict.of([...globals, ...own].filter(([key]) => key !== "context")))
  return { scope, macros }
}

/** Converts the error of a template's query. It contains ClickHouse's own message, as in dbt. */
export const queryFailure = (error: ClickHouseError): TemplateError =>
  new TemplateError({
    // The reason of a refused statement is its detail too.
    message: error.kind === "refused" ? error.message : `${error.message}: ${Redacted.value(error.detail)}`
  })
