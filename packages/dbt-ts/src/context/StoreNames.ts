import { text } from "../jinja/Arguments.ts"
import { fail, TemplateError } from "../jinja/TemplateError.ts"
import { Dict, HostFunction, HostObject, plainFunction, type Step, type Value } from "../jinja/Value.ts"
import { Adapter, type AdapterHost } from "./Adapter.ts"
import { ColumnClass } from "./Column.ts"
import { modules } from "./Modules.ts"
import { RelationClass } from "./Relation.ts"
import { statementNames } from "./Statement.ts"

class Api extends HostObject {
  readonly typeName = "dict"
  readonly #relation = new RelationClass()
  readonly #column = new ColumnClass()
  override attribute(name: string): Value | undefined {
    if (name === "Relation") return this.#relation
    return name === "Column" ? this.#column : undefined
  }
}

const api = new Api()

/** `config.require('x', validator=validation.any[…])`: types are checked where settings are read. */
class AnyType extends HostObject {
  readonly typeName = "any"
  override item(_key: Value): Value {
    return plainFunction("inner", () => null)
  }
}

const validation = Dict.of([["any", new AnyType()]])

/** `try_or_compiler_error(message, function, …)`. */
const tryOrCompilerError = new HostFunction("try_or_compiler_error", function* (args, named): Step<Value> {
  const [message, callee, ...rest] = args
  if (!(callee instanceof HostObject) || !callee.callable) return fail("try_or_compiler_error() takes a function")
  try {
    return yield* callee.call(rest, named)
  } catch (thrown) {
    if (thrown instanceof TemplateError) return fail(text(message))
    throw thrown
  }
})

/** The names by which one node's template reaches the store, and Python's library as far as dbt lends it. */
export const storeNames = (host: AdapterHost): ReadonlyArray<readonly [string, Value]> => [
  ["adapter", new Adapter(host)],
  ["api", api],
  ["column", api.attribute("Column") as Value],
  ["modules", modules],
  ["try_or_compiler_error", tryOrCompilerError],
  ["validation", validation],
  ...statementNames()
]
