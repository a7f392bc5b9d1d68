/** Names of generic tests, by dbt's rule, so that artefacts of both runners can be compared. */
import { createHash } from "node:crypto"
import { repr, str } from "../jinja/Print.ts"
import { Dict, Tuple, type Value } from "../jinja/Value.ts"

const md5 = (text: string): string => createHash("md5").update(text).digest("hex")

export interface GenericTestName {
  /** Names the compiled file; cut and hashed when the full name has 64 characters or more. */
  readonly short: string
  readonly full: string
}

const parts = (value: Value): ReadonlyArray<Value> => {
  if (value instanceof Dict) return value.values()
  if (value instanceof Tuple) return value.items
  return Array.isArray(value) ? value : [value]
}

/** `type_target_arguments`: arguments by name, each cut to letters, digits and underscores. */
export const genericTestName = (type: string, target: string, args: ReadonlyMap<string, Value>): GenericTestName => {
  const flat = [...args.keys()]
    .filter((name) => name !== "model")
    .sort()
    .flatMap((name) => parts(args.get(name) as Value).map(str))
  const identifier = `${type}_${target}`
  const full = `${identifier}_${flat.map((text) => text.replace(/[^0-9a-zA-Z_]+/g, "_")).join("__")}`
  return { full, short: full.length >= 64 ? `${identifier.slice(0, 30)}_${md5(full)}` : full }
}

const hashable = (value: Value): Value => {
  if (value instanceof Dict) {
    const names = value.keys().map(str).sort()
    return Dict.of(names.map((name) => [name, hashable(value.get(name) as Value)]))
  }
  return Array.isArray(value) ? value.map(hashable) : str(value)
}

/** Returns the ten last characters of dbt's hash of a test's name and arguments: they end its unique id. */
export const genericTestHash = (
  fullName: string,
  test: { readonly name: string; readonly namespace: string | undefined; readonly kwargs: ReadonlyMap<string, Value> }
): string => {
  const metadata = Dict.of([
    ["namespace", test.namespace ?? null],
    ["name", test.name],
    ["kwargs", Dict.of(test.kwargs)]
  ])
  return md5(fullName + repr(hashable(metadata))).slice(-10)
}
