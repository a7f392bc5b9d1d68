import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer } from "effect"
import { layerFileWithdrawalLog } from "../../../ingest/keys/FileWithdrawalLog.ts"
import {
  countedSpan,
  erasedSpans,
  type LoggedWithdrawal,
  lineOf,
  logErasure,
  logReceipt,
  logWithdrawal,
  noteWithdrawals,
  pendingErasures,
  tombstoneId,
  WithdrawalLog
} from "../../../ingest/keys/WithdrawalLog.ts"

const person = (digit: string) => `${digit.repeat(8)}-0000-0000-0000-000000000000`
const versioned = (...digits: ReadonlyArray<string>) => digits.map((digit) => ({ version: 1, person: person(digit) }))

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

  it.effect("an entry that a full disk cut off leaves nothing, because it was not carried out", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "corridor-withdrawals-"))
      const file = join(folder, "withdrawals.jsonl")
      let isFull = false
      const filling = Layer.effect(
        FileSystem.FileSystem,
        Effect.map(FileSystem.FileSystem, (fs) => ({
          ...fs,
          open: (path: string, options?: Parameters<FileSystem.FileSystem["open"]>[1]) =>
            Effect.map(fs.open(path, options), (opened) =>
              isFull && options?.flag === "a"
                ? Object.assign(Object.create(opened) as FileSystem.File, {
                    writeAll: (bytes: Uint8Array) =>
                      Effect.andThen(opened.writeAll(bytes.subarray(0, 30)), fs.writeFileString("/dev/full", "x"))
                  })
                : opened
            )
        }))
      )
      const made = layerFileWithdrawalLog(file).pipe(Layer.provide(filling), Layer.provide(NodeServices.layer))
      yield* Effect.gen(function* () {
        const log = yield* WithdrawalLog
        yield* logWithdrawal("shelter", versioned("a"))
        const before = readFileSync(file, "utf8")
        isFull = true
        const { message } = yield* Effect.flip(logWithdrawal("shelter", versioned("b")))
        assert.include(message, `${file}: the disk is full. `)
        assert.strictEqual(readFileSync(file, "utf8"), before)
        isFull = false
        yield* logWithdrawal("shelter", versioned("b"))
        assert.deepInclude(yield* log.all, { damaged: 0 })
        assert.lengthOf((yield* log.all).entries, 2)
      }).pipe(Effect.provide(made))
      rmSync(folder, { recursive: true })
    })
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
        yield* noteWithdrawals("shelter", versioned("a", "b"), new Map())
        yield* noteWithdrawals("shelter", versioned("b", "c"), new Map())
        yield* noteWithdrawals("other", versioned("a"), new Map())
        yield* noteWithdrawals("shelter", [], new Map())
        const { entries } = yield* (yield* WithdrawalLog).all
        assert.deepStrictEqual(
          entries.map((entry) => `${entry.partner} ${entry.persons[0]?.person[0]}`),
          ["shelter a", "shelter b", "shelter c", "other a"]
        )
        assert.strictEqual(readFileSync(file, "utf8"), entries.map((entry) => `${lineOf(entry)}\n`).join(""))
      })
    )
  )

  it("an erasure that is complete is pending again if the person was counted earlier than was known, and not after a repetition", () => {
    const [before, at, later, last] = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    const persons = versioned("a")
    const made = { partner: "shelter", persons }
    const withdrawn = { ...made, at, since: at }
    const erased = { ...made, at: later, erased: true }
    const receipt = { ...made, at: later, since: later, receipt: { hash: "h", vintage: 3 } }
    const spanOf = (entries: ReadonlyArray<LoggedWithdrawal>) => pendingErasures(entries).map(({ span }) => span)
    // Keys rotated: its rows were found under an earlier pseudonym, and the marts counted them until now.
    const found = { ...made, at: last, since: before }
    assert.deepStrictEqual(spanOf([withdrawn]), [undefined])
    assert.deepStrictEqual(spanOf([withdrawn, erased]), [])
    assert.deepStrictEqual(spanOf([withdrawn, erased, found]), [{ since: before, until: undefined, newest: undefined }])
    assert.deepStrictEqual(spanOf([withdrawn, erased, found, { ...erased, at: last }]), [])
    const again = { ...made, at: last, since: last }
    assert.deepStrictEqual(spanOf([{ ...withdrawn, since: before }, erased, again]), [])
    const counted = { since: before, until: later, newest: 3 }
    assert.deepStrictEqual(spanOf([{ ...withdrawn, since: before }, receipt, again]), [counted])
    const corrected = { ...again, since: before, records: [{ hash: "r", revision: 1 }] }
    assert.deepStrictEqual(spanOf([found, erased, corrected]), [{ since: before, until: undefined, newest: undefined }])
  })

  it("each erasure of what came back has a span of its own", () => {
    const days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"] as const
    const made = { partner: "shelter", persons: versioned("a") }
    const withdrawn = { ...made, at: days[1], since: days[0] }
    const erased = { ...made, at: days[2], erased: true }
    const cameBack = { ...made, at: days[4], since: days[3] }
    const end = { ...made, at: days[4], erased: true }
    const pending = { since: days[3], until: undefined, newest: undefined }
    assert.deepStrictEqual(
      pendingErasures([withdrawn, erased, cameBack]).map(({ span }) => span),
      [pending]
    )
    assert.deepStrictEqual(countedSpan([withdrawn, erased, cameBack]), pending)
    assert.deepStrictEqual(pendingErasures([withdrawn, erased, cameBack, end]), [])
    const spans = erasedSpans([withdrawn, erased, cameBack, end])
    assert.deepStrictEqual(
      [...new Set(spans.map(({ since, until }) => `${since} ${until}`))],
      [`${days[0]} ${days[2]}`, `${days[3]} ${days[4]}`]
    )
  })

  it.effect("what is stored after an erasure or a receipt has come back, which is written once", () =>
    withLog(
      Effect.fn(function* () {
        const log = yield* WithdrawalLog
        const note = (since: string) => noteWithdrawals("shelter", versioned("a"), new Map([[person("a"), since]]))
        const spans = log.all.pipe(Effect.map(({ entries }) => pendingErasures(entries).map(({ span }) => span?.since)))
        const [first, second, third] = [1, 2, 3].map((n) => `2026-02-0${n}T00:00:00.000Z`) as [string, string, string]
        const made = { partner: "shelter", persons: versioned("a"), at: "2026-02-01T12:00:00.000Z" }
        yield* note(first)
        assert.isFalse(yield* logErasure(made, 0), "rows were stored meanwhile")
        assert.deepStrictEqual(yield* spans, [first])
        assert.isTrue(yield* logErasure(made, 1))
        assert.deepStrictEqual(yield* spans, [])
        for (let n = 0; n < 2; n++) yield* note(second)
        assert.deepStrictEqual(yield* spans, [second])
        assert.isTrue(yield* logErasure(made, 3))
        yield* note(third)
        yield* logReceipt({ ...made, since: made.at, receipt: { hash: "h", vintage: 1 } })
        for (let n = 0; n < 2; n++) yield* note(third)
        const { entries } = yield* log.all
        assert.deepStrictEqual(
          entries.map(({ since, erased, receipt }) => (erased || receipt ? "end" : since)),
          [first, "end", second, "end", third, "end", third]
        )
        assert.deepStrictEqual(
          pendingErasures(entries).map(({ span }) => span?.until),
          [undefined]
        )
      })
    )
  )

  it.effect("what is known later of a person is written once", () =>
    withLog(
      Effect.fn(function* () {
        const log = yield* WithdrawalLog
        const [first, earlier] = ["2026-02-02T00:00:00.000Z", "2026-02-01T00:00:00.000Z"]
        const note = (since: string, isCorrected = false) =>
          noteWithdrawals(
            "shelter",
            versioned("a"),
            new Map([[person("a"), since]]),
            isCorrected ? [{ hash: "r", revision: 1 }] : [],
            isCorrected
          )
        for (const since of [first, first, earlier, first, earlier]) yield* note(since)
        yield* note(earlier, true)
        const { entries } = yield* log.all
        assert.deepStrictEqual(
          entries.map(({ since, records }) => [since, records?.length]),
          [
            [first, undefined],
            [earlier, undefined],
            [earlier, 1]
          ]
        )
      })
    )
  )
})
