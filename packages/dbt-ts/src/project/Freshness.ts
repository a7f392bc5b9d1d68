/** Merges the freshness rules of a source from all places that configure it. */
import { refuse } from "../ProjectError.ts"
import { isSettings } from "./files/Yaml.ts"
import type { Freshness, Period } from "./Node.ts"
import type { Settings } from "./Settings.ts"

const nothing: Settings = { count: null, period: null }

const isSet = (period: unknown): boolean =>
  isSettings(period) &&
  period["count"] !== null &&
  period["count"] !== undefined &&
  period["period"] !== null &&
  period["period"] !== undefined

const checked = (file: string, key: string, value: unknown): Settings | null => {
  if (value === undefined) return nothing
  if (value === null) return null
  if (!isSettings(value)) return refuse(file, `'${key}' of freshness must be a mapping`)
  const { count, period } = value
  if (count !== undefined && count !== null && !Number.isInteger(count)) {
    refuse(file, `'count' of ${key} must be a whole number`)
  }
  if (period !== undefined && period !== null && !["minute", "hour", "day"].includes(String(period))) {
    refuse(file, `'period' of ${key} must be 'minute', 'hour' or 'day', not '${String(period)}'`)
  }
  return { ...nothing, ...value }
}

interface Threshold {
  readonly warn_after: Settings | null
  readonly error_after: Settings | null
  readonly filter: unknown
}

const threshold = (file: string, value: unknown): Threshold | null => {
  if (value === null) return null
  if (value === undefined) return { warn_after: nothing, error_after: nothing, filter: null }
  if (!isSettings(value)) return refuse(file, "'freshness' must be a mapping")
  return {
    warn_after: checked(file, "warn_after", value["warn_after"]),
    error_after: checked(file, "error_after", value["error_after"]),
    filter: value["filter"] ?? null
  }
}

/** Merges key by key: a key that the nearer place does not set keeps the value of the other. */
const mergePeriod = (base: Settings | null, update: Settings | null): Settings | null => {
  if (update === null) return null
  if (base === null || !isSet(base) || !isSet(update)) return isSet(update) ? update : base
  return { ...base, ...update }
}

const hasThreshold = (value: Threshold): boolean => isSet(value.warn_after) || isSet(value.error_after)

/**
 * Returns the rule that the places make together. `places`: from the outermost to the nearest, which wins. Null switches freshness off, and a
 * nearer place may switch it on again. Undefined if no place sets a rule.
 */
export const mergeFreshness = (file: string, places: ReadonlyArray<unknown>): Threshold | null | undefined => {
  let merged: Threshold | null = threshold(file, places[0])
  for (const place of places.slice(1)) {
    const update = threshold(file, place)
    if (update === null) merged = null
    else if (merged === null) merged = hasThreshold(update) ? update : null
    else {
      merged = {
        warn_after: mergePeriod(merged.warn_after, update.warn_after),
        error_after: mergePeriod(merged.error_after, update.error_after),
        filter: update.filter ?? merged.filter
      }
    }
  }
  if (merged === null) return null
  return hasThreshold(merged) ? merged : undefined
}

const period = (value: unknown): Period | undefined => (isSet(value) ? (value as unknown as Period) : undefined)

/** Returns the freshness rule of a source's configuration; undefined without a period. */
export const freshnessOf = (value: unknown): Freshness | undefined => {
  if (!isSettings(value)) return undefined
  const [warnAfter, errorAfter] = [period(value["warn_after"]), period(value["error_after"])]
  const { filter } = value
  if (warnAfter === undefined && errorAfter === undefined) return undefined
  return { warnAfter, errorAfter, filter: filter === undefined || filter === null ? undefined : String(filter) }
}
