/** `require-dbt-version`: whether this runner does as a wanted version of dbt. */
import { dbtVersion } from "../../Invocation.ts"
import { refuse } from "../../ProjectError.ts"
import { words } from "./Yaml.ts"

const parts = (version: string): ReadonlyArray<number> => version.split(".").map((part) => Number.parseInt(part, 10))

const compare = (a: string, b: string): number => {
  const [left, right] = [parts(a), parts(b)]
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  ">=": (order) => order >= 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  "<": (order) => order < 0,
  "=": (order) => order === 0,
  "==": (order) => order === 0,
  "": (order) => order === 0
}

/** Returns whether the version is within every one of the given bounds. */
export const supports = (file: string, required: unknown): boolean =>
  words(file, "require-dbt-version", required)
    .flatMap((each) => each.split(","))
    .every((bound) => {
      const found = /^\s*(>=|<=|==|=|>|<)?\s*v?(\d+(?:\.\d+)*)\S*\s*$/.exec(bound)
      if (found === null) return refuse(file, `'${bound}' of require-dbt-version is not a version`)
      return holds[found[1] ?? ""]?.(compare(dbtVersion, found[2] as string)) === true
    })
