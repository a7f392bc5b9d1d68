/** Tests written in property files. */
import { Effect } from "effect"
import { fromHost, toHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import type { Value } from "../jinja/Value.ts"
import { ProjectError, refuse } from "../ProjectError.ts"
import { renderNative } from "../project/files/RenderSettings.ts"
import { isSettings, settings } from "../project/files/Yaml.ts"
import { genericTestHash, genericTestName } from "../project/GenericTestName.ts"
import type { RefTarget, TestMetadata } from "../project/Node.ts"
import { fqnOf } from "../project/NodePath.ts"
import type { WrittenTest } from "../project/properties/WrittenTest.ts"
import { reading } from "../project/Reading.ts"
import type { Settings } from "../project/Settings.ts"
import { type Draft, draftNode } from "./DraftNode.ts"
import type { Parsing } from "./Parsing.ts"

/** Settings that are permitted next to the arguments of a generic test, in dbt's order. */
const testSettings =
  `severity tags enabled where limit warn_if error_if fail_calc store_failures store_failures_as meta database
   schema alias`.split(/\s+/)

/** What a test is written at. */
export interface Tested {
  readonly uniqueId: string
  /** Package of the property file. */
  readonly packageName: string
  /** Path of the property file. */
  readonly file: string
  /** Name in the test's name: with its version, or a source's and its table's. */
  readonly name: string
  /** The `ref(…)` or `source(…)` that refers to it. */
  readonly call: string
  readonly isSource: boolean
  readonly refs: ReadonlyArray<RefTarget>
  readonly sources: ReadonlyArray<readonly [string, string]>
  readonly tags: ReadonlyArray<string>
}

interface Split {
  readonly args: Settings
  readonly config: Settings
  readonly description: string
  readonly givenName: string | undefined
}

const given = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0 && value !== ""

/** Separates a test's settings from its arguments. Each is next to them or in `config:`, not in both. */
const split = (file: string, written: WrittenTest, columnName: string | undefined, nests: boolean): Split => {
  const args: Record<string, unknown> = { ...written.settings }
  if (columnName !== undefined) args["column_name"] = columnName
  if (nests && "arguments" in args) {
    const nested = args["arguments"]
    delete args["arguments"]
    if (isSettings(nested)) Object.assign(args, nested)
  }
  if ("model" in args) refuse(file, `the test '${written.name}' may not have the argument 'model'`)
  const own: Record<string, unknown> = { ...settings(file, "config", args["config"]) }
  const config: Record<string, unknown> = {}
  for (const key of testSettings) {
    let value = args[key]
    delete args[key]
    if (given(value) && key in own) refuse(file, `'${key}' of the test '${written.name}' is given twice`)
    if (!given(value) && "config" in args) {
      value = own[key]
      delete own[key]
    }
    config[key] = value
  }
  Object.assign(config, own)
  const { config: _, description, name, ...rest } = args
  return {
    args: rest,
    config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined && value !== null)),
    description: String(description ?? ""),
    givenName: name === undefined ? undefined : String(name)
  }
}

/** Returns the code of a generic test as dbt writes it: settings follow the macro, so that they override the macro's own. */
const genericTestCode = (name: string, namespace: string | undefined, config: Settings): string => {
  const shown = (value: unknown): string =>
    typeof value === "string" ? `"${value.replaceAll('"', '\\"')}"` : str(fromHost(value))
  const pairs = Object.entries(config).map(([key, value]) => `${key}=${shown(value)}`)
  const own = pairs.length === 0 ? "" : `{{ config(${pairs.join(",")}) }}`
  return `{{ ${namespace === undefined ? "" : `${namespace}.`}test_${name}(**_dbt_generic_test_kwargs) }}${own}`
}

const tagsOf = (file: string, config: Settings): ReadonlyArray<string> => {
  const { tags } = config
  if (tags === undefined) return []
  const all = Array.isArray(tags) ? tags : [tags]
  return all.map((tag) => (typeof tag === "string" ? tag : refuse(file, "tags of a test must be texts")))
}

/** Tests that dbt does not render to know what they depend on. */
const simple = new Set(["macro.dbt.test_not_null", "macro.dbt.test_unique"])

/** Returns the node of a test in a property file. */
export const genericTest = (
  parsing: Parsing,
  tested: Tested,
  columnName: string | undefined,
  written: WrittenTest
): Effect.Effect<Draft, ProjectError | TemplateError> =>
  Effect.gen(function* () {
    const { file, packageName } = tested
    const pattern = /^(?:([A-Za-z_]\w*)\.)?([A-Za-z_]\w*)/.exec(written.name)
    if (pattern === null)
      return yield* new ProjectError({ subject: file, reason: `'${written.name}' is not a test's name` })
    const [, namespace, name] = pattern as unknown as [string, string | undefined, string]
    // The root project decides how arguments are written.
    const parts = yield* reading(() => split(file, written, columnName, parsing.root.argumentsProperty))
    const scope = parsing.fileScope(packageName)
    const config: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(parts.config)) {
      config[key] =
        typeof value === "string" ? toHost(yield* renderNative(parsing.base.jinja, scope, file, value)) : value
    }
    const kwargs = new Map<string, Value>()
    for (const [key, value] of Object.entries(parts.args)) kwargs.set(key, fromHost(value))
    kwargs.set("model", `{{ get_where_subquery(${tested.call}) }}`)
    const type = [namespace, tested.isSource ? `source_${name}` : name].filter((part) => part !== undefined).join("_")
    const { short, full } =
      parts.givenName === undefined
        ? genericTestName(type, tested.name, kwargs)
        : { short: parts.givenName, full: parts.givenName }
    if (short !== full && !("alias" in config)) config["alias"] = short
    const test: TestMetadata = { name, namespace, kwargs, columnName, attachedTo: tested.uniqueId }
    const macro = parsing.base.library.idOf(namespace ?? packageName, `test_${name}`)
    if (macro === undefined) {
      return yield* new ProjectError({
        subject: file,
        reason: `the test '${written.name}' of '${tested.name}' is not there`
      })
    }
    const tags = [...new Set([...tested.tags, ...tagsOf(file, config)])].toSorted()
    const below = file.split("/").slice(1).join("/")
    const { node, template } = yield* draftNode(parsing, {
      uniqueId: `test.${packageName}.${full}.${genericTestHash(full, test)}`,
      resourceType: "test",
      packageName,
      name: full,
      path: `${short}.sql`,
      originalFilePath: file,
      fqn: [...fqnOf(packageName, below).slice(0, -1), full],
      rawCode: genericTestCode(name, namespace, config),
      checksum: "",
      call: config,
      tags,
      description: parts.description,
      test,
      known: simple.has(macro) ? { refs: tested.refs, sources: tested.sources, macros: [macro] } : undefined
    })
    const macros = [macro, ...node.dependsOnMacros.filter((each) => each !== macro)]
    return { node: { ...node, dependsOnMacros: macros }, template }
  })
