import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { layerFileWithdrawalLog } from "../../../ingest/keys/FileWithdrawalLog.ts"
import {
  lineOf,
  logWithdrawal,
  noteWithdrawals,
  tombstoneId,
  WithdrawalLog
} from "../../../ingest/keys/WithdrawalLog.ts"

const person = (digit: string) => `${digit.repeat(8)}-0000-0000-0000-000000000000`

const withLog = <A, E>(body: (file: string) => Effect.Effect<A, E, WithdrawalLog>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "corridor-withdrawals-"))),
    (folder) => {
      const file = join(folder, "keys", "withdrawals.jsonl")
      return body(file).pipe(Effect.provide(layerFileWithdrawalLog(file).pipe(Layer.provide(NodeServices.layer))))
    },
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

describe("the withdrawal log", () => {
  it.effect("keeps what is added, readable by its owner only, and finds it by the tombstone's id", () =>
    withLog(
      Effect.fn(function* (file) {
        const log = yield* WithdrawalLog
        assert.deepStrictEqual(yield* log.all, { entries: [], damaged: 0 })
        const id = yield* logWithdrawal("shelter", [
          { version: 1, person: person("a") },
          { version: 2, person: person("b") }
        ])
        yield* logWithdrawal("shelter", [{ version: 2, person: person("c") }])
        const { entries } = yield* log.all
        assert.strictEqual(entries.length, 2)
        assert.strictEqual(entries.find((entry) => tombstoneId(entry) === id)?.persons.length, 2)
        assert.strictEqual(statSync(file).mode & 0o777, 0o600)
        chmodSync(file, 0o644)
        assert.include((yield* Effect.flip(log.all)).message, "chmod 600")
      })
    )
  )

  it.effect("an entry that a crash cut off does not damage later ones", () =>
    withLog(
      Effect.fn(function* (file) {
        const log = yield* WithdrawalLog
        yield* logWithdrawal("shelter", [{ version: 1, person: person("a") }])
        appendFileSync(file, '{"partner":"shelter","at":"2026')
        yield* logWithdrawal("shelter", [{ version: 1, person: person("b") }])
        const { entries, damaged } = yield* log.all
        assert.deepStrictEqual(
          entries.map((entry) => entry.persons[0]?.person),
          [person("a"), person("b")]
        )
        assert.strictEqual(damaged, 1)
      })
    )
  )

  it.effect("repeated withdrawals are written once", () =>
    withLog(
      Effect.fn(function* (file) {
        yield* noteWithdrawals("shelter", new Set([person("a"), person("b")]), 1, new Map())
        yield* noteWithdrawals("shelter", new Set([person("b"), person("c")]), 1, new Map())
        yield* noteWithdrawals("other", new Set([person("a")]), 1, new Map())
        yield* noteWithdrawals("shelter", new Set([]), 1, new Map())
        const { entries } = yield* (yield* WithdrawalLog).all
        assert.deepStrictEqual(
          entries.map((entry) => `${entry.partner} ${entry.persons[0]?.person[0]}`),
          ["shelter a", "shelter b", "shelter c", "other a"]
        )
        assert.strictEqual(readFileSync(file, "utf8"), entries.map((entry) => `${lineOf(entry)}\n`).join(""))
      })
    )
  )
})
