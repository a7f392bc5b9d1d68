/**
 * Who approves, on the command line: accounts with tokens, not names. And what of the ledger can be changed by someone with the store:
 * nothing that `release verify` does not find.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { asDemoPeople } from "../../infra/demonstration/demoPeople.ts"
import { listTokens, tokenKeys } from "../../infra/identity/Tokens.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import type { SignedEntry } from "../../ports/chain/SignedChain.ts"
import { storedLedger } from "../../release/ledger/Ledger.ts"
import { verifyLedger } from "../../release/ledger/verifyLedger.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { changeState, embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const data = testFolder("approvals")

const inStore = <A, E>(effect: Effect.Effect<A, E, Stores>) =>
  Effect.runPromise(Effect.provide(effect, embeddedStores(data)))

let tokens: ReadonlyMap<string, string>
beforeAll(async () => {
  tokens = await inStore(
    Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([["NAM", "ZAF", 2004, 40, 4]])
      // From before signatures existed: a store without a key folder.
      yield* createVintage()
      return yield* tokensFor([
        ["ada", "analyst"],
        ["bo", "reviewer"],
        ["cy", "reviewer"],
        ["oli", "operator"],
        ["pia", "policy"]
      ])
    })
  )
})

interface Verified {
  readonly entries: number
  readonly head: string
  readonly signed: number
  readonly unsigned: number
  readonly people: {
    readonly signed: number
    readonly signedIn: number
    readonly unproven: number
    readonly together: ReadonlyArray<number>
  }
}

const asWhom = (account?: string) =>
  account === undefined ? { data } : { data, env: { CORRIDOR_TOKEN: tokens.get(account) as string } }
const run = (account: string | undefined, ...args: ReadonlyArray<string>) => runCli(args, asWhom(account))
const refused = async (account: string | undefined, words: string, ...args: ReadonlyArray<string>) => {
  const { code, stderr } = await run(account, ...args)
  assert.strictEqual(code, 1, args.join(" "))
  assert.include(stderr, words)
}
const state = async () =>
  (await runJson<{ releases: ReadonlyArray<{ state: string }> }>(["release", "list"], { data })).releases.map(
    (one) => one.state
  )

describe("approvals", () => {
  it("one operator with three invented names cannot publish", async () => {
    assert.strictEqual((await run(undefined, "release", "create", "--author", "R Zero")).code, 0)
    for (const by of ["R One", "R Two"])
      await refused(undefined, "a name does not prove who you are", "release", "approve", "1", "--by", by)
    // Nor with an own account and invented names.
    await refused("oli", "The token belongs to the account oli", "release", "approve", "1", "--by", "R One")
    await refused("oli", "may not do this", "release", "approve", "1")
    // Two real reviewers cannot know who the author is.
    await refused("bo", "The author of this release did not sign in", "release", "approve", "1")
    assert.deepStrictEqual(await state(), ["held"])
    assert.strictEqual((await run("oli", "release", "reject", "1", "--reason", "no author")).code, 0)
  })

  it("need two different accounts with the role reviewer, neither the author's", async () => {
    await refused("pia", "may not do this", "release", "create")
    await refused("ada", "not to the name that was given", "release", "create", "--author", "R Zero")
    assert.strictEqual((await run("ada", "release", "create")).code, 0)
    for (const account of ["ada", "oli", "pia"]) await refused(account, "may not do this", "release", "approve", "2")
    const forged = { data, env: { CORRIDOR_TOKEN: `cor_${"0".repeat(18)}_${"A".repeat(43)}` } }
    assert.include((await runCli(["release", "approve", "2"], forged)).stderr, "The token is not valid")
    // The token from standard input, and from a file.
    const piped = { data, stdin: `${tokens.get("bo")}\n` }
    assert.strictEqual((await runCli(["release", "approve", "2", "--token-file", "-"], piped)).code, 0)
    await refused("bo", "must be a different person", "release", "approve", "2")
    // An account that is created once there is something to approve.
    const [late] = await inStore(tokensFor([["eve", "reviewer"]]))
    const asEve = await runCli(["release", "approve", "2"], { data, env: { CORRIDOR_TOKEN: late?.[1] as string } })
    assert.strictEqual(asEve.code, 1)
    assert.include(asEve.stderr, "created after the release was proposed")
    assert.deepStrictEqual(await state(), ["rejected", "reviewed"])
    const file = join(data, "cy.token")
    writeFileSync(file, `${tokens.get("cy")}\n`)
    assert.strictEqual((await run(undefined, "release", "approve", "2", "--token-file", file)).code, 0)
    assert.deepStrictEqual(await state(), ["rejected", "published"])
    // All three accounts were created in one go: a person who looks at the ledger learns that.
    const { people } = await runJson<Verified>(["release", "verify"], { data })
    assert.deepStrictEqual(people.together, [2])
    assert.include((await runCli(["release", "verify"], { data })).stdout, "Check that these are three people")
  })
})

describe("the signed ledger", () => {
  const replaceWith = (rows: ReadonlyArray<SignedEntry>) =>
    inStore(
      Effect.gen(function* () {
        yield* changeState("DELETE FROM chain_entry WHERE chain = 'ledger'")
        for (const { seq, at, kind, body, previous, hash, key, signature } of rows)
          yield* changeState("INSERT INTO chain_entry VALUES ('ledger', ?, ?, ?, ?, ?, ?, ?, ?)", [
            seq,
            at,
            kind,
            body,
            previous,
            hash,
            key,
            signature
          ])
      })
    )
  const verify = (...more: ReadonlyArray<string>) => run(undefined, "release", "verify", ...more)

  it("is intact, and says how many entries are from before signatures", async () => {
    const found = await runJson<Verified>(["release", "verify"], { data })
    assert.deepInclude(found, { entries: 6, unsigned: 1, signed: 5 })
    // Create without a token; reject, create and two approvals with one.
    assert.deepStrictEqual(found.people, { signed: 4, signedIn: 0, unproven: 1, together: [2] })
    assert.deepStrictEqual(readdirSync(join(data, "keys", "ledger")), ["1.json"])
  })

  it("what was removed from its end is found with a statement kept elsewhere", async () => {
    const witness = join(data, "witness.json")
    assert.strictEqual((await run(undefined, "ledger", "publish", "--out", witness)).code, 0)
    const rows = await inStore(storedLedger)
    await replaceWith(rows.slice(0, 5))
    assert.strictEqual((await verify()).code, 0)
    const { code, stderr } = await verify("--witness", witness)
    assert.strictEqual(code, 3)
    assert.include(stderr, "The first missing entry is 6")
    await replaceWith(rows)
    assert.strictEqual((await verify("--witness", witness)).code, 0)
  })

  it("without its key it is not added to, and a new key continues it", async () => {
    rmSync(join(data, "keys", "ledger"), { recursive: true })
    const lost = await run(undefined, "vintage", "create")
    assert.strictEqual(lost.code, 3)
    assert.include(lost.stderr, "its signing key is not in the key folder")
    assert.strictEqual((await run(undefined, "ledger", "new-key")).code, 0)
    assert.strictEqual((await run(undefined, "vintage", "create")).code, 0)
    const found = await runJson<Verified & { otherKey: number }>(["release", "verify"], { data })
    assert.deepInclude(found, { entries: 7, unsigned: 1, signed: 1, otherKey: 5 })
  })
})

describe("the demonstration", () => {
  it("is released by invented accounts with tokens of their own, which end with it", async () => {
    const store = mkdtempSync(join(tmpdir(), "corridor-demo-people-"))
    const release = await Effect.runPromise(
      Effect.gen(function* () {
        yield* migrate()
        yield* setRoutesMart([["NAM", "ZAF", 2004, 40, 4]], 1)
        assert.isTrue(yield* asDemoPeople(releaseDemonstration))
        assert.deepStrictEqual(yield* listTokens(), [])
        const [made] = yield* Releases.reconcileReleases()
        const found = yield* verifyLedger({
          rows: yield* storedLedger,
          keys: [],
          tokens: yield* tokenKeys(),
          witnesses: []
        })
        assert.deepInclude(found.people, { signed: 3, unproven: 0 })
        return made
      }).pipe(Effect.provide(embeddedStores(store)))
    )
    rmSync(store, { recursive: true, force: true })
    assert.deepStrictEqual(
      [release?.state, release?.author, ...(release?.moves.map(({ by }) => by) ?? [])],
      ["published", "invented-analyst", "invented-reviewer-1", "invented-reviewer-2"]
    )
  })
})
