/** dbt's rules for one configuration over another. */
import { refuse } from "../../ProjectError.ts"
import { isSettings } from "../files/Yaml.ts"
import type { Settings } from "../Settings.ts"
import { type ConfiguredType, mergeRules } from "./ConfigFields.ts"

const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [value])

const mapping = (subject: string, key: string, value: unknown): Settings =>
  isSettings(value) ? value : refuse(subject, `the config '${key}' must be a mapping`)

/** Hooks are written with `-` or `_`; they are one key. */
export const hookNames = (settings: Settings): Settings => {
  if (!("pre_hook" in settings) && !("post_hook" in settings)) return settings
  const { pre_hook: before, post_hook: after, ...rest } = settings
  return {
    ...rest,
    ...(before === undefined ? {} : { "pre-hook": before }),
    ...(after === undefined ? {} : { "post-hook": after })
  }
}

/** `+name` extends the list of grantees, `name` replaces it. */
const grants = (earlier: Settings, later: Settings): Settings => {
  const merged: Record<string, ReadonlyArray<unknown>> = {}
  for (const [key, value] of Object.entries(earlier)) merged[key] = list(value)
  for (const [key, value] of Object.entries(later)) {
    const name = key.replace(/^\++/, "")
    const before = key.startsWith("+") ? merged[name] : undefined
    merged[name] = before === undefined ? list(value) : [...before, ...list(value)]
  }
  return merged
}

/** Fields that replace earlier values here, although they are merged in the configuration of nodes. */
const clobbered: Readonly<Partial<Record<ConfiguredType, (key: string) => boolean>>> = {
  source: (key) => key !== "meta",
  exposure: () => true,
  group: (key) => key !== "meta"
}

/** Returns `earlier` updated by the more specific `later`. */
export const updateConfig = (subject: string, type: ConfiguredType, earlier: Settings, later: Settings): Settings => {
  const merged: Record<string, unknown> = { ...earlier }
  for (const [key, value] of Object.entries(hookNames(later))) {
    const rule = clobbered[type]?.(key) === true ? undefined : mergeRules[key]
    if (rule === undefined || rule === "object" || !(key in merged)) merged[key] = value
    else if (rule === "append") merged[key] = [...list(merged[key]), ...list(value)]
    else if (rule === "update") {
      merged[key] = { ...mapping(subject, key, merged[key]), ...mapping(subject, key, value) }
    } else merged[key] = grants(mapping(subject, key, merged[key]), mapping(subject, key, value))
  }
  return merged
}

/** Returns what a further `config(…)` of one file adds to those before it. */
export const mergeCalls = (subject: string, earlier: Settings, call: Settings): Settings => {
  const later = hookNames(call)
  if (Object.keys(earlier).length === 0) return later
  const merged: Record<string, unknown> = { ...earlier }
  for (const [key, value] of Object.entries(later)) {
    const rule = mergeRules[key]
    const before = merged[key]
    if (rule === "append") merged[key] = before === undefined ? list(value) : [...list(before), ...list(value)]
    else if (rule === "update" || rule === "object") {
      merged[key] = { ...(isSettings(before) ? before : {}), ...mapping(subject, key, value) }
    } else if (rule === "grants") {
      merged[key] = grants(isSettings(before) ? before : {}, mapping(subject, key, value))
    } else merged[key] = value
  }
  return merged
}
