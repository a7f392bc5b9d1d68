import { Effect } from "effect"
import type { Jinja } from "../jinja/Jinja.ts"
import { fromHost, toHost } from "../jinja/Json.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import { isTemplate, soleExpression } from "../jinja/TemplateParser.ts"
import type { Value } from "../jinja/Value.ts"
import type { ProjectError } from "../ProjectError.ts"
import { reading } from "../project/ProjectFolder.ts"
import { parseFile } from "./MacroLibrary.ts"

type Failure = TemplateError | ProjectError

/** A text setting as dbt renders it natively: one expression keeps its value's type, anything else becomes text. */
export const renderNative = (jinja: Jinja, scope: Scope, where: string, text: string): Effect.Effect<Value, Failure> =>
  Effect.gen(function* () {
    if (!isTemplate(text)) return text
    const template = yield* reading(() => parseFile(where, text))
    const only = soleExpression(text)
    return only === undefined ? yield* jinja.render(where, template, scope) : yield* jinja.evaluate(where, only, scope)
  })

/** Renders every text in settings read from YAML. */
export const renderSettings = (
  jinja: Jinja,
  scope: Scope,
  where: string,
  value: unknown
): Effect.Effect<unknown, Failure> => {
  if (typeof value === "string") {
    return isTemplate(value) ? Effect.map(renderNative(jinja, scope, where, value), toHost) : Effect.succeed(value)
  }
  if (Array.isArray(value)) return Effect.forEach(value, (item) => renderSettings(jinja, scope, where, item))
  if (typeof value !== "object" || value === null || value instanceof Date) return Effect.succeed(value)
  return Effect.map(
    Effect.forEach(Object.entries(value), ([key, item]) =>
      Effect.map(renderSettings(jinja, scope, where, item), (rendered) => [key, rendered] as const)
    ),
    Object.fromEntries
  )
}

/** Renders every text in a value of templates, whatever it is nested in. */
export const renderValue = (jinja: Jinja, scope: Scope, where: string, value: Value): Effect.Effect<Value, Failure> => {
  if (typeof value === "string") return renderNative(jinja, scope, where, value)
  if (Array.isArray(value)) return Effect.forEach(value, (item) => renderValue(jinja, scope, where, item))
  return Effect.succeed(fromHost(value))
}
