/** What a unit test puts in the place of macros, variables and the environment. */
import { fromHost } from "../../jinja/Json.ts"
import { str } from "../../jinja/Print.ts"
import type { Scope } from "../../jinja/Scope.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { HostObject, type Named, plainFunction, type Step, type Value } from "../../jinja/Value.ts"
import type { UnitTest } from "../../project/Node.ts"

type Given = Readonly<Record<string, unknown>>

/** `var` or `env_var`: returns the test's overrides, else the project's values. */
class Overridden extends HostObject {
  readonly typeName = "function"
  readonly #given: Given
  readonly #original: HostObject
  constructor(given: Given, original: HostObject) {
    super()
    this.#given = given
    this.#original = original
  }
  override readonly callable = true
  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const name = args[0] === undefined ? undefined : str(args[0])
    if (name !== undefined && Object.hasOwn(this.#given, name)) return fromHost(this.#given[name])
    return yield* this.#original.call(args, named)
  }
  override attribute(name: string): Value | undefined {
    return this.#original.attribute(name)
  }
}

/** A package's macros, some of which the test replaces. */
class OverriddenPackage extends HostObject {
  readonly typeName = "MacroNamespace"
  readonly #macros: ReadonlyMap<string, Value>
  readonly #original: HostObject
  constructor(macros: ReadonlyMap<string, Value>, original: HostObject) {
    super()
    this.#macros = macros
    this.#original = original
  }
  override attribute(name: string): Value | undefined {
    return this.#macros.get(name) ?? this.#original.attribute(name)
  }
}

/** Sets the overrides in the scope of a model's template. */
export const override = (scope: Scope, { overrides, name: test }: UnitTest): void => {
  for (const [name, given] of [
    ["var", overrides.vars],
    ["env_var", overrides.env_vars]
  ] as const) {
    const original = scope.get(name)
    if (original instanceof HostObject && Object.keys(given).length > 0)
      scope.set(name, new Overridden(given, original))
  }
  const packages = new Map<string, Map<string, Value>>()
  for (const [name, value] of Object.entries(overrides.macros)) {
    const macro = plainFunction(name, () => fromHost(value))
    const [owner, inner] = name.split(".")
    if (inner === undefined) scope.set(name, macro)
    else packages.set(owner as string, (packages.get(owner as string) ?? new Map()).set(inner, macro))
  }
  for (const [owner, macros] of packages) {
    const original = scope.get(owner)
    if (!(original instanceof HostObject))
      fail(`unit test '${test}' overrides a macro of '${owner}', which is not a package`)
    else scope.set(owner, new OverriddenPackage(macros, original))
  }
}
