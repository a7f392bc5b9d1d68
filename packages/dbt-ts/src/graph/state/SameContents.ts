/** When dbt takes a node for modified: rules by kind, over documents of `manifest.json`. */
import { isDeepStrictEqual } from "node:util"
import { type Document, record } from "../../Documents.ts"
import { compareContract } from "./SameContract.ts"

/** These have their own rules, or change nothing that is built. */
const apart = new Set(["alias", "schema", "database", "tags", "group"])

/** For a test, only what decides its result is compared. */
const ofTests = "severity where limit fail_calc warn_if error_if store_failures store_failures_as".split(" ")

const sameAt = (one: Document, other: Document, key: string): boolean =>
  Object.hasOwn(one, key) === Object.hasOwn(other, key) && isDeepStrictEqual(one[key], other[key])

/** Returns whether the configuration is as it was, compared as written, before templates are rendered. Names and tags of models have rules of their own. */
export const sameConfig = (now: Document, then: Document): boolean => {
  const [one, other] = [record(now["unrendered_config"]), record(then["unrendered_config"])]
  if (now["resource_type"] === "test") return ofTests.every((key) => sameAt(one, other, key))
  const isNode = now["checksum"] !== undefined
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => (isNode && apart.has(key)) || sameAt(one, other, key))
}

type Same = (now: Document, then: Document) => boolean

/** Null and absent are the same: dbt leaves out what it does not know. */
const sameKeys =
  (...keys: ReadonlyArray<string>): Same =>
  (now, then) =>
    keys.every((key) => isDeepStrictEqual(now[key] ?? null, then[key] ?? null))

const isSeed = (node: Document): boolean => node["resource_type"] === "seed"

/** Returns whether the SQL, or the hash of a seed's file, is as it was. A seed too large to hash counts as changed. */
export const sameBody: Same = (now, then) =>
  isSeed(now)
    ? record(now["checksum"])["name"] !== "none" && sameKeys("checksum")(now, then)
    : sameKeys("raw_code")(now, then)

/** Compares what was configured, not its value for the target. */
export const sameRelation: Same = (now, then) =>
  now["resource_type"] === "source"
    ? sameKeys("schema", "identifier")(now, then)
    : sameKeys("database", "schema", "alias")(record(now["unrendered_config"]), record(then["unrendered_config"]))

/** Returns whether the descriptions that `persist_docs` writes to the store are as they were. */
export const samePersistedDescription: Same = (now, then) => {
  const persist = record(record(now["config"])["persist_docs"])
  const columns = (node: Document) =>
    Object.fromEntries(
      Object.entries(record(node["columns"])).map(([name, each]) => [name, record(each)["description"]])
    )
  return (
    (!persist["relation"] || sameKeys("description")(now, then)) &&
    (!persist["columns"] || isDeepStrictEqual(columns(now), columns(then)))
  )
}

const sameNode: Same = (now, then) =>
  sameBody(now, then) &&
  sameConfig(now, then) &&
  samePersistedDescription(now, then) &&
  sameKeys("fqn")(now, then) &&
  sameRelation(now, then) &&
  compareContract(now, then).same

const sameModel: Same = (now, then) =>
  sameNode(now, then) && sameKeys("latest_version", "access", "deprecation_date")(now, then)

const sameSource: Same = (now, then) =>
  sameRelation(now, then) &&
  sameConfig(now, then) &&
  sameKeys("fqn", "quoting", "freshness", "loaded_at_field", "external")(now, then)

const sameExposure: Same = (now, then) => {
  const nodes = (each: Document) => [...(record(each["depends_on"])["nodes"] as ReadonlyArray<string>)].sort()
  return (
    sameKeys("fqn", "type", "owner", "maturity", "url", "description", "label")(now, then) &&
    sameConfig(now, then) &&
    isDeepStrictEqual(nodes(now), nodes(then))
  )
}

const sameUnitTest: Same = (now, then) =>
  now["checksum"] === null || then["checksum"] === null
    ? sameKeys("model", "versions", "given", "expect", "overrides")(now, then)
    : sameKeys("checksum")(now, then)

const generic: Same = (now, then) => sameConfig(now, then) && sameKeys("fqn")(now, then)

export const sameContents: Same = (now, then) => {
  const kind = now["resource_type"]
  if (kind === "model") return sameModel(now, then)
  if (kind === "source") return sameSource(now, then)
  if (kind === "exposure") return sameExposure(now, then)
  if (kind === "unit_test") return sameUnitTest(now, then)
  return kind === "test" && now["test_metadata"] !== undefined ? generic(now, then) : sameNode(now, then)
}
