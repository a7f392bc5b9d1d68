/** `version:latest|prerelease|old|none`, of models. */
import { refuse } from "../../ProjectError.ts"
import type { Item } from "../Item.ts"
import type { Method } from "./Method.ts"

type Version = string | number

/** Numbers by their size; a version that is none by its letters. */
const before = (one: Version, other: Version): boolean => {
  const [a, b] = [Number(one), Number(other)]
  return Number.isNaN(a) || Number.isNaN(b) ? String(one) < String(other) : a < b
}

const rules: Readonly<Record<string, (version: Version | undefined, latest: Version | undefined) => boolean>> = {
  latest: (version, latest) => version !== undefined && version === latest,
  // dbt leaves out a version that is 0 or empty.
  prerelease: (version, latest) => Boolean(version && latest) && before(latest as Version, version as Version),
  old: (version, latest) => Boolean(version && latest) && before(version as Version, latest as Version),
  none: (version) => version === undefined
}

export const version: Method = (value) => {
  const rule =
    rules[String(value)] ??
    refuse("selector", `there is no version '${String(value)}'; there are ${Object.keys(rules).join(", ")}`)
  return (item: Item) => item.resourceType === "model" && rule(item.version, item.latestVersion)
}
