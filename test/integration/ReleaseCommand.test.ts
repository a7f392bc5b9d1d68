/** `vintage` and `release` as a user runs them on one data folder: those that change something in processes, one after another. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runJson as runJsonOfProcess } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"

const data = testFolder("release-command")

const withMart = (rows: ReadonlyArray<RouteRow>) =>
  Effect.runPromise(
    Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart(rows)
      return yield* tokensFor([
        ["ada", "analyst"],
        ["bo", "reviewer"],
        ["cy", "reviewer"]
      ])
    }).pipe(Effect.provide(embeddedStores(data)))
  )

interface ReleaseState {
  readonly release: number
  readonly state: string
}

describe("releases on the command line", () => {
  it("from marts to a release that is published, retracted and kept in the history", async () => {
    const options = { data }
    const tokens = await withMart([
      ["NAM", "ZAF", 2004, 40, 4],
      ["NAM", "ZAF", 2005, 7, 4]
    ])
    const vintage = await runJsonOfProcess<{ vintage: number; hash: string }>(["vintage", "create"], options)
    assert.strictEqual(vintage.vintage, 1)
    const { vintages } = await runJson<{ vintages: ReadonlyArray<unknown> }>(["vintage", "list"], options)
    assert.deepStrictEqual(vintages, [vintage])
    const as = (account: string) => ({ data, env: { CORRIDOR_TOKEN: tokens.get(account) as string } })
    assert.strictEqual((await runJsonOfProcess<ReleaseState>(["release", "create"], as("ada"))).state, "held")
    const approve = ["release", "approve", "1"]
    const own = await runCli(approve, as("ada"))
    assert.deepStrictEqual([own.code, own.stdout], [1, ""])
    assert.include(own.stderr, "The account ada (role analyst) may not do this")
    assert.strictEqual((await runJsonOfProcess<ReleaseState>(approve, as("bo"))).state, "reviewed")
    assert.strictEqual((await runJson<ReleaseState>([...approve, "--by", "Cy"], as("cy"))).state, "published")
    const out = join(data, "release-1")
    assert.strictEqual((await runCli(["release", "show", "1", "--out", out], options)).code, 0)
    assert.deepStrictEqual(readdirSync(out).toSorted(), [
      "CITATION.txt",
      "COVERAGE.md",
      "METHOD.md",
      "dictionary.csv",
      "flows.csv",
      "release.json"
    ])
    assert.strictEqual(
      readFileSync(join(out, "flows.csv"), "utf8"),
      "origin,destination,year,state,victims,low,high,as_of\nNAM,ZAF,2004,published,40,,,1\nNAM,ZAF,2005,suppressed,,1,,\n"
    )
    assert.include(readFileSync(join(out, "CITATION.txt"), "utf8"), vintage.hash)
    const audit = await runJson<{ families: ReadonlyArray<{ changes: number }>; verdict: string }>(
      ["release", "audit", "1"],
      options
    )
    assert.strictEqual(audit.verdict, "held: it discloses no small number of persons.")
    const missing = await runCli(["release", "audit", "99"], options)
    assert.deepStrictEqual(
      [missing.code, missing.stdout.trimEnd().split("\n").at(-1)],
      [1, "Verdict: could not be checked."]
    )
    assert.deepStrictEqual(
      audit.families.map(({ changes }) => changes),
      [0]
    )
    const { head, entries, ...found } = await runJson<{ head: string; entries: number; verdict: string }>(
      ["release", "verify"],
      options
    )
    // Without a statement kept elsewhere, a shorter ledger looks intact.
    assert.match(found.verdict, /^held: .* Not checked: whether entries were removed from the end \(--witness\)/)
    assert.strictEqual(entries, 4)
    const retract = ["release", "retract", "1", "--reason", "a test"]
    assert.strictEqual((await runJson<ReleaseState>(retract, as("cy"))).state, "retracted")
    const after = await runJson<{ entries: number }>(["release", "verify", "--head", head], options)
    assert.strictEqual(after.entries, 5)
    assert.strictEqual((await runCli(["release", "verify", "--head", "f".repeat(64)], options)).code, 3)
    const { releases } = await runJson<{ releases: ReadonlyArray<ReleaseState> }>(["release", "list"], options)
    assert.deepStrictEqual(
      releases.map(({ state }) => state),
      ["retracted"]
    )
  })
})
