/** `path:` and `file:`. */
import { glob } from "../Glob.ts"
import { pathGlob, pathsTo } from "../PathGlob.ts"
import type { Method } from "./Method.ts"

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
