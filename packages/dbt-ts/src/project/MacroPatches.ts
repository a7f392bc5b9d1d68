/** `macros:` of property files. */
import { refuse } from "../ProjectError.ts"
import { listOf, plain, settings } from "./files/Yaml.ts"
import type { MacroNode } from "./Node.ts"
import type { Warn } from "./properties/EntryKeys.ts"
import type { PropertyEntry } from "./properties/PropertyFile.ts"
import type { Settings } from "./Settings.ts"

const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value))

const argumentsOf = (file: string, value: unknown): NonNullable<MacroNode["arguments"]> =>
  listOf(file, "arguments", value).map((each) => {
    const raw = settings(file, "arguments", each)
    return { name: text(raw["name"]) ?? "", type: text(raw["type"]), description: text(raw["description"]) ?? "" }
  })

/** Adds descriptions to the macros; warns about descriptions of missing macros. */
export const patchMacros = (
  macros: ReadonlyMap<string, MacroNode>,
  entries: ReadonlyArray<PropertyEntry>,
  warn: Warn
): ReadonlyMap<string, MacroNode> => {
  const patched = new Map(macros)
  for (const { packageName, file, entry, name } of entries) {
    const uniqueId = `macro.${packageName}.${name}`
    const macro = patched.get(uniqueId)
    if (macro === undefined) {
      warn(file.path, `describes the macro '${name}', which does not exist`)
      continue
    }
    if (macro.patchPath !== undefined) refuse(file.path, `the macro '${name}' is also described in ${macro.patchPath}`)
    patched.set(uniqueId, {
      ...macro,
      description: String(entry["description"] ?? ""),
      patchPath: `${packageName}://${file.path}`,
      meta: plain(settings(file.path, "meta", entry["meta"])) as Settings,
      arguments: argumentsOf(file.path, entry["arguments"])
    })
  }
  return patched
}
