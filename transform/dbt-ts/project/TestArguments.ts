import { Effect } from "effect"
import { renderValue } from "../context/RenderSettings.ts"
import { Dict } from "../jinja/Dict.ts"
import type { Jinja } from "../jinja/Jinja.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { TestMetadata } from "./Node.ts"

const looksLikeCall = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/

/** Gives a generic test its arguments, each rendered in the test's own scope. */
export const setArguments = Effect.fn("TestArguments.setArguments")(function* (
  jinja: Jinja,
  scope: Scope,
  test: TestMetadata
) {
  const args = new Dict()
  for (const [name, written] of test.kwargs) {
    const value = typeof written === "string" && looksLikeCall.test(written) ? `{{ ${written} }}` : written
    args.set(name, name === "column_name" ? value : yield* renderValue(jinja, scope, `argument '${name}'`, value))
  }
  scope.set("_dbt_generic_test_kwargs", args)
})
