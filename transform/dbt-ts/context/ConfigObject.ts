import { Dict } from "../jinja/Dict.ts"
import { fromHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { given, HostObject, type Named, plainFunction, type Step, type Value } from "../jinja/Value.ts"

/**
 * `config`. While a project is parsed a call of it is heard and questions get no answer yet; afterwards calls say
 * nothing and questions are answered from the merged configuration.
 */
export class ConfigObject extends HostObject {
  readonly typeName = "Config"
  readonly #heard: ((settings: Dict) => void) | undefined
  readonly #config: Readonly<Record<string, unknown>>
  constructor(config: Readonly<Record<string, unknown>>, heard: ((settings: Dict) => void) | undefined) {
    super()
    this.#config = config
    this.#heard = heard
  }

  override get callable(): boolean {
    return true
  }

  // biome-ignore lint/correctness/useYield: it never waits
  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const [first] = args
    if (first !== undefined && !(first instanceof Dict)) return fail("config() takes one dictionary or named settings")
    this.#heard?.(first ?? Dict.of(named))
    return ""
  }

  override attribute(name: string): Value | undefined {
    if (name !== "get" && name !== "require") return undefined
    return plainFunction(name, (args, named) => {
      const key = str(args[0] ?? named.get("name") ?? fail(`config.${name}() needs a name`))
      if (this.#heard !== undefined) return ""
      if (Object.hasOwn(this.#config, key)) return fromHost(this.#config[key])
      if (name === "require") return fail(`the config '${key}' is required`)
      return given(args[1], () => given(named.get("default"), () => null))
    })
  }
}
