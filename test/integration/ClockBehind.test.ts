/** Nothing is signed or dated before the newest entry of the ledger, and `doctor` compares the clock with what was written. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { addAccount } from "../../infra/identity/Accounts.ts"
import { addToken } from "../../infra/identity/Tokens.ts"
import { clock, datedEntries } from "../../infra/stack/doctor/clock.ts"
import { fileEntrySigner } from "../../infra/stack/LedgerKeys.ts"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import { millisOfDay } from "../../ports/days.ts"
import { append, readLedger } from "../../release/ledger/Ledger.ts"
import { makeWitness } from "../../release/ledger/Witness.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli } from "./inProcess.ts"
import { inStore } from "./inStore.ts"

/** Runs an effect while the clock is ahead by this many days. */
const ahead =
  (days: number) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.flatMap(Clock.Clock, (own) => {
      const now = () => Date.now() + days * millisOfDay
      const other = Object.assign(Object.create(own) as Clock.Clock, {
        currentTimeMillisUnsafe: now,
        currentTimeMillis: Effect.sync(now)
      })
      return Effect.provideService(effect, Clock.Clock, other)
    })

const move = { kind: "move", release: 1, move: "approve", by: "a", reason: "" } as const
const enter = append(() => Effect.succeed(move))

describe("a clock that is behind the ledger", () => {
  it.live("signs nothing but a retraction until it is set, or until an operator confirms it", () => {
    const signer = fileEntrySigner(testFolder("clock-behind"))
    return inStore(
      "clock-behind",
      Effect.gen(function* () {
        yield* enter
        yield* ahead(400)(enter)
        assert.isTrue((yield* Effect.flatMap(datedEntries(), (written) => ahead(400)(clock(written, [])))).ok)

        yield* addAccount({ account: "rita", role: "researcher", partner: "", passwordHash: "", subject: "" })
        const refusals = yield* Effect.all([
          Effect.flip(enter),
          Effect.flip(makeWitness()),
          Effect.flip(addToken("rita", [], 1))
        ])
        for (const { message } of refusals)
          assert.match(message, /clock of this machine says .*, but entry 2 of the ledger has a later date/)
        assert.lengthOf(yield* readLedger(), 2)
        const found = yield* Effect.flatMap(datedEntries(), (written) => clock(written, []))
        assert.isFalse(found.ok)
        assert.include(found.found, "entry 2 of the ledger")

        const confirmed = Effect.provideService(EntrySigner, { ...signer, clockConfirmed: 2 })
        yield* confirmed(enter)
        yield* enter
        yield* ahead(400)(enter)
        yield* append(() => Effect.succeed({ ...move, move: "retract" } as const))
        assert.lengthOf(yield* readLedger(), 6)
        const right = yield* Effect.flatMap(datedEntries(), (written) => clock(written, []))
        assert.isTrue(right.ok)
        assert.strictEqual(right.advice, "")
        const idle = yield* Effect.flatMap(datedEntries(), (written) => ahead(401)(clock(written, [])))
        assert.include(idle.advice, "the clock is ahead")
        assert.isFalse((yield* clock([], [{ what: "the file a", at: Date.now() + millisOfDay }])).ok)
      }).pipe(Effect.provideService(EntrySigner, signer))
    ).pipe(Effect.scoped)
  })

  it("makes no backup, whose date an erasure relies on, until an operator confirms it", async () => {
    const folder = testFolder("clock-behind-backup")
    const data = join(folder, "data")
    const signer = fileEntrySigner(join(data, "keys", "ledger"))
    const written = Effect.all([enter, ahead(400)(enter)]).pipe(
      Effect.provideService(EntrySigner, signer),
      Effect.provide(embeddedStores(data))
    )
    await Effect.runPromise(written)
    const backup = (to: string, env = {}) => runCli(["backup", join(folder, to), "--json"], { data, env })

    const refused = await backup("plain")
    assert.strictEqual(refused.code, 1)
    assert.match(refused.stderr, /clock of this machine says .*, but entry 2 of the ledger has a later date/)
    assert.strictEqual(JSON.parse(refused.stdout).error.code, "BackupRefused")
    assert.strictEqual((await backup("plain", { CORRIDOR_CLOCK_CONFIRMED: "1" })).code, 1)
    for (const file of ["plain/store", "plain/manifest.json", "data/keys/backups.jsonl"])
      assert.isFalse(existsSync(join(folder, file)), file)
    assert.strictEqual((await backup("plain", { CORRIDOR_CLOCK_CONFIRMED: "2" })).code, 0)
    assert.strictEqual((await runCli(["backup", "verify", join(folder, "plain")], { data })).code, 0)
  })
})
