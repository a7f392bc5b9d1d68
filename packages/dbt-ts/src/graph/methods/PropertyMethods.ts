/** `tag:`, `package:`, `group:`, `access:`, `config.…:`. */
import { glob } from "../Glob.ts"
import type { Method } from "./Method.ts"

const tag: Method = (value) => {
  const matches = glob(String(value))
  return (item) => item.tags.some(matches)
}

/** `this` is the project itself. */
const packageMethod: Method = (value, _argument, { manifest }) => {
  const matches = glob(value === "this" ? manifest.projectName : String(value))
  return (item) => matches(item.packageName)
}

const group: Method = (value) => {
  const matches = glob(String(value))
  return (item) => item.group !== undefined && matches(item.group)
}

const access: Method = (value) => (item) => item.access === value

/** Returns the value of a configuration at a path; `undefined` if there is none. */
const settingAt = (config: unknown, place: ReadonlyArray<string>): unknown => {
  let setting = config
  for (const part of place) {
    if (typeof setting !== "object" || setting === null || Array.isArray(setting)) return undefined
    setting = Object.hasOwn(setting, part) ? (setting as Record<string, unknown>)[part] : undefined
  }
  return setting
}

/** `true` and `false` are written in any case; so are values of `severity`. */
const config: Method = (value, argument) => {
  const folded = typeof value === "string" ? value.toLowerCase() : value
  const anyCase = argument.length === 1 && argument[0] === "severity"
  const same = (setting: unknown): boolean =>
    setting === value ||
    (typeof setting === "boolean" && String(setting) === String(folded)) ||
    (anyCase && typeof setting === "string" && setting.toLowerCase() === folded)
  return (item) => {
    if (item.config === undefined) return false
    const setting = settingAt(item.config, argument)
    return Array.isArray(setting) ? setting.some(same) : same(setting)
  }
}

export const propertyMethods = { tag, package: packageMethod, group, access, config }
