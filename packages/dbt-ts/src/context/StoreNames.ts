import { text } from "../jinja/Arguments.ts"
import { fail, TemplateError } from "../jinja/TemplateError.ts"
import { Dict, HostFunction, HostObject, LookupObject, plainFunction, type Step, type Value } from "../jinja/Value.ts"
import { Adapter, type AdapterHost } from "./Adapter.ts"
import { columnClass } from "./Column.ts"
import { datetimeModule, moduleObject } from "./modules/DatetimeModule.ts"
import { itertoolsModule } from "./modules/ItertoolsModule.ts"
import { regexModule } from "./modules/RegexModule.ts"
import { relationClass } from "./Relation.ts"
import { statementNames } from "./Statement.ts"

/** Only UTC is supported: other zones would need a time zone database. */
const utc = moduleObject("modules.pytz.utc", { zone: "UTC" })

const modules = moduleObject("modules", {
  datetime: datetimeModule,
  itertools: itertoolsModule,
  pytz: moduleObject("modules.pytz", {
    utc,
    UTC: utc,
    timezone: plainFunction("timezone", (args) =>
      text(args[0]).toUpperCase() === "UTC"
        ? utc
        : fail(`modules.pytz.timezone('${text(args[0])}') is not supported: only UTC`)
    )
  }),
  re: regexModule
})

const apiClasses: Readonly<Record<string, Value>> = { Relation: relationClass, Column: columnClass }

const api = new LookupObject("dict", (name) => (Object.hasOwn(apiClasses, name) ? apiClasses[name] : undefined))

/** `config.require('x', validator=validation.any[…])`: types are checked where settings are read. */
const anyType = new LookupObject(
  "any",
  () => undefined,
  () => plainFunction("inner", () => null)
)

const validation = Dict.of([["any", anyType]])

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

/** Returns the names by which one node's template reaches the store, and Python's library as far as dbt lends it. */
export const storeNames = (host: AdapterHost): ReadonlyArray<readonly [string, Value]> => [
  ["adapter", new Adapter(host)],
  ["api", api],
  ["column", columnClass],
  ["modules", modules],
  ["try_or_compiler_error", tryOrCompilerError],
  ["validation", validation],
  ...statementNames()
]
