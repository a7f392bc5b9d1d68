/** Functions over data that dbt gives every template: JSON, YAML, sets, pairs. */
import { stringify } from "yaml"
import { fromHost, toHost, toJson } from "../jinja/Json.ts"
import { iterated, truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { SetObject } from "../jinja/SetObject.ts"
import { fail } from "../jinja/TemplateError.ts"
import { given, type HostFunction, type Named, plainFunction, Tuple, type Value } from "../jinja/Value.ts"
import { parseYaml } from "../project/files/Yaml.ts"

type Taken = (index: number, name: string) => Value | undefined

/** Returns a function that reads its arguments by position or name. */
const taking = (name: string, body: (take: Taken) => Value): HostFunction =>
  plainFunction(name, (args, named: Named) =>
    body((index, key) => given(args[index], () => given(named.get(key), () => undefined)))
  )

const zipped = (lists: ReadonlyArray<ReadonlyArray<Value>>): Array<Value> => {
  const size = lists.length === 0 ? 0 : Math.min(...lists.map((each) => each.length))
  return Array.from({ length: size }, (_, i) => new Tuple(lists.map((each) => each[i] as Value)))
}

const all = (values: ReadonlyArray<Value>): ReadonlyArray<ReadonlyArray<Value>> | undefined => {
  const lists = values.map((value) => iterated(value))
  return lists.every((each) => each !== undefined) ? lists.map((each) => [...each]) : undefined
}

const needed = (value: Value | undefined, name: string): Value =>
  value === undefined ? fail(`${name}() needs a value`) : value

const functions: ReadonlyArray<HostFunction> = [
  taking("tojson", (take) => {
    const sort = take(2, "sort_keys")
    return toJson(needed(take(0, "value"), "tojson"), { sortKeys: sort !== undefined && truthy(sort) })
  }),
  taking("fromjson", (take) => {
    try {
      return fromHost(JSON.parse(str(needed(take(0, "string"), "fromjson"))))
    } catch {
      return take(1, "default") ?? null
    }
  }),
  taking("toyaml", (take) => {
    const sort = take(2, "sort_keys")
    const value = toHost(needed(take(0, "value"), "toyaml"))
    const text = stringify(value, {
      sortMapEntries: sort !== undefined && truthy(sort),
      indentSeq: false,
      lineWidth: 80
    })
    // Python's writer marks the end of a bare word.
    return typeof value === "object" && value !== null ? text : /^["']/.test(text) ? text : `${text}...\n`
  }),
  taking("fromyaml", (take) => {
    try {
      return fromHost(parseYaml("fromyaml()", str(needed(take(0, "value"), "fromyaml"))))
    } catch {
      return take(1, "default") ?? null
    }
  }),
  taking("set", (take) => {
    const items = take(0, "value")
    const found = items === undefined ? [] : iterated(items)
    return found === undefined ? (take(1, "default") ?? null) : new SetObject(found)
  }),
  taking("set_strict", (take) => {
    const items = needed(take(0, "value"), "set_strict")
    return new SetObject(iterated(items) ?? fail(`${str(items)} is not iterable`))
  }),
  plainFunction("zip", (args, named) => {
    const lists = all(args)
    return lists === undefined ? (named.get("default") ?? null) : zipped(lists)
  }),
  plainFunction("zip_strict", (args) => zipped(all(args) ?? fail("zip_strict() takes lists")))
]

export const dataFunctions: ReadonlyArray<readonly [string, Value]> = functions.map((each) => [each.name, each])
