/** How old the newest backup and a pending erasure are, by the limits of the settings. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, DateTime, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { noteBackup } from "../../../infra/erasure/KnownBackups.ts"
import { backupAge, daysOf, erasureAge, isOverdue } from "../../../infra/erasure/overdue.ts"
import { logErasure, logWithdrawal, WithdrawalLog } from "../../../ingest/keys/WithdrawalLog.ts"
import { type QueryOptions, Warehouse } from "../../../ports/Warehouse.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const root = testFolder("overdue")
const start = Date.parse("2026-12-01T00:00:00.000Z")
const settingsOf = (given: object) => ConfigProvider.layer(ConfigProvider.fromUnknown(given))
const persons = [{ version: 1, person: "aaaaaaaa-0000-0000-0000-000000000000" }]

/** A store that was created at the start, or one without tables. */
const storeFrom = (at: number | undefined) =>
  Layer.mock(Warehouse, {
    query: <Row>(_sql: string, _options?: QueryOptions) =>
      Effect.succeed([{ n: at === undefined ? 0 : 3, at: (at ?? 0) / 1_000 }] as unknown as ReadonlyArray<Row>)
  })

describe("a pending erasure", () => {
  it.effect("is late after the days of the setting, since the withdrawal, and not once it is complete", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const age = erasureAge()
      assert.deepInclude(yield* age, { pending: 0, seconds: 0, limit: 7 * 86_400 })
      yield* logWithdrawal("shelter", persons, "2026-11-01T00:00:00.000Z")
      yield* TestClock.adjust("7 days")
      assert.isFalse(isOverdue(yield* age))
      yield* TestClock.adjust("1 hour")
      const late = yield* age
      assert.deepInclude(late, { pending: 1, seconds: 7 * 86_400 + 3_600 })
      assert.isTrue(isOverdue(late))
      assert.isFalse(isOverdue(yield* Effect.provide(age, settingsOf({ CORRIDOR_ERASURE_DAYS: "8" }))))
      const at = DateTime.formatIso(yield* DateTime.now)
      yield* logErasure({ partner: "shelter", persons, at }, 1)
      assert.deepInclude(yield* age, { pending: 0, seconds: 0 })
    }).pipe(Effect.provide([WithdrawalLog.layerMemory, settingsOf({})]))
  )
})

describe("the newest backup", () => {
  it.effect("is too old after the days of the setting; before the first one the store counts", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const keys = mkdtempSync(join(root, "keys-"))
      const age = backupAge(keys).pipe(Effect.provide([storeFrom(start), settingsOf({})]))
      assert.deepStrictEqual(yield* age, { isThere: false, seconds: 0, limit: 2 * 86_400 })
      yield* TestClock.adjust("3 days")
      assert.isTrue(isOverdue(yield* age))
      const folder = join(keys, "there")
      mkdirSync(folder)
      writeFileSync(join(folder, "manifest.json"), "")
      yield* noteBackup(keys, { id: "1", createdAt: new Date(start + 2.5 * 86_400_000).toISOString(), folder })
      assert.deepStrictEqual(yield* age, { isThere: true, seconds: 43_200, limit: 2 * 86_400 })
      const strict = backupAge(keys).pipe(Effect.provide([storeFrom(start), settingsOf({ CORRIDOR_BACKUP_DAYS: "1" })]))
      yield* TestClock.adjust("18 hours")
      assert.deepStrictEqual([isOverdue(yield* age), isOverdue(yield* strict)], [false, true])
      assert.strictEqual(daysOf((yield* age).seconds), 1)
    })
  )

  it.effect("of a store without tables is not missed, and one that cannot be read is named", () =>
    Effect.gen(function* () {
      const keys = mkdtempSync(join(root, "keys-"))
      const age = backupAge(keys).pipe(Effect.provide([storeFrom(undefined), settingsOf({})]))
      assert.isFalse(isOverdue(yield* age))
      mkdirSync(join(keys, "backups.jsonl"))
      assert.include((yield* Effect.flip(age)).message, "backups.jsonl cannot be read")
    })
  )
})

it.each(["0", "-1", "2.5", "0x10", "100000", "two"])(
  "a limit of %s days is refused, with the setting's name",
  (days) => {
    const { message } = Effect.runSync(
      Effect.flip(
        erasureAge().pipe(Effect.provide([WithdrawalLog.layerMemory, settingsOf({ CORRIDOR_BACKUP_DAYS: days })]))
      )
    )
    assert.include(message, "CORRIDOR_BACKUP_DAYS")
  }
)
