/** What a selection can choose, alike for all kinds: nodes, sources, exposures, unit tests. */
import type { Manifest } from "../project/Node.ts"

export interface Item {
  readonly uniqueId: string
  readonly resourceType: string
  readonly name: string
  readonly packageName: string
  readonly fqn: ReadonlyArray<string>
  readonly tags: ReadonlyArray<string>
  readonly originalFilePath: string
  /** The property file that describes it, below its project's folder. */
  readonly patchPath: string | undefined
  /** Only for nodes and sources; selectors see none of others. */
  readonly config: Readonly<Record<string, unknown>> | undefined
  readonly group: string | undefined
  /** Only for models. */
  readonly access: string | undefined
  readonly version: string | number | undefined
  readonly latestVersion: string | number | undefined
  /** For generic tests, the test's own name; for unit tests, the name. */
  readonly testName: string | undefined
  /** Only for sources. */
  readonly sourceName: string | undefined
  readonly dependsOn: ReadonlyArray<string>
  /** Nothing is in it: it is listed but not run. */
  readonly empty: boolean
}

const none = {
  patchPath: undefined,
  config: undefined,
  group: undefined,
  access: undefined,
  version: undefined,
  latestVersion: undefined,
  testName: undefined,
  sourceName: undefined,
  empty: false
} as const

const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : []

/** Returns a property file's path without the package that dbt writes before it. */
const withoutPackage = (path: string | undefined): string | undefined => path?.replace(/^.*:\/\//, "")

/** Returns all enabled items, by unique id. */
export const itemsOf = (manifest: Manifest): ReadonlyMap<string, Item> => {
  const items: Array<Item> = []
  for (const node of manifest.nodes.values()) {
    const model = node.resourceType === "model"
    items.push({
      ...node,
      tags: node.tags ?? node.config.tags,
      sourceName: undefined,
      patchPath: withoutPackage(node.patchPath),
      // A test is in the group of what it tests, and a selector does not see that.
      group: texts(node.config["group"])[0],
      access: model ? node.access : undefined,
      version: model ? node.version : undefined,
      latestVersion: node.latestVersion,
      testName: node.test?.name,
      empty: node.resourceType !== "seed" && node.rawCode.trim() === ""
    })
  }
  for (const source of manifest.sources.values()) {
    const { sourceName, config } = source
    items.push({ ...source, ...none, resourceType: "source", sourceName, config, dependsOn: [] })
  }
  for (const exposure of manifest.exposures.values()) items.push({ ...exposure, ...none, resourceType: "exposure" })
  for (const unit of manifest.unitTests.values()) {
    const { name: testName, version } = unit
    items.push({ ...unit, ...none, resourceType: "unit_test", tags: texts(unit.config["tags"]), testName, version })
  }
  return new Map(items.map((item) => [item.uniqueId, item]))
}
