/** Tests written in property files. */
import { Effect } from "effect"
import { fromHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import type { Value } from "../jinja/Value.ts"
import { ProjectError } from "../ProjectError.ts"
import { type Draft, draftNode, type Parsing } from "./DraftNode.ts"
import { genericTestHash, genericTestName } from "./GenericTestName.ts"
import type { TestMetadata } from "./Node.ts"
import type { Settings } from "./NodeConfig.ts"
import { fqnOf } from "./NodePath.ts"
import type { WrittenTest } from "./PropertyFile.ts"

/** Where test settings may stand beside the arguments of a generic test. */
const testSettings = [
  "severity",
  "tags",
  "enabled",
  "where",
  "limit",
  "warn_if",
  "error_if",
  "fail_calc",
  "store_failures",
  "meta",
  "schema",
  "alias"
]

/** What dbt writes as the code of a generic test: settings stand after the macro, so they win over the macro's own. */
const genericTestCode = (name: string, namespace: string | undefined, config: Settings): string => {
  const order = [...testSettings, ...Object.keys(config)]
  const shown = (value: unknown): string =>
    typeof value === "string" ? `"${value.replaceAll('"', '\\"')}"` : str(fromHost(value))
  const keys = [...new Set(order)].filter((key) => config[key] !== undefined && config[key] !== null)
  const own = keys.length === 0 ? "" : `{{ config(${keys.map((key) => `${key}=${shown(config[key])}`).join(",")}) }}`
  return `{{ ${namespace === undefined ? "" : `${namespace}.`}test_${name}(**_dbt_generic_test_kwargs) }}${own}`
}

/** The node that a test in a property file stands for. */
export const genericTest = (
  parsing: Parsing,
  attached: { readonly uniqueId: string; readonly name: string; readonly call: string; readonly isSource: boolean },
  file: string,
  columnName: string | undefined,
  written: WrittenTest
): Effect.Effect<Draft, ProjectError | TemplateError> =>
  Effect.gen(function* () {
    const [first, second] = written.name.split(".")
    const namespace = second === undefined ? undefined : first
    const name = second ?? (first as string)
    const { config: ownConfig, description, name: givenName, arguments: nested, ...rest } = written.settings
    const config: Record<string, unknown> = { ...(ownConfig as Settings | undefined) }
    const args: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(rest)) {
      if (testSettings.includes(key)) config[key] = value
      else args[key] = value
    }
    if (parsing.file.argumentsProperty) Object.assign(args, nested as Settings | undefined)
    else if (nested !== undefined) {
      return yield* new ProjectError({
        subject: file,
        reason: `'arguments' of test '${written.name}' needs the flag require_generic_test_arguments_property`
      })
    }
    const kwargs = new Map<string, Value>()
    if (columnName !== undefined) kwargs.set("column_name", columnName)
    for (const [key, value] of Object.entries(args)) kwargs.set(key, fromHost(value))
    kwargs.set("model", `{{ get_where_subquery(${attached.call}) }}`)
    const type = [namespace, attached.isSource ? `source_${name}` : name].filter((part) => part !== undefined).join("_")
    const { short, full } =
      typeof givenName === "string"
        ? { short: givenName, full: givenName }
        : genericTestName(type, attached.name, kwargs)
    const test: TestMetadata = { name, namespace, kwargs, columnName, attachedTo: attached.uniqueId }
    const below = file.split("/").slice(1).join("/")
    const ownSettings = short === full ? config : { ...config, alias: config["alias"] ?? short }
    const uniqueId = `test.${parsing.file.name}.${full}.${genericTestHash(full, test)}`
    return yield* draftNode(parsing, {
      uniqueId,
      resourceType: "test",
      name: full,
      path: `${short}.sql`,
      originalFilePath: file,
      fqn: [...fqnOf(parsing.file.name, below).slice(0, -1), full],
      rawCode: genericTestCode(name, namespace, ownSettings),
      properties: {
        file,
        name: full,
        description: String(description ?? ""),
        config: ownSettings,
        columns: new Map(),
        tests: [],
        columnTests: []
      },
      test
    })
  })
