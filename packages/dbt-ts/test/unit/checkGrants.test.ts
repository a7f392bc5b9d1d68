import { assert, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { checkGrants } from "../../src/run/checkGrants.ts"
import { plainNode } from "../../src/run/Inline.ts"

const node = (grants: unknown) =>
  plainNode({
    uniqueId: "model.small.a",
    resourceType: "model",
    packageName: "small",
    name: "a",
    path: "a.sql",
    originalFilePath: "models/a.sql",
    fqn: ["small", "a"],
    config: { enabled: true, materialized: "table", tags: [], meta: {}, grants },
    schema: "small"
  })

it.effect("grants are refused before anything is built; an empty list is accepted", () =>
  Effect.gen(function* () {
    yield* checkGrants([node({}), node(undefined)])
    const result = yield* Effect.result(checkGrants([node({}), node({ select: ["reader"] })]))
    assert.isTrue(Result.isFailure(result))
    if (Result.isFailure(result))
      assert.match(result.failure.message, /models\/a\.sql: the config 'grants' is not supported/)
  })
)
