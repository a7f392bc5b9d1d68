import { Effect } from "effect"
import type { Jinja } from "../jinja/Jinja.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import { Dict, type Value } from "../jinja/Value.ts"
import type { ProjectError } from "../ProjectError.ts"
import { renderNative } from "./files/RenderSettings.ts"
import type { TestMetadata } from "./Node.ts"

const looksLikeCall = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/

type Rendered = Effect.Effect<Value, TemplateError | ProjectError>

/** Sets the arguments of a generic test, each rendered in the test's own scope, at any depth. */
export const setArguments = Effect.fn("TestArguments.setArguments")(function* (
  jinja: Jinja,
  scope: Scope,
  test: TestMetadata
) {
  const render = (where: string, value: Value): Rendered => {
    if (typeof value === "string") {
      return renderNative(jinja, scope, where, looksLikeCall.test(value) ? `{{ ${value} }}` : value)
    }
    if (Array.isArray(value)) return Effect.forEach(value, (item) => render(where, item))
    if (!(value instanceof Dict)) return Effect.succeed(value)
    return Effect.map(
      Effect.forEach(value.entries(), ([key, item]) =>
        Effect.map(render(where, item), (rendered) => [key, rendered] as const)
      ),
      (entries) => Dict.of(entries)
    )
  }
  const args = new Dict()
  for (const [name, written] of test.kwargs) {
    args.set(name, name === "column_name" ? written : yield* render(`argument '${name}'`, written))
  }
  scope.set("_dbt_generic_test_kwargs", args)
})
