/** `var`: values of the caller take precedence over those of the project, and these over those of the package. */

import { fromHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { given, HostObject, plainFunction, type Step, type Value } from "../jinja/Value.ts"
import type { ProjectFile } from "../project/files/ProjectFile.ts"
import { isSettings } from "../project/files/Yaml.ts"
import type { Settings } from "../project/Settings.ts"

/** Returns the `vars` of a project as a package sees them: its own section overrides the others. */
const varsFor = (file: ProjectFile, packageName: string): Settings => {
  const own = file.vars[packageName]
  return isSettings(own) ? { ...file.vars, ...own } : file.vars
}

/** Every variable that templates of a package see. */
export const variablesOf = (given: Settings, root: ProjectFile, own: ProjectFile): Settings => ({
  ...(own === root ? {} : varsFor(own, own.name)),
  ...varsFor(root, own.name),
  ...given
})

export interface VarOptions {
  /** Value of a variable that is not set and has no default; an error when left out. */
  readonly missing?: Value | undefined
  /** Renders a template in a variable's text. */
  readonly render?: ((text: string) => Step<Value>) | undefined
}

/** `var(name, default)` and `var.has_var(name)`. A variable without value and default fails the template. */
export class VarFunction extends HostObject {
  readonly typeName = "Var"
  readonly #values: Settings
  readonly #options: VarOptions
  constructor(values: Settings, options: VarOptions = {}) {
    super()
    this.#values = values
    this.#options = options
  }
  override readonly callable = true
  override *call(args: ReadonlyArray<Value>, named: ReadonlyMap<string, Value>): Step<Value> {
    const name = str(given(args[0], () => given(named.get("var_name"), () => fail("var() needs a name"))))
    if (Object.hasOwn(this.#values, name)) {
      const value = this.#values[name]
      const { render } = this.#options
      return typeof value === "string" && render !== undefined && /\{[{%#]/.test(value)
        ? yield* render(value)
        : fromHost(value)
    }
    const otherwise = given(args[1], () => named.get("default"))
    return given(otherwise, () =>
      given(this.#options.missing, () => fail(`Required var '${name}' not found in config`))
    )
  }
  override attribute(name: string): Value | undefined {
    if (name !== "has_var") return undefined
    return plainFunction(name, (args) => Object.hasOwn(this.#values, str(given(args[0], () => ""))))
  }
}
