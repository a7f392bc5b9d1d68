import { toHost } from "./jinja/Json.ts"
import { Dict, Float, Tuple } from "./jinja/Value.ts"

/** A JSON object of an artefact. */
export type Document = Readonly<Record<string, unknown>>

/** Returns the value if it is an object; an empty one otherwise. */
export const record = (value: unknown): Document =>
  typeof value === "object" && value !== null ? (value as Document) : {}

/** Returns whether a value of JSON or YAML is an object. */
export const isMapping = (value: unknown): value is Document =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Returns the keys that every resource of a manifest has. */
export const resourceDocument = (
  resourceType: string,
  {
    name,
    packageName,
    path,
    originalFilePath,
    uniqueId
  }: Readonly<Record<"name" | "packageName" | "path" | "originalFilePath" | "uniqueId", string>>
) => ({
  name,
  resource_type: resourceType,
  package_name: packageName,
  path,
  original_file_path: originalFilePath,
  unique_id: uniqueId
})

/** Returns a configuration or setting as plain JSON; missing values are null, as in dbt. */
export const plain = (value: unknown): unknown => {
  if (value === undefined || value === null) return null
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), plain(each)]))
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Float || value instanceof Dict || value instanceof Tuple) return plain(toHost(value))
  if (typeof value === "bigint") return Number(value)
  if (typeof value !== "object") return value
  const json = "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : undefined
  if (json !== undefined) return json
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}

/** Returns the documents of items by their `unique_id`. */
export const byId = <A>(items: Iterable<A>, document: (item: A) => Document): Record<string, Document> =>
  Object.fromEntries(
    [...items].map((item) => {
      const made = document(item)
      return [String(made["unique_id"]), made]
    })
  )
