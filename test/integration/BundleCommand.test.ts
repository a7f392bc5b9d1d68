/** `release bundle`, and `release verify-bundle` as its user runs it: on a machine that has nothing but the archive. */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { cliMain, nodeBinary, root } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"

const data = testFolder("bundle-command")
/** A folder with the archive and nothing else. */
const elsewhere = testFolder("bundle-elsewhere")
const archive = join(elsewhere, "release-1.zip")
afterAll(() => {})

interface Verdict {
  readonly verified: boolean
  readonly key: string
  readonly problems: ReadonlyArray<{ readonly code: string }>
  readonly unchecked: ReadonlyArray<string>
}

/** Runs the command without a store: the process may write nothing, start nothing and load no native library. */
const verifyAlone = (args: ReadonlyArray<string>) => {
  const { PATH = "", HOME = "" } = process.env
  const run = spawnSync(
    nodeBinary,
    ["--permission", `--allow-fs-read=${root}`, `--allow-fs-read=${elsewhere}`, "--allow-worker", cliMain]
      .concat(["release", "verify-bundle", ...args])
      .concat(["--json"]),
    { cwd: elsewhere, env: { PATH, HOME }, encoding: "utf8" }
  )
  assert.isDefined(run.stdout, run.stderr)
  return { code: run.status, verdict: JSON.parse(run.stdout) as Verdict, stderr: run.stderr }
}

/** The same in this process. */
const verify = async (args: ReadonlyArray<string>) => {
  const { code, stdout, stderr } = await runCli(["release", "verify-bundle", ...args, "--json"], { data })
  return { code, verdict: JSON.parse(stdout) as Verdict, stderr }
}

let key = ""

beforeAll(async () => {
  const tokens = await Effect.runPromise(
    Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([
        ["NAM", "ZAF", 2004, 40, 4],
        ["NAM", "ZAF", 2005, 7, 4],
        ["NAM", "AGO", 2005, 60, 5]
      ])
      return yield* tokensFor([
        ["ada", "analyst"],
        ["bo", "reviewer"],
        ["cy", "reviewer"]
      ])
    }).pipe(Effect.provide(embeddedStores(data)))
  )
  const as = (account: string) => ({ data, env: { CORRIDOR_TOKEN: tokens.get(account) as string } })
  await runJson(["vintage", "create"], { data })
  await runJson(["release", "create"], as("ada"))
  const held = await runCli(["release", "bundle", "1", "--out", archive], { data })
  assert.strictEqual(held.code, 1)
  assert.include(held.stderr, "no published release")
  assert.isFalse(existsSync(archive))
  for (const account of ["bo", "cy"]) await runJson(["release", "approve", "1"], as(account))
  const made = await runJson<{ key: string; accounts: ReadonlyArray<string> }>(
    ["release", "bundle", "1", "--out", archive],
    { data }
  )
  assert.deepStrictEqual(made.accounts, ["ada", "bo", "cy"])
  key = made.key
})

describe("a bundle on the command line", () => {
  it("verifies in a process that may do nothing but read the archive", () => {
    const { code, verdict, stderr } = verifyAlone([archive, "--key", key])
    assert.deepStrictEqual(verdict.problems, [], stderr)
    assert.strictEqual(code, 0)
    assert.strictEqual(verdict.key, key)
    // All acts were signed with tokens.
    assert.notMatch(verdict.unchecked.join("\n"), /without a token/)
    assert.deepStrictEqual(readdirSync(elsewhere), ["release-1.zip"])
  })

  it("has nothing to compare with, as the first edition of its series", async () => {
    const changes = await runJson<{ before: null; tables: ReadonlyArray<{ change: string }> }>(
      ["release", "changes", "1"],
      { data }
    )
    assert.isNull(changes.before)
    assert.deepStrictEqual(
      changes.tables.map(({ change }) => change),
      ["added"]
    )
    const missing = await runCli(["release", "changes", "7"], { data })
    assert.deepStrictEqual([missing.code, missing.stdout], [1, ""])
    assert.strictEqual((await runCli(["release", "changes", "1", "--since", "1"], { data })).code, 1)
  })

  it("is not replaced, and is the same bytes again", async () => {
    const again = await runCli(["release", "bundle", "1", "--out", archive], { data })
    assert.strictEqual(again.code, 1)
    assert.include(again.stderr, "exists")
    const other = join(data, "again.zip")
    assert.strictEqual((await runCli(["release", "bundle", "1", "--out", other], { data })).code, 0)
    assert.isTrue(readFileSync(other).equals(readFileSync(archive)))
  })

  it("fits a statement about the ledger, and exits with 1 and a list for another key or a damaged file", async () => {
    const witness = join(elsewhere, "witness.json")
    await runJson(["ledger", "publish", "--out", witness], { data })
    const fitting = await verify([archive, "--witness", witness])
    assert.deepStrictEqual([fitting.code, fitting.verdict.problems], [0, []])
    const foreign = await verify([archive, "--key", "A".repeat(43)])
    assert.deepStrictEqual([foreign.code, foreign.verdict.problems.map(({ code }) => code)], [1, ["key-unexpected"]])
    const damaged = join(elsewhere, "damaged.zip")
    writeFileSync(damaged, readFileSync(archive).subarray(0, 5_000))
    const { code, verdict, stderr } = await verify([damaged])
    assert.deepStrictEqual([code, verdict.problems.map((one) => one.code)], [1, ["archive-damaged"]])
    assert.notMatch(stderr, /\n\s+at /)
    const people = await runCli(["release", "verify-bundle", damaged], { data })
    assert.strictEqual(people.code, 1)
    assert.match(people.stdout, /not verified:\n.*archive-damaged.*not a complete ZIP archive/)
    const missing = await runCli(["release", "verify-bundle", join(elsewhere, "no.zip")], { data })
    assert.deepStrictEqual([missing.code, missing.stdout], [1, ""])
  })
})
