import { Effect } from "effect"
import type { Jinja } from "../../jinja/Jinja.ts"
import { toHost } from "../../jinja/Json.ts"
import type { Scope } from "../../jinja/Scope.ts"
import type { TemplateError } from "../../jinja/TemplateError.ts"
import { isTemplate } from "../../jinja/TemplateParser.ts"
import type { Value } from "../../jinja/Value.ts"
import type { ProjectError } from "../../ProjectError.ts"

/** Path of a text in what is rendered: keys and positions. */
export type Keys = ReadonlyArray<string | number>

/**
 * Returns a text setting as dbt renders it natively: one expression keeps its value's type, anything else becomes text. Text
 * without a template goes the same way, and so loses the newline at its end.
 */
export const renderNative = (
  jinja: Jinja,
  scope: Scope,
  where: string,
  text: string
): Effect.Effect<Value, TemplateError | ProjectError> =>
  isTemplate(text) ? jinja.native(where, text, scope) : Effect.succeed(text.replace(/\n$/, ""))

const changes = (value: unknown): boolean =>
  typeof value === "string"
    ? isTemplate(value) || value.endsWith("\n")
    : Array.isArray(value)
      ? value.some(changes)
      : typeof value === "object" && value !== null && Object.values(value).some(changes)

/** Renders every text in settings read from YAML, except those for which `keeps` is true. */
export const renderSettings = (
  jinja: Jinja,
  scope: Scope,
  where: string,
  value: unknown,
  keeps: (keys: Keys) => boolean = () => false
): Effect.Effect<unknown, TemplateError | ProjectError> => {
  const render = (item: unknown, keys: Keys): Effect.Effect<unknown, TemplateError | ProjectError> => {
    if (!changes(item) || keeps(keys)) return Effect.succeed(item)
    if (typeof item === "string") return Effect.map(renderNative(jinja, scope, where, item), toHost)
    if (Array.isArray(item)) return Effect.forEach(item, (each, index) => render(each, [...keys, index]))
    return Effect.map(
      Effect.forEach(Object.entries(item as object), ([key, each]) =>
        Effect.map(render(each, [...keys, key]), (rendered) => [key, rendered] as const)
      ),
      Object.fromEntries
    )
  }
  return render(value, [])
}
