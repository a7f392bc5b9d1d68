import { assert, describe, it } from "@effect/vitest"
import { Effect, Scope } from "effect"
import { freePort, holdPort, onFreePorts } from "../../../infra/process/FreePort.ts"
import { Progress } from "../../../infra/process/Progress.ts"
import { otherServer } from "../../fixtures/otherServer.ts"
import { silent } from "../../integration/TestStack.ts"

describe("a reserved port", () => {
  it.live("is not given out again until it is released", () =>
    Effect.gen(function* () {
      const port = yield* Effect.scoped(
        Effect.gen(function* () {
          const held = yield* holdPort()
          const said: Array<string> = []
          const other = yield* Effect.provideService(freePort(held), Progress, (line) => void said.push(line))
          assert.notStrictEqual(other, held)
          assert.deepStrictEqual(said, [`Port ${held} is in use by another program; port ${other} is used instead.`])
          return held
        })
      )
      assert.strictEqual(yield* freePort(port), port)
    })
  )
})

describe("a start on free ports", () => {
  it.live("has its own ports, the preferred one if it is free", () =>
    Effect.gen(function* () {
      const wanted = yield* freePort()
      const ports = yield* onFreePorts({ a: wanted, b: wanted, c: 0 }, Effect.succeed)
      assert.strictEqual(ports.a, wanted)
      assert.strictEqual(new Set(Object.values(ports)).size, 3)
    }).pipe(Effect.scoped, Effect.provide(silent))
  )

  it.live("that fails by itself is not made again", () =>
    Effect.gen(function* () {
      let starts = 0
      const start = Effect.suspend(() => Effect.fail(`failed ${++starts}`))
      assert.strictEqual(yield* Effect.flip(onFreePorts({ a: 0 }, () => start)), "failed 1")
    }).pipe(Effect.scoped, Effect.provide(silent))
  )

  it.live(
    "whose port is taken is started again on another one, three times at most, and failed starts leave nothing behind",
    () =>
      Effect.gen(function* () {
        const seen: Array<number> = []
        let ended = 0
        const start = (thefts: number) =>
          Effect.fnUntraced(function* ({ a }: { readonly a: number }) {
            assert.strictEqual(ended, seen.length)
            seen.push(a)
            yield* Effect.addFinalizer(() => Effect.sync(() => ended++))
            if (seen.length <= thefts) {
              yield* stolen(a)
              return yield* Effect.fail("taken")
            }
            return a
          })
        const thief = yield* Effect.scope
        const stolen = (port: number) => Effect.provideService(otherServer(port), Scope.Scope, thief)
        const port = yield* Effect.scoped(onFreePorts({ a: 0 }, start(2)))
        assert.strictEqual(port, seen[2])
        assert.strictEqual(new Set(seen).size, 3)
        seen.length = 0
        ended = 0
        assert.strictEqual(yield* Effect.flip(Effect.scoped(onFreePorts({ a: 0 }, start(4)))), "taken")
        assert.lengthOf(seen, 3)
        assert.strictEqual(ended, 3)
      }).pipe(Effect.scoped, Effect.provide(silent))
  )
})
