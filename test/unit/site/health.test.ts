/** The page needs ClickHouse and the state store: a load balancer must not send readers to one without either. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { HttpServerResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { StateError, StateStore } from "../../../ports/StateStore.ts"
import { Warehouse, WarehouseError } from "../../../ports/Warehouse.ts"
import { health } from "../../../site/api/health.ts"

const detail = Redacted.make("canary")
const refused = new StateError({ operation: "query", retryable: true, message: "canary", detail })
const down = new WarehouseError({ operation: "ping", retryable: true, message: "canary", detail })

const answerOf = Effect.fn(function* (ping: Effect.Effect<void, WarehouseError>, query: Effect.Effect<[], StateError>) {
  const stores = Layer.mergeAll(
    Layer.mock(Warehouse, { ping }),
    Layer.mock(StateStore, { query: <Row>() => query as Effect.Effect<ReadonlyArray<Row>, StateError> })
  )
  const fiber = yield* Effect.forkChild(Effect.provide(health, stores))
  yield* TestClock.adjust("4 seconds")
  assert.isDefined(fiber.pollUnsafe(), "too late for a probe")
  const response = HttpServerResponse.toWeb(yield* Fiber.join(fiber))
  return `${response.status} ${yield* Effect.promise(() => response.text())}`
})

it.effect("is 503 while one of the stores fails, or answers nothing", () =>
  Effect.gen(function* () {
    const fine = Effect.succeed<[]>([])
    assert.strictEqual(yield* answerOf(Effect.void, fine), "200 ok")
    for (const ping of [Effect.fail(down), Effect.never])
      assert.strictEqual(yield* answerOf(ping, fine), "503 The database is not responding.")
    for (const query of [Effect.fail(refused), Effect.never])
      assert.strictEqual(yield* answerOf(Effect.void, query), "503 The state store is not responding.")
  })
)
