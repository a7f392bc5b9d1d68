/** Is what was configured the same? Compared is what was written, before templates in it were rendered. */
import { isDeepStrictEqual } from "node:util"
import { type Document, record } from "../../Documents.ts"

/** These have rules of their own, or change nothing that is built. */
const apart = new Set(["alias", "schema", "database", "tags", "group"])

/** Of a test only what decides its result counts. */
const ofTests = "severity where limit fail_calc warn_if error_if store_failures store_failures_as".split(" ")

const sameAt = (one: Document, other: Document, key: string): boolean =>
  Object.hasOwn(one, key) === Object.hasOwn(other, key) && isDeepStrictEqual(one[key], other[key])

export const sameConfig = (now: Document, then: Document): boolean => {
  const [one, other] = [record(now["unrendered_config"]), record(then["unrendered_config"])]
  if (now["resource_type"] === "test") return ofTests.every((key) => sameAt(one, other, key))
  const isNode = now["checksum"] !== undefined
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => (isNode && apart.has(key)) || sameAt(one, other, key))
}
