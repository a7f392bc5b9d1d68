/** Uploads: rows in order, private to the account, removed after a time, ended when sending fails. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { TestClock } from "effect/testing"
import type { UploadAnswer } from "../../../ingest/portal/api/UploadApi.ts"
import { idleMillis, makeUploads } from "../../../ingest/portal/server/Uploads.ts"
import type { ReadyRow } from "../../../ingest/submit/check/pseudonymiseRows.ts"

const row = (n: number): ReadyRow => ({ kind: "route", record: { n }, revisable: false })
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i))

const receipt = (records: number): UploadAnswer => ({
  submission: "s",
  receivedAt: "2026-11-25T00:00:00Z",
  records,
  hash: "",
  state: "received",
  loaded: 0,
  quarantined: 0,
  withdrawn: 0,
  corrections: 0,
  heldBack: 0,
  heldBackRecords: [],
  refusals: []
})

const collect = (into: Array<number>) => (stream: Stream.Stream<ReadyRow>) =>
  Stream.runForEach(stream, ({ record }) => Effect.sync(() => into.push(record["n"] as number))).pipe(
    Effect.map(() => receipt(into.length))
  )

describe("uploads", () => {
  it.effect("pass on each row once and in order, even if it arrives twice", () =>
    Effect.gen(function* () {
      const uploads = yield* makeUploads()
      const got: Array<number> = []
      const id = yield* uploads.begin({ partner: "a", records: 5_000, send: collect(got) })
      for (let chunk = 0; chunk < 5; chunk++)
        for (let times = 0; times < 2; times++)
          yield* uploads.take(id, "a", chunk, rows(chunk * 1000, chunk * 1000 + 1000))
      assert.strictEqual((yield* uploads.end(id, "a")).records, 5_000)
      assert.deepStrictEqual(
        got,
        Array.from({ length: 5_000 }, (_, n) => n)
      )
    }).pipe(Effect.scoped)
  )

  it.effect("are private to their account, and are removed if nothing arrives for a while", () =>
    Effect.gen(function* () {
      const uploads = yield* makeUploads()
      const id = yield* uploads.begin({ partner: "a", records: 2, send: collect([]) })
      assert.strictEqual((yield* Effect.flip(uploads.take(id, "b", 0, rows(0, 1)))).fault, "unknown")
      assert.strictEqual((yield* Effect.flip(uploads.end(id, "b"))).fault, "unknown")
      yield* uploads.take(id, "a", 0, rows(0, 1))
      yield* TestClock.adjust(idleMillis + 60_000)
      assert.strictEqual((yield* Effect.flip(uploads.take(id, "a", 1, rows(1, 2)))).fault, "unknown")
    }).pipe(Effect.scoped)
  )

  it.effect(
    "end with the sender: its failure is reported and nothing waits for it; known records are not requested",
    () =>
      Effect.gen(function* () {
        const uploads = yield* makeUploads()
        const failing = yield* uploads.begin({ partner: "a", records: 9_000, send: () => Effect.fail("no") })
        yield* Effect.yieldNow
        const faults = new Set<string>()
        for (let chunk = 0; chunk < 9; chunk++) {
          const { fault } = yield* Effect.flip(uploads.take(failing, "a", chunk, rows(0, 1000)))
          faults.add(fault)
        }
        assert.deepStrictEqual([...faults], ["failed", "unknown"])
        const known = yield* uploads.begin({ partner: "a", records: 3_000, send: () => Effect.succeed(receipt(3_000)) })
        yield* Effect.yieldNow
        for (let chunk = 0; chunk < 3; chunk++) yield* uploads.take(known, "a", chunk, rows(0, 1000))
        assert.strictEqual((yield* uploads.end(known, "a")).records, 3_000)
      }).pipe(Effect.scoped)
  )
})
