import { assert, describe, it } from "@effect/vitest"
import { Effect, Logger, Ref } from "effect"
import { TestClock } from "effect/testing"
import { toWarehouseError } from "../../../infra/warehouse/WarehouseFailure.ts"
import { countAsWaiting, Outages, retryWhileUnavailable } from "../../../ingest/pipeline/retryWhileUnavailable.ts"

const refused = (code: number, name: string) =>
  toWarehouseError("insert", new Error(`Code: ${code}. DB::Exception: words that may name a value. (${name})`))
const silent = toWarehouseError("insert", new Error("connect ECONNREFUSED"))

/** Runs under an accelerated clock and returns the log. */
const logged = <A, E>(work: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const listener = Logger.make(({ message }) => {
      lines.push(...(Array.isArray(message) ? message : [message]).map(String))
    })
    yield* Effect.raceFirst(work, Effect.forever(TestClock.adjust("100 millis"))).pipe(
      Effect.provideService(Outages, new Map()),
      Effect.provide(Logger.layer([listener]))
    )
    return lines
  })

/** Fails with these, one after another, then works. */
const failing = (errors: ReadonlyArray<unknown>) =>
  Effect.flatMap(Ref.make(0), (calls) =>
    Effect.flatMap(
      Ref.getAndUpdate(calls, (n) => n + 1),
      (n) => (n < errors.length ? Effect.fail(errors[n]) : Effect.void)
    ).pipe(retryWhileUnavailable("ClickHouse"))
  )

const full = "ClickHouse refused the insert: 243 NOT_ENOUGH_SPACE (the disk is full): retrying"
const readOnly = "ClickHouse refused the insert: 164 READONLY (read-only for this user): retrying"
const down = "ClickHouse does not respond: retrying"
const well = "ClickHouse responds again"
const slow = "ClickHouse is slow: no result after 10 seconds: retrying"

describe("retryWhileUnavailable", () => {
  it.effect("reports each state once, for any number of waiting calls and attempts, and its end once", () =>
    Effect.gen(function* () {
      const errors = [silent, silent, refused(243, "NOT_ENOUGH_SPACE"), silent, refused(243, "NOT_ENOUGH_SPACE")]
      const four = Effect.all(
        Array.from({ length: 4 }, () => failing(errors)),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(yield* logged(four), [down, full, well])
      assert.deepStrictEqual(yield* logged(failing([refused(164, "READONLY")])), [readOnly, well])
    })
  )

  it.effect("a connection that breaks once is not an outage, two tries without an answer are", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* logged(failing([silent])), [])
      assert.deepStrictEqual(yield* logged(failing([silent, silent])), [down, well])
      const full243 = refused(243, "NOT_ENOUGH_SPACE")
      assert.deepStrictEqual(yield* logged(failing([full243, silent, full243, silent])), [full, well])
    })
  )

  it.effect("a call that waits for another part inside is not slow, whichever part reports it", () =>
    Effect.gen(function* () {
      const within = Effect.sleep("15 seconds").pipe(countAsWaiting("Kafka"))
      assert.deepStrictEqual(yield* logged(within.pipe(retryWhileUnavailable("ClickHouse"))), [])
      const after = Effect.andThen(Effect.void.pipe(countAsWaiting("Kafka")), Effect.sleep("15 seconds"))
      assert.deepStrictEqual(yield* logged(after.pipe(retryWhileUnavailable("ClickHouse"))), [slow])
    })
  )

  it.effect("a concurrent success does not end the outage while another call waits", () =>
    Effect.gen(function* () {
      const healthy = Effect.forEach([1, 2, 3], () => Effect.delay(failing([]), "300 millis"))
      const errors = Array.from({ length: 6 }, () => refused(243, "NOT_ENOUGH_SPACE"))
      assert.deepStrictEqual(yield* logged(Effect.all([failing(errors), healthy], { concurrency: "unbounded" })), [
        full,
        well
      ])
    })
  )

  it.effect("one that stopped waiting leaves no outage behind", () =>
    Effect.gen(function* () {
      const forever = Effect.fail(silent).pipe(retryWhileUnavailable("ClickHouse"), Effect.timeoutOption("3 seconds"))
      assert.deepStrictEqual(yield* logged(Effect.andThen(forever, failing([]))), [down, well])
    })
  )

  it.effect("a slow part is reported once over many slow calls, and its end at the first fast one", () =>
    Effect.gen(function* () {
      const calls = Effect.forEach(["25 seconds", "12 seconds", "15 seconds", "1 second"] as const, (takes) =>
        Effect.sleep(takes).pipe(retryWhileUnavailable("ClickHouse"))
      )
      assert.deepStrictEqual(yield* logged(calls), [slow, well])
    })
  )

  it.effect("a call that waits within for another part is not slow", () =>
    Effect.gen(function* () {
      const registry = Effect.flatMap(Ref.make(0), (calls) =>
        Effect.flatMap(
          Ref.getAndUpdate(calls, (n) => n + 1),
          (n) => (n < 9 ? Effect.fail(silent) : Effect.void)
        ).pipe(retryWhileUnavailable("the schema registry"))
      )
      assert.deepStrictEqual(yield* logged(registry.pipe(retryWhileUnavailable("ClickHouse"))), [
        "the schema registry does not respond: retrying",
        "the schema registry responds again"
      ])
    })
  )

  it.effect("a permanent error ends it immediately", () =>
    Effect.gen(function* () {
      const unknownTable = refused(60, "UNKNOWN_TABLE")
      const ended = yield* logged(
        Effect.flip(failing([unknownTable])).pipe(
          Effect.tap((error) => Effect.sync(() => assert.strictEqual(error, unknownTable)))
        )
      )
      assert.deepStrictEqual(ended, [])
    })
  )

  it.effect("a short statement does not report slow batches, and reports the end of its own wait", () =>
    Effect.gen(function* () {
      const batch = (seconds: number) => Effect.sleep(`${seconds} seconds`).pipe(retryWhileUnavailable("ClickHouse"))
      const brief = Effect.sleep("1 second").pipe(retryWhileUnavailable("ClickHouse", true))
      const all = [batch(12), brief, batch(12), brief, batch(2), brief]
      assert.deepStrictEqual(yield* logged(Effect.all(all)), [slow, well])
      let errors = 2
      const failing = Effect.suspend(() => (errors-- > 0 ? Effect.fail(silent) : Effect.void))
      assert.deepStrictEqual(yield* logged(failing.pipe(retryWhileUnavailable("ClickHouse", true))), [down, well])
    })
  )
})
