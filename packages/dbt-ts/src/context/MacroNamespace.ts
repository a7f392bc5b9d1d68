/** The macros that templates of one package see, found in dbt's order: its own, the project's, then what dbt has. */
import type { Jinja } from "../jinja/Jinja.ts"
import { Macro } from "../jinja/Macro.ts"
import { Scope } from "../jinja/Scope.ts"
import { fail } from "../jinja/TemplateError.ts"
import { LookupObject, type Named, type Step, type Value } from "../jinja/Value.ts"
import type { DispatchOrder } from "../project/files/ProjectFile.ts"
import type { LibraryEntry } from "./LibraryEntry.ts"

/** Called with each macro that a template calls itself, not with those that these call. */
export type OnMacro = (uniqueId: string) => void

/** A macro of a file, whose calls can be recorded. */
class LibraryMacro extends Macro {
  readonly #macro: Macro
  readonly #around: (step: () => Step<Value>) => Step<Value>
  constructor(macro: Macro, around: (step: () => Step<Value>) => Step<Value>) {
    super(macro.body, () => fail("a macro is called by its own name"))
    this.#macro = macro
    this.#around = around
  }
  override call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    return this.#around(() => this.#macro.call(args, named))
  }
}

/** `dbt.name(…)` and `package.name(…)`. */
const packageMacros = (find: (name: string) => Value | undefined): Value =>
  new LookupObject("MacroNamespace", find, (key) => (typeof key === "string" ? find(key) : undefined))

/** Names of a node, overridden by macros: a project's macro can replace a name of dbt. */
class MacroScope extends Scope {
  readonly #find: (name: string) => Value | undefined
  readonly #set = new Map<string, Value>()
  constructor(around: Scope, find: (name: string) => Value | undefined) {
    super(around)
    this.#find = find
  }
  override get(name: string): Value | undefined {
    const own = this.#set.get(name)
    if (own !== undefined) return own
    const macro = this.#find(name)
    return macro === undefined ? super.get(name) : macro
  }
  /** A value that is set here replaces a macro of that name. */
  override set(name: string, value: Value): void {
    this.#set.set(name, value)
  }
}

export interface NamespaceParts {
  /** Absent where macros are looked up only. */
  readonly jinja: Jinja | undefined
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, LibraryEntry>>
  readonly internal: ReadonlyMap<string, LibraryEntry>
  readonly root: string
  /** The package whose templates see it. */
  readonly local: string
  readonly dispatch: ReadonlyArray<DispatchOrder>
  readonly onMacro: OnMacro | undefined
}

export class MacroNamespace {
  readonly #parts: NamespaceParts
  readonly #made = new Map<LibraryEntry, LibraryMacro>()
  readonly #ofPackage = new Map<string, Value>()
  #scope: Scope | undefined
  #depth = 0
  constructor(parts: NamespaceParts) {
    this.#parts = parts
  }

  /** Returns the scope around whose names macros see, and in which they are found. */
  scopeAround(names: Scope): Scope {
    this.#scope = new MacroScope(names, (name) => this.get(name))
    return this.#scope
  }

  #make(entry: LibraryEntry | undefined): LibraryMacro | undefined {
    const { jinja } = this.#parts
    if (entry === undefined || this.#scope === undefined || jinja === undefined) return undefined
    const made = this.#made.get(entry)
    if (made !== undefined) return made
    const [macro] = jinja.macros([entry.statement], this.#scope)
    const { onMacro } = this.#parts
    const around = (step: () => Step<Value>): Step<Value> => {
      if (onMacro === undefined) return step()
      if (this.#depth === 0) onMacro(entry.node.uniqueId)
      return this.#counted(step)
    }
    const fresh = new LibraryMacro(macro as Macro, around)
    this.#made.set(entry, fresh)
    return fresh
  }

  *#counted(step: () => Step<Value>): Step<Value> {
    this.#depth++
    try {
      return yield* step()
    } finally {
      this.#depth--
    }
  }

  #package(name: string, macros: ReadonlyMap<string, LibraryEntry> | undefined): Value | undefined {
    if (macros === undefined) return undefined
    const made = this.#ofPackage.get(name) ?? packageMacros((macro) => this.#make(macros.get(macro)))
    this.#ofPackage.set(name, made)
    return made
  }

  macro(name: string): Macro | undefined {
    return this.#make(this.#entry(undefined, name))
  }

  /** A macro, or a package's macros, by name. */
  get(name: string): Value | undefined {
    const { packages, internal, root, local } = this.#parts
    return (
      this.#make(packages.get(local)?.get(name) ?? packages.get(root)?.get(name)) ??
      this.#package(name, packages.get(name)) ??
      (name === "dbt" ? this.#package("dbt", internal) : undefined) ??
      this.#make(internal.get(name))
    )
  }

  #entry(owner: string | undefined, name: string): LibraryEntry | undefined {
    const { packages, internal, root, local } = this.#parts
    if (owner === "dbt") return internal.get(name)
    if (owner !== undefined) return packages.get(owner)?.get(name)
    return packages.get(local)?.get(name) ?? packages.get(root)?.get(name) ?? internal.get(name)
  }

  #searched(namespace: string | undefined): ReadonlyArray<string | undefined> {
    if (namespace === undefined) return [undefined]
    const { dispatch, packages, root } = this.#parts
    const order = dispatch.find((each) => each.namespace === namespace)?.searchOrder
    if (order !== undefined) return order
    return namespace === "dbt" || packages.has(namespace) ? [root, namespace] : [undefined]
  }

  /** Returns where `adapter.dispatch` looks: ClickHouse's own form of a macro, then the default one, package after package. */
  #candidates(name: string, namespace: string | undefined): ReadonlyArray<readonly [string | undefined, string]> {
    return this.#searched(namespace).flatMap((owner) =>
      ["clickhouse", "default"].map((prefix) => [owner, `${prefix}__${name}`] as const)
    )
  }

  #dispatched(name: string, namespace: string | undefined): LibraryEntry | undefined {
    for (const [owner, wanted] of this.#candidates(name, namespace)) {
      const found = this.#entry(owner, wanted)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Returns what `adapter.dispatch` gives. */
  dispatch(name: string, namespace: string | undefined): Macro | undefined {
    return this.#make(this.#dispatched(name, namespace))
  }

  /** Returns the unique id of what `adapter.dispatch` would give. */
  dispatchId(name: string, namespace: string | undefined): string | undefined {
    return this.#dispatched(name, namespace)?.node.uniqueId
  }

  /** Returns the macro that names schemas or aliases of a package's nodes: its own, the project's, or dbt's. */
  naming(name: string, owner: string): Macro | undefined {
    const { packages, internal, root } = this.#parts
    return this.#make(packages.get(owner)?.get(name) ?? packages.get(root)?.get(name) ?? internal.get(name))
  }
}
