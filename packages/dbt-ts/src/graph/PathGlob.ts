import { refuse } from "../ProjectError.ts"
import { glob } from "./Glob.ts"

/** All folders above a file and the file itself. */
export const pathsTo = (file: string): ReadonlyArray<string> => {
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

/** A pattern of paths, matched folder by folder: `*` stays within a name, `**` passes over any number of folders. */
export const pathGlob = (pattern: string): ((path: string) => boolean) => {
  if (pattern.startsWith("/")) return refuse("selector", `the path '${pattern}' must be below the project folder`)
  const parts = pattern
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .map((part): Part => (part === "**" ? part : glob(part)))
  if (parts.length === 0) return () => false
  return (path) => fits(parts, path.split("/"))
}
