import { fromHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { Dict, given, HostObject, type Named, plainFunction, type Value } from "../jinja/Value.ts"

/**
 * `config`. While a project is parsed a call of it is recorded and questions get no answer yet; afterwards calls say
 * nothing and questions are answered from the merged configuration.
 */
export class ConfigObject extends HostObject {
  readonly typeName = "Config"
  readonly #onConfig: ((settings: Dict) => void) | undefined
  readonly #config: Readonly<Record<string, unknown>>
  constructor(config: Readonly<Record<string, unknown>>, onConfig: ((settings: Dict) => void) | undefined) {
    super()
    this.#config = config
    this.#onConfig = onConfig
  }

  override readonly callable = true

  protected override result(args: ReadonlyArray<Value>, named: Named): Value {
    const [first] = args
    if (first !== undefined && !(first instanceof Dict)) return fail("config() takes one dictionary or named settings")
    this.#onConfig?.(first ?? Dict.of(named))
    return ""
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case "set":
        return plainFunction(name, ([key, value], named) => {
          const setting = str(key ?? named.get("name") ?? fail("config.set() needs a name"))
          this.#onConfig?.(Dict.of(new Map([[setting, value ?? named.get("value") ?? null]])))
          return ""
        })
      case "get":
      case "require":
        return this.#question(name, this.#config)
      case "meta_get":
      case "meta_require":
        return this.#question(name, (this.#config["meta"] ?? {}) as Readonly<Record<string, unknown>>)
      case "persist_relation_docs":
        return this.#persistDocs(name, "relation")
      case "persist_column_docs":
        return this.#persistDocs(name, "columns")
      default:
        return undefined
    }
  }

  #question(name: string, settings: Readonly<Record<string, unknown>>): Value {
    return plainFunction(name, (args, named) => {
      const key = str(args[0] ?? named.get("name") ?? fail(`config.${name}() needs a name`))
      if (this.#onConfig !== undefined) return ""
      if (Object.hasOwn(settings, key)) return fromHost(settings[key])
      if (name.endsWith("require")) return fail(`the config '${key}' is required`)
      return given(args[1], () => given(named.get("default"), () => null))
    })
  }

  #persistDocs(name: string, what: "relation" | "columns"): Value {
    return plainFunction(name, () => {
      const docs = this.#onConfig === undefined ? this.#config["persist_docs"] : undefined
      return fromHost((docs as Readonly<Record<string, unknown>> | undefined)?.[what] ?? false)
    })
  }
}
