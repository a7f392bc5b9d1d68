import type { Manifest } from "../../project/Node.ts"
import type { PreviousManifest } from "../PreviousState.ts"

/**
 * Whether one of some macros, or one that they call, is not as it was. Macros that come with dbt itself, which an
 * earlier manifest of dbt's own names, are not compared: they are no part of the project.
 */
export const modifiedMacros = (
  previous: PreviousManifest,
  manifest: Manifest
): ((ids: ReadonlyArray<string>) => boolean) => {
  const packages = new Set([...manifest.macros.values()].map((macro) => macro.packageName))
  const modified = new Set<string>()
  for (const macro of manifest.macros.values()) {
    if (previous.macros.get(macro.uniqueId)?.["macro_sql"] !== macro.text) modified.add(macro.uniqueId)
  }
  for (const [id, macro] of previous.macros) {
    if (packages.has(String(macro["package_name"])) && !manifest.macros.has(id)) modified.add(id)
  }
  return (ids) => {
    const seen = new Set(ids)
    for (const id of seen) {
      if (modified.has(id)) return true
      for (const called of manifest.macros.get(id)?.dependsOnMacros ?? []) seen.add(called)
    }
    return false
  }
}
