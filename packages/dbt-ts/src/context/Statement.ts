/** What `{% call statement('name') %}` leaves for `load_result('name')`. */

import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { Dict, HostObject, type Named, plainFunction, Tuple, type Value } from "../jinja/Value.ts"
import { QueryTable } from "./QueryTable.ts"

/** The store's answer about a statement. */
export class AdapterResponse extends HostObject {
  readonly typeName = "AdapterResponse"
  readonly #message: string
  readonly #code: Value
  readonly #rowsAffected: Value
  constructor(message: string, code: Value = null, rowsAffected: Value = null) {
    super()
    this.#message = message
    this.#code = code
    this.#rowsAffected = rowsAffected
  }
  override attribute(name: string): Value | undefined {
    if (name === "message") return this.#message
    if (name === "code") return this.#code
    return name === "rows_affected" ? this.#rowsAffected : undefined
  }
  override print(): string {
    return this.#message
  }
}

const result = (response: Value, table: Value): Dict =>
  Dict.of([
    ["response", response],
    ["data", table instanceof QueryTable ? table.data.map((row) => new Tuple(row)) : []],
    ["table", table]
  ])

/** `load_result`, `store_result` and `store_raw_result` over the results of one node. */
export const statementNames = (): ReadonlyArray<readonly [string, Value]> => {
  const results = new Map<string, Dict | undefined>()
  const taken = (args: ReadonlyArray<Value>, named: Named, index: number, name: string): Value =>
    args[index] ?? named.get(name) ?? null
  const empty = (): QueryTable => new QueryTable([], [])
  const functions = [
    plainFunction("load_result", (args, named) => {
      const name = str(taken(args, named, 0, "name"))
      if (!results.has(name)) return null
      const found = results.get(name)
      if (found === undefined)
        return fail(`The 'statement' result named '${name}' has already been loaded into a variable`)
      if (name !== "main") results.set(name, undefined)
      return found
    }),
    plainFunction("store_result", (args, named) => {
      const table = taken(args, named, 2, "agate_table") ?? empty()
      results.set(str(taken(args, named, 0, "name")), result(taken(args, named, 1, "response"), table))
      return ""
    }),
    plainFunction("store_raw_result", (args, named) => {
      const [message, code, rows] = ["message", "code", "rows_affected"].map((name, at) =>
        taken(args, named, at + 1, name)
      )
      const response = new AdapterResponse(str(message ?? ""), code, rows)
      results.set(str(taken(args, named, 0, "name")), result(response, taken(args, named, 4, "agate_table") ?? empty()))
      return ""
    })
  ]
  return functions.map((each) => [each.name, each])
}
