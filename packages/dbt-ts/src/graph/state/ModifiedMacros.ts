import type { Manifest } from "../../project/Node.ts"
import type { PreviousManifest } from "../PreviousState.ts"

/** Packages of macros that come with dbt and its adapter: their text is another program's, and no part of the project. */
const builtIn = new Set(["dbt", "dbt_clickhouse"])

/** Whether one of some macros, or one that they call, is not as it was. */
export const modifiedMacros = (
  previous: PreviousManifest,
  manifest: Manifest
): ((ids: ReadonlyArray<string>) => boolean) => {
  const modified = new Set<string>()
  for (const { uniqueId, packageName, text } of manifest.macros.values()) {
    if (!builtIn.has(packageName) && previous.macros.get(uniqueId)?.["macro_sql"] !== text) modified.add(uniqueId)
  }
  for (const [id, macro] of previous.macros) {
    if (!builtIn.has(String(macro["package_name"])) && !manifest.macros.has(id)) modified.add(id)
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
