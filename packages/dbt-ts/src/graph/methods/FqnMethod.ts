/** `fqn:`, and a bare name: a model by its name, a folder's content, a package's, with wildcards and versions. */
import { glob } from "../Glob.ts"
import type { Method } from "./Method.ts"

const wild = /[*?[\]]/

/** Is the last part of the place the name itself? A version may follow it by `.` or `_`. */
const named = (fqn: ReadonlyArray<string>, value: string, versioned: boolean): boolean =>
  versioned
    ? fqn.at(-2) === value || fqn.slice(-2).join("_") === value.split(".").slice(-2).join("_")
    : fqn.at(-1) === value

const within = (fqn: ReadonlyArray<string>, value: string, versioned: boolean): boolean => {
  if (named(fqn, value, versioned)) return true
  // Dots in a name part it too.
  const place = fqn.flatMap((part) => part.split("."))
  const wanted = value.split(".")
  if (place.length < wanted.length) return false
  const firstWild = wanted.findIndex((part) => wild.test(part))
  const plain = firstWild < 0 ? wanted : wanted.slice(0, firstWild)
  if (!plain.every((part, index) => part === place[index])) return false
  return firstWild < 0 || glob(wanted.slice(firstWild).join("."))(place.slice(firstWild).join("."))
}

export const fqn: Method = (value) => (item) => {
  if (item.resourceType === "source") return false
  const versioned = item.resourceType === "model" && item.version !== undefined
  const text = String(value)
  return within(item.fqn, text, versioned) || within(item.fqn.slice(1), text, versioned)
}
