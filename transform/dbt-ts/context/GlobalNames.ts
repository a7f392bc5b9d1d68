/** Names that every template of a project has, whatever node it belongs to. */
import { createHash } from "node:crypto"
import { Dict } from "../jinja/Dict.ts"
import { fromHost } from "../jinja/Json.ts"
import { MacroReturn } from "../jinja/Macro.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { given, HostObject, plainFunction, type Value } from "../jinja/Value.ts"
import type { ProjectFile } from "../project/ProjectFile.ts"
import type { Target, TransformOptions } from "../TransformOptions.ts"
import { dataFunctions } from "./DataFunctions.ts"
import { ExceptionsObject } from "./ExceptionsObject.ts"

class VarFunction extends HostObject {
  readonly typeName = "Var"
  readonly #find: (name: string) => Value | undefined
  constructor(find: (name: string) => Value | undefined) {
    super()
    this.#find = find
  }
  override get callable(): boolean {
    return true
  }
  override *call(args: ReadonlyArray<Value>, named: ReadonlyMap<string, Value>): Generator<never, Value> {
    const name = str(args[0] ?? fail("var() needs a name"))
    return given(this.#find(name), () =>
      given(args[1], () => given(named.get("default"), () => fail(`Required var '${name}' not found in config`)))
    )
  }
  override attribute(name: string): Value | undefined {
    return name === "has_var" ? plainFunction(name, (args) => this.#find(str(args[0] ?? "")) !== undefined) : undefined
  }
}

export const targetValue = (target: Target): Value =>
  Dict.of([
    ["name", target.name],
    ["target_name", target.name],
    ["profile_name", target.name],
    ["schema", target.schema],
    ["database", ""],
    ["type", "clickhouse"],
    ["threads", target.threads]
  ])

export const globalNames = (
  project: ProjectFile,
  options: TransformOptions,
  target: Target
): ReadonlyArray<readonly [string, Value]> => {
  const scoped = project.vars[project.name]
  const ofProject = typeof scoped === "object" && scoped !== null ? (scoped as Record<string, unknown>) : {}
  const places = [options.vars ?? {}, ofProject, project.vars]
  const findVar = (name: string): Value | undefined => {
    const place = places.find((each) => Object.hasOwn(each, name))
    return place === undefined ? undefined : fromHost(place[name])
  }
  const environment = options.env ?? {}
  const functions = [
    plainFunction("env_var", (args, named) => {
      const name = str(args[0] ?? "")
      if (Object.hasOwn(environment, name)) return environment[name] as string
      return args[1] ?? named.get("default") ?? fail(`Env var required but not provided: '${name}'`)
    }),
    plainFunction("return", (args) => {
      throw new MacroReturn(args[0] ?? null)
    }),
    plainFunction("log", () => ""),
    plainFunction("local_md5", (args) =>
      createHash("md5")
        .update(str(args[0] ?? ""))
        .digest("hex")
    )
  ]
  return [
    ...functions.map((each) => [each.name, each] as const),
    ...dataFunctions,
    ["var", new VarFunction(findVar)],
    ["exceptions", new ExceptionsObject(() => {})],
    ["target", targetValue(target)],
    ["project_name", project.name],
    [
      "flags",
      Dict.of([
        ["FULL_REFRESH", options.fullRefresh === true],
        ["STORE_FAILURES", false]
      ])
    ]
  ]
}
