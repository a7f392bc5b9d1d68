/** Rotation, destruction of keys and restores need two operators: one proposes, another confirms. */
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConfigProvider, Effect, Layer, ManagedRuntime, type Redacted } from "effect"
import { TestClock } from "effect/testing"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { agreeTo } from "../../infra/cli/twoPeople.ts"
import { addAccount, disableAccount } from "../../infra/identity/Accounts.ts"
import { addToken } from "../../infra/identity/Tokens.ts"
import { needsTwoPeople, proposalMillis, proposeOrConfirm } from "../../infra/identity/twoPeople.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { Progress } from "../../infra/process/Progress.ts"
import { layerFileKeyStore } from "../../ingest/keys/FileKeyStore.ts"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import type { Role } from "../../ports/identity/Principal.ts"
import { isCreatedSince } from "../../release/ledger/Signatory.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("two-people")
const runtime = ManagedRuntime.make(
  Layer.merge(
    embeddedStores(folder),
    Layer.succeed(Progress, () => {})
  )
)

const makeAccount = (account: string, role: Role) =>
  Effect.gen(function* () {
    yield* addAccount({ account, role, partner: "", passwordHash: "", subject: "" })
    return (yield* addToken(account, role === "operator" ? ["operate"] : ["releases"], 1)).token
  })

const tokens = new Map<string, Redacted.Redacted<string>>()
beforeAll(async () => {
  await runtime.runPromise(
    Effect.gen(function* () {
      yield* migrate()
      tokens.set("ana", yield* makeAccount("ana", "operator"))
      assert.isFalse(yield* needsTwoPeople, "one operator cannot be two people")
      tokens.set("bo", yield* makeAccount("bo", "operator"))
      tokens.set("reader", yield* makeAccount("reader", "policy"))
    })
  )
})
afterAll(() => runtime.dispose())

/** Returns "agreed", or the tag of the refusal. */
const agree = (change: string, account: string | undefined, settings: Readonly<Record<string, string>> = {}) =>
  runtime.runPromise(
    agreeTo(change, account === undefined ? undefined : tokens.get(account)).pipe(
      Effect.match({ onSuccess: () => "agreed", onFailure: (error) => (error as { _tag: string })._tag }),
      Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings)))
    )
  )

describe("a change that needs two people", () => {
  it("is proposed by one operator and made by another, once", async () => {
    assert.strictEqual(await agree("keys shred north", "ana"), "ChangeProposed")
    assert.strictEqual(await agree("keys shred north", "ana"), "ConfirmationRefused")
    assert.strictEqual(await agree("keys shred south", "bo"), "ChangeProposed", "another change")
    assert.strictEqual(await agree("keys shred north", "bo"), "agreed")
    assert.strictEqual(await agree("keys shred north", "bo"), "ChangeProposed", "used up")
    assert.strictEqual(await agree("keys shred north", "ana"), "agreed")
    const log = await runtime.runPromise(readAccessLog())
    assert.deepStrictEqual(
      log.filter(({ about }) => about === "keys shred north").map(({ did, by }) => [did, by]),
      [
        ["change-proposed", "ana"],
        ["change-confirmed", "bo"],
        ["change-proposed", "bo"],
        ["change-confirmed", "ana"]
      ]
    )
  })

  it("is refused to those without an operator's token", async () => {
    for (const account of [undefined, "reader"])
      assert.strictEqual(await agree("keys rotate x", account), "AccountRefused")
    assert.strictEqual(await agree("keys rotate x", "bo"), "ChangeProposed", "nothing was proposed before")
  })

  it("is confirmed by one of two at once", async () => {
    const change = "keys rotate at-once"
    await agree(change, "ana")
    const confirmed = await runtime.runPromise(
      Effect.all(
        ["bo", "cy"].map((account) => Effect.result(proposeOrConfirm(change, { account, since: 0 }))),
        { concurrency: "unbounded" }
      )
    )
    const states = confirmed.map((one) => (one._tag === "Success" ? one.success.state : "refused"))
    assert.deepStrictEqual(states.toSorted(), ["confirmed", "proposed"])
  })

  it("is not confirmed by an account that was created after the proposal", async () => {
    await agree("keys rotate late", "ana")
    tokens.set("late", await runtime.runPromise(makeAccount("late", "operator")))
    assert.strictEqual(await agree("keys rotate late", "late"), "ConfirmationRefused")
    assert.strictEqual(await agree("keys rotate late", "bo"), "agreed")
  })

  it("is not confirmed by an account that was created in the same millisecond", async () => {
    const at = 1_900_000_000_000
    const [proposed, confirmed] = await runtime.runPromise(
      Effect.gen(function* () {
        yield* TestClock.setTime(at)
        const first = yield* proposeOrConfirm("keys rotate same", { account: "ana", since: 0 })
        return [first.state, yield* Effect.flip(proposeOrConfirm("keys rotate same", { account: "bo", since: at }))]
      }).pipe(Effect.provide(TestClock.layer()))
    )
    assert.strictEqual(proposed, "proposed")
    assert.strictEqual((confirmed as { _tag: string })._tag, "ConfirmationRefused")
    assert.isTrue(
      isCreatedSince({ account: "bo", role: "reviewer", scopes: [], since: at }, new Date(at).toISOString())
    )
  })

  it("is not what an account proposed that was disabled meanwhile", async () => {
    tokens.set("gone", await runtime.runPromise(makeAccount("gone", "operator")))
    assert.strictEqual(await agree("keys shred left", "gone"), "ChangeProposed")
    await runtime.runPromise(disableAccount("gone"))
    assert.strictEqual(await agree("keys shred left", "gone"), "AccountRefused")
    assert.strictEqual(await agree("keys shred left", "bo"), "ChangeProposed")
    assert.strictEqual(await agree("keys shred left", "ana"), "agreed")
  })

  it("ends after a day", async () => {
    const at = (millis: number) =>
      runtime.runPromise(
        Effect.gen(function* () {
          yield* TestClock.setTime(millis)
          return (yield* proposeOrConfirm("keys rotate old", { account: millis % 2 === 0 ? "ana" : "bo", since: 0 }))
            .state
        }).pipe(Effect.provide(TestClock.layer()))
      )
    assert.strictEqual(await at(2_000_000_000_000), "proposed")
    assert.strictEqual(await at(2_000_000_000_001 + proposalMillis), "proposed")
    // By a clock that was ahead: it would last longer by as much.
    assert.strictEqual(await at(2_000_000_000_000 - proposalMillis), "proposed")
  })
})

describe("a demonstration", () => {
  it("needs one person when the setting says so, and two when it says so with one operator", async () => {
    assert.strictEqual(await agree("keys rotate alone", undefined, { CORRIDOR_TWO_PEOPLE: "false" }), "agreed")
    assert.strictEqual(await agree("keys rotate forced", undefined, { CORRIDOR_TWO_PEOPLE: "true" }), "AccountRefused")
  })
})

describe("keys rotate on the command line", () => {
  // A process has one embedded store at a time.
  beforeAll(() => runtime.dispose())
  const data = join(folder, "stack")
  const rotate = (account: string) =>
    runCli(["keys", "rotate", "--partner", "north", "--json", "--token-file", join(folder, `${account}.token`)], {
      data
    })
  const versions = async () =>
    (await runJson<{ keys: ReadonlyArray<{ versions: ReadonlyArray<unknown> }> }>(["keys", "list"], { data })).keys[0]
      ?.versions.length

  it("changes nothing before a second operator gives the same command", async () => {
    const store = layerFileKeyStore(join(data, "keys", "pipeline")).pipe(Layer.provide(NodeServices.layer))
    await Effect.runPromise(Effect.flatMap(KeyStore, (keys) => keys.create("north")).pipe(Effect.provide(store)))
    for (const account of ["ana", "bo"]) {
      assert.strictEqual((await runCli(["account", "add", account, "--role", "operator"], { data })).code, 0)
      await runJson(["token", "add", account, "--scopes", "operate", "--out", join(folder, `${account}.token`)], {
        data
      })
    }
    const unwritable = ["token", "add", "ana", "--scopes", "operate", "--out", join(folder, "missing", "ana.token")]
    assert.strictEqual((await runCli(unwritable, { data })).code, 3)
    const { tokens } = await runJson<{ tokens: ReadonlyArray<unknown> }>(["token", "list"], { data })
    assert.lengthOf(tokens, 2, "no token without its file")
    const alone = await runCli(["keys", "rotate", "--partner", "north"], { data })
    assert.strictEqual(alone.code, 1, alone.stderr)
    const proposed = await rotate("ana")
    assert.strictEqual(proposed.code, 0, proposed.stderr)
    assert.deepInclude(JSON.parse(proposed.stdout), { proposed: true, change: "keys rotate north", proposedBy: "ana" })
    assert.strictEqual((await rotate("ana")).code, 1)
    assert.strictEqual(await versions(), 1)
    const done = await rotate("bo")
    assert.strictEqual(done.code, 0, done.stderr)
    assert.strictEqual(await versions(), 2)
    const shred = await runCli(["keys", "shred", "--partner", "north", "--yes"], { data })
    assert.strictEqual(shred.code, 1, shred.stderr)
    assert.strictEqual(await versions(), 2)
  })
})
