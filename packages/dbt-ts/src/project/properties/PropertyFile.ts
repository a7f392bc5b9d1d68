/** Property files: the `.yml` files of models, seeds, snapshots, sources and tests. */
import { Effect } from "effect"
import type { Jinja } from "../../jinja/Jinja.ts"
import type { Scope } from "../../jinja/Scope.ts"
import { refuse } from "../../ProjectError.ts"
import type { ProjectText } from "../files/PackageFolder.ts"
import { renderSettings } from "../files/RenderSettings.ts"
import { isSettings, listOf, parseYaml, settings } from "../files/Yaml.ts"
import { reading } from "../Reading.ts"
import type { Settings } from "../Settings.ts"
import { type PropertyKey, propertyKeys, type Warn, warnOfKeys } from "./EntryKeys.ts"
import { waits } from "./RenderRules.ts"

/** Kinds that are not done here. */
const unsupported = ["metrics", "semantic_models", "saved_queries", "functions"]

/** One entry of a list in a property file, its templates rendered. */
export interface PropertyEntry {
  readonly packageName: string
  readonly file: ProjectText
  readonly key: PropertyKey
  readonly name: string
  readonly entry: Settings
  /** As written, before templates were rendered. */
  readonly written: Settings
}

const written = (file: ProjectText, warn: Warn): ReadonlyArray<readonly [PropertyKey, Settings]> => {
  // dbt strips the file first: a folded text that ends it has no newline.
  const content = parseYaml(file.path, file.text.trimEnd())
  if (content === null || content === undefined) return []
  const all = settings(file.path, file.path, content)
  for (const [key, value] of Object.entries(all)) {
    if (unsupported.includes(key) && listOf(file.path, key, value).length > 0) {
      refuse(file.path, `'${key}' are not supported`)
    }
    if (key === "tests") refuse(file.path, "properties of tests belong below 'data_tests'")
    if (![...propertyKeys, ...unsupported, "version", "anchors"].includes(key)) {
      warn(file.path, `'${key}' is not a key of a property file and means nothing`)
    }
  }
  return propertyKeys.flatMap((key) =>
    listOf(file.path, key, all[key]).map((each) => {
      const entry = settings(file.path, `an entry of ${key}`, each)
      warnOfKeys(warn, file.path, key, entry)
      return [key, entry] as const
    })
  )
}

/** `name` of an entry; without one nothing can be known of it. */
export const nameOf = (file: string, what: string, entry: Settings): string => {
  const { name } = entry
  return typeof name === "string" && name !== "" ? name : refuse(file, `${what} without a name`)
}

/** Every entry of a package's property files. */
export const readPropertyFile = Effect.fn("PropertyFile.read")(function* (
  jinja: Jinja,
  scope: Scope,
  packageName: string,
  file: ProjectText,
  warn: Warn
) {
  const entries: Array<PropertyEntry> = []
  for (const [key, raw] of yield* reading(() => written(file, warn))) {
    const entry = yield* renderSettings(jinja, scope, file.path, raw, (keys) => waits(key, keys))
    if (!isSettings(entry)) continue
    const name = yield* reading(() => nameOf(file.path, `an entry of '${key}'`, entry))
    entries.push({ packageName, file, key, name, entry, written: raw })
  }
  return entries
})
