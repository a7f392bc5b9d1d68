/** `path:` and `file:`. */

import { refuse } from "../../ProjectError.ts"
import { glob } from "../Glob.ts"
import type { Method } from "./Method.ts"

/** Returns all folders above a file and the file itself. */
const pathsTo = (file: string): ReadonlyArray<string> => {
  const parts = file.split("/")
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"))
}

type Part = "**" | ((name: string) => boolean)

const fits = (parts: ReadonlyArray<Part>, names: ReadonlyArray<string>): boolean => {
  const [part, ...rest] = parts
  if (part === undefined) return names.length === 0
  if (part === "**") return fits(rest, names) || (names.length > 0 && fits(parts, names.slice(1)))
  return names.length > 0 && part(names[0] as string) && fits(rest, names.slice(1))
}

/** Returns a pattern of paths, matched folder by folder: `*` stays within a name, `**` passes over any number of folders. */
const pathGlob = (pattern: string): ((path: string) => boolean) => {
  if (pattern.startsWith("/")) return refuse("selector", `the path '${pattern}' must be below the project folder`)
  const parts = pattern
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .map((part): Part => (part === "**" ? part : glob(part)))
  if (parts.length === 0) return () => false
  return (path) => fits(parts, path.split("/"))
}

/**
 * dbt looks for the pattern among the files of the project's own folder, and compares what it finds with paths below
 * each package's folder: a package's file is found where the project has one of the same path.
 */
const path: Method = (value, _argument, { manifest, items }) => {
  const there = new Set<string>()
  for (const { packageName, originalFilePath, patchPath } of items.values()) {
    if (packageName !== manifest.projectName) continue
    for (const file of [originalFilePath, patchPath])
      if (file !== undefined) for (const each of pathsTo(file)) there.add(each)
  }
  const matches = pathGlob(String(value))
  const found = new Set([...there].filter(matches))
  return ({ originalFilePath, patchPath }) =>
    pathsTo(originalFilePath).some((each) => found.has(each)) || (patchPath !== undefined && found.has(patchPath))
}

const file: Method = (value) => {
  const matches = glob(String(value))
  return ({ originalFilePath }) => {
    const name = originalFilePath.split("/").at(-1) as string
    return matches(name) || matches(name.replace(/(?<=.)\.[^.]*$/, ""))
  }
}

export const pathMethods = { path, file }
