/** Which texts of a property file are rendered when it is read; the others are rendered where they are used. */
import type { Keys } from "../files/RenderSettings.ts"

const late = new Set<string | number>(["tests", "data_tests", "description", "loaded_at_query"])
const lateConfig = new Set<string | number>(["pre_hook", "post_hook", "loaded_at_query"])
const nested = new Set<string | number>(["columns", "dimensions", "measures", "entities"])

/** Tests, descriptions and hooks of something with columns. */
const rendersLater = (keys: Keys): boolean => {
  const [first, second, third] = keys
  if (first !== undefined && late.has(first)) return true
  if (keys.length === 2 && late.has(second as string)) return true
  if (first === "config" && second !== undefined && lateConfig.has(second)) return true
  if (keys.length === 5 && keys[4] === "description") return true
  return nested.has(first as string) && third !== undefined && third !== "loaded_at_query" && late.has(third)
}

/** Returns whether a text below an entry of `key` (`models`, `sources` …) waits. */
export const waits = (key: string, keys: Keys): boolean => {
  const [first, second] = keys
  if (first === undefined) return false
  if (key === "sources") {
    if (first === "description" || first === "loaded_at_query") return true
    if (first === "config" && second === "loaded_at_query") return true
    return first === "tables" && rendersLater(keys.slice(2))
  }
  if (key === "macros") return rendersLater(first === "arguments" ? keys.slice(1) : keys)
  return rendersLater(keys)
}
