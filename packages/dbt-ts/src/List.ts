/** `ls`: lists what a selection matches, without the store. */
import { Effect } from "effect"
import { currentDocument } from "./artefacts/ManifestDocument.ts"
import type { Document } from "./Documents.ts"
import { choose, type Kinds } from "./graph/Choose.ts"
import { type Item, itemsOf } from "./graph/Item.ts"
import { asProjectError } from "./ProjectError.ts"
import { parseProject } from "./parse/ParseProject.ts"
import type { TransformOptions } from "./TransformOptions.ts"

export interface Listed {
  readonly uniqueId: string
  /** As in dbt's `--output name`: `source.table` of a source, `model.v2` of a version. */
  readonly name: string
  readonly resourceType: string
  /** What a selection would call it. */
  readonly selector: string
  /** The file that it is written in. */
  readonly path: string
  /** Its document of `manifest.json`. */
  readonly document: Document
}

const byDefault = ["model", "snapshot", "seed", "test", "source", "exposure", "unit_test"]
/** The kinds that `ls` lists. */
export const kinds: Kinds = { all: [...byDefault, "analysis"], byDefault, withEmpty: true }

const selectorOf = ({ resourceType, packageName, sourceName, name, version, fqn }: Item): string => {
  if (resourceType === "source") return `source:${packageName}.${sourceName}.${name}`
  if (resourceType === "exposure") return `exposure:${packageName}.${name}`
  if (resourceType !== "unit_test") return fqn.join(".")
  return `unit_test:${packageName}.${name}${version === undefined ? "" : `_v${version}`}`
}

const nameOf = ({ resourceType, sourceName, name, version }: Item): string => {
  if (resourceType === "source") return `${sourceName}.${name}`
  return resourceType === "model" && version !== undefined ? `${name}.v${version}` : name
}

/**
 * Returns what a selection matches, sorted by unique id. The store is not used.
 *
 * @example
 * ```ts
 * import { ls } from "@corridor/dbt-ts/Transform"
 *
 * export const program = ls({ projectDir: "shelter", select: ["+topics"], resourceTypes: ["model"] })
 * ```
 */
export const ls = Effect.fn("List.ls")(function* (given: TransformOptions) {
  const project = yield* asProjectError(parseProject({ which: "list", ...given }))
  const { manifest } = project
  const { ids } = yield* asProjectError(choose(project, kinds))
  const items = itemsOf(manifest)
  return [...ids].sort().map((id): Listed => {
    const item = items.get(id) as Item
    return {
      uniqueId: id,
      name: nameOf(item),
      resourceType: item.resourceType,
      selector: selectorOf(item),
      path: item.originalFilePath,
      document: currentDocument(manifest, id) as Document
    }
  })
})
