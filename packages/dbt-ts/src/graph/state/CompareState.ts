/** `state:new|old|modified|unmodified` and the parts of `modified`, as dbt decides them. */

import { currentDocument } from "../../artefacts/ManifestDocument.ts"
import type { Document } from "../../Documents.ts"
import { refuse } from "../../ProjectError.ts"
import type { Manifest } from "../../project/Node.ts"
import type { PreviousManifest } from "../PreviousState.ts"
import { sameBody, sameConfig, sameContents, samePersistedDescription, sameRelation } from "./SameContents.ts"
import { compareContract } from "./SameContract.ts"

/** Packages of macros that come with dbt and its adapter: their text is another program's, and no part of the project. */
const builtIn = new Set(["dbt", "dbt_clickhouse"])

/** Returns whether any of the macros, or a macro that they call, has changed. */
const modifiedMacros = (previous: PreviousManifest, manifest: Manifest): ((ids: ReadonlyArray<string>) => boolean) => {
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

type Changed = (now: Document, then: Document | undefined) => boolean

const isNode = (item: Document): boolean => item["checksum"] !== undefined && item["resource_type"] !== "unit_test"

const macrosOf = (item: Document): ReadonlyArray<string> =>
  ((item["depends_on"] as Document | undefined)?.["macros"] as ReadonlyArray<string> | undefined) ?? []

/** A broken contract of a versioned model is an error. */
const sameContract = (now: Document, then: Document): boolean => {
  const { same, breaking } = compareContract(now, then)
  if (breaking.length > 0 && now["version"] !== null) {
    refuse(String(now["original_file_path"]), `a versioned model's contract is broken: ${breaking.join("; ")}`)
  }
  return same
}

export const compareState = (
  value: string,
  previous: PreviousManifest,
  manifest: Manifest
): ((id: string) => boolean) => {
  const macrosChanged = modifiedMacros(previous, manifest)
  const part =
    (applies: (item: Document) => boolean, same: (now: Document, then: Document) => boolean): Changed =>
    (now, then) =>
      applies(now) && (then === undefined || !same(now, then))
  // A source or exposure that is new counts as unchanged for dbt's rule of contents, and yet is modified.
  const modified: Changed = (now, then) =>
    (then === undefined ? isNode(now) || now["resource_type"] === "unit_test" : !sameContents(now, then)) ||
    macrosChanged(macrosOf(now)) ||
    (then !== undefined && isNode(now) && !sameContract(now, then))
  const kinds =
    (...all: ReadonlyArray<string>) =>
    (item: Document): boolean =>
      all.includes(String(item["resource_type"]))
  const rules: Readonly<Record<string, Changed>> = {
    new: (_now, then) => then === undefined,
    old: (_now, then) => then !== undefined,
    modified,
    unmodified: (now, then) => !modified(now, then),
    "modified.body": part(isNode, sameBody),
    "modified.configs": part((item) => !kinds("unit_test")(item), sameConfig),
    "modified.persisted_descriptions": part(isNode, samePersistedDescription),
    "modified.relation": part((item) => isNode(item) || kinds("source")(item), sameRelation),
    "modified.macros": (now) => macrosChanged(macrosOf(now)),
    "modified.contract": part(isNode, sameContract)
  }
  const rule = Object.hasOwn(rules, value) ? (rules[value] as Changed) : undefined
  if (rule === undefined) {
    return refuse("selector", `there is no state '${value}'; there are ${Object.keys(rules).join(", ")}`)
  }
  return (id) => {
    const now = currentDocument(manifest, id)
    return now !== undefined && rule(now, previous.items.get(id))
  }
}
