/** Names that all templates of a project have. */
import { createHash } from "node:crypto"
import { dbtVersion, type Invocation } from "../Invocation.ts"
import { MacroReturn } from "../jinja/Macro.ts"
import { iterate, truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { Dict, given, HostFunction, plainFunction, type Value } from "../jinja/Value.ts"
import type { ProjectFile } from "../project/files/ProjectFile.ts"
import type { Settings } from "../project/Settings.ts"
import type { Target, TransformOptions } from "../TransformOptions.ts"
import { dataFunctions } from "./DataFunctions.ts"
import { exceptionsObject } from "./ExceptionsObject.ts"
import { flagsValue, invocationArguments } from "./Flags.ts"
import { Moment } from "./modules/Moment.ts"
import { VarFunction, type VarOptions, variablesOf } from "./Variables.ts"

type Names = ReadonlyArray<readonly [string, Value]>

const targetValue = (target: Target): Value =>
  Dict.of([
    ["name", target.name],
    ["target_name", target.name],
    ["profile_name", target.profile ?? target.name],
    ["schema", target.schema],
    ["database", ""],
    ["type", "clickhouse"],
    ["threads", target.threads]
  ])

const secret = "DBT_ENV_SECRET"

interface EnvironmentOptions {
  /** The environment is complete: what it lacks is not set. */
  readonly isWhole: boolean
  /** Secrets may be read, as in `profiles.yml`. */
  readonly hasSecrets?: boolean
}

/**
 * `env_var`. In an environment that is not complete only names that begin with `DBT_` have a default: whether another
 * one is set is not known, and its default would be silently wrong.
 */
export const environmentFunction = (
  environment: Readonly<Record<string, string>>,
  { isWhole, hasSecrets = false }: EnvironmentOptions
): Value =>
  plainFunction("env_var", (args, named) => {
    const name = str(given(args[0], () => given(named.get("var"), () => fail("env_var() needs a name"))))
    if (name.startsWith(secret) && !hasSecrets) return fail(`the secret '${name}' may not be read here`)
    if (Object.hasOwn(environment, name)) return environment[name] as string
    if (!isWhole && !name.startsWith("DBT_"))
      return fail(`env_var('${name}'): only variables whose names begin with DBT_ can be read; rename it or use var()`)
    const otherwise = given(args[1], () => named.get("default"))
    return otherwise === undefined || otherwise === null
      ? fail(`Env var required but not provided: '${name}'`)
      : otherwise
  })

/** `log(…, info=True)` and `print(…)` send a message to the person who runs the project. */
const messageFunction = (name: "log" | "print", options: TransformOptions): HostFunction =>
  new HostFunction(name, function* (args, named) {
    const shown = name === "print" || truthy(given(args[1], () => given(named.get("info"), () => false)))
    const message = str(given(args[0], () => given(named.get("msg"), () => "")))
    if (shown && options.onMessage !== undefined) yield* options.onMessage(message)
    return ""
  })

const lowered = (value: Value): string => str(value).toLowerCase()

/** Lists of `a` without the items in the list of `b` of the same name, case-insensitively. */
const difference = (a: Value, b: Value): Value => {
  if (!(a instanceof Dict) || !(b instanceof Dict)) return fail("diff_of_two_dicts() takes two dictionaries")
  const taken = new Map(b.entries().map(([key, list]) => [lowered(key), new Set([...iterate(list)].map(lowered))]))
  const left = a.entries().flatMap(([key, list]): ReadonlyArray<readonly [Value, Value]> => {
    const without = taken.get(lowered(key))
    if (without === undefined) return [[key, list]]
    const rest = [...iterate(list)].filter((item) => !without.has(lowered(item)))
    return rest.length === 0 ? [] : [[key, rest]]
  })
  return Dict.of(left)
}

const functions = (options: TransformOptions): ReadonlyArray<HostFunction> => [
  plainFunction("return", (args) => {
    throw new MacroReturn(given(args[0], () => null))
  }),
  plainFunction("diff_of_two_dicts", (args) => difference(args[0] as Value, args[1] as Value)),
  plainFunction("local_md5", (args) =>
    createHash("md5")
      .update(str(given(args[0], () => "")))
      .digest("hex")
  ),
  messageFunction("log", options),
  messageFunction("print", options)
]

/** Returns the names of every template, before any project is known. */
const base = (options: TransformOptions, target: Target, invocation: Invocation): Names => [
  ...functions(options).map((each) => [each.name, each] as const),
  ...dataFunctions,
  ["env_var", environmentFunction(options.env ?? {}, { isWhole: options.isWholeEnvironment === true })],
  ["exceptions", exceptionsObject(options)],
  ["target", targetValue(target)],
  ["dbt_version", dbtVersion],
  ["invocation_id", invocation.id],
  ["run_started_at", new Moment("datetime", BigInt(invocation.startedAt) * 1000n, true)],
  ["thread_id", "Thread-1"],
  ["flags", flagsValue(options)],
  ["invocation_args_dict", invocationArguments(options, target)]
]

/** Templates in `dbt_project.yml` and `packages.yml` see the caller's variables only. */
export const projectFileNames = (options: TransformOptions, target: Target, invocation: Invocation): Names => [
  ...base(options, target, invocation),
  ["var", new VarFunction(options.vars ?? {})]
]

export class GlobalNames {
  readonly #base: Names
  readonly #given: Settings
  readonly #root: ProjectFile
  readonly #files: ReadonlyMap<string, ProjectFile>

  constructor(
    options: TransformOptions,
    target: Target,
    invocation: Invocation,
    root: ProjectFile,
    packages: ReadonlyArray<ProjectFile>
  ) {
    this.#base = [...base(options, target, invocation), ["project_name", root.name]]
    this.#given = options.vars ?? {}
    this.#root = root
    this.#files = new Map(packages.map((file) => [file.name, file]))
  }

  /** Returns what templates of a package see. */
  of(packageName: string, options: VarOptions = {}): Names {
    const own = this.#files.get(packageName) ?? this.#root
    return [...this.#base, ["var", new VarFunction(variablesOf(this.#given, this.#root, own), options)]]
  }
}
