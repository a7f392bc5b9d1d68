/**
 * A backup of a running and of a stopped stack, restored into other folders and over the same one: all rows of all marts, and every
 * record, are compared with what the test sent.
 */
import { hash } from "node:crypto"
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { tryLock } from "../../infra/process/DataLock.ts"
import { stateVersion } from "../../infra/state/version.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { differences, makeRecords, none, readStored } from "../fault/KnownRecords.ts"
import { endStarted, start, until } from "../fault/Process.ts"
import { seededRandom } from "../fault/SeededRandom.ts"
import { logAndRegistry, store } from "../fault/StackSettings.ts"
import { openStore } from "../fault/StoreOnDisk.ts"
import { brokenMessages } from "../fixtures/brokenMessages.ts"
import { full } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { offsetsToStart, produceAs, query } from "./inside.ts"
import { startStackHere } from "./stackHere.ts"

vi.mock("@corridor/dbt-ts/Transform", async () =>
  (await import("../fixtures/fewerMarts.ts")).buildOnly("+flows", "+victims_by_year")
)

const folder = testFolder("backup")
const [first, second, third] = [join(folder, "first"), join(folder, "second"), join(folder, "third")]
const whileRunning = join(folder, "while-running")
const stopped = join(folder, "stopped")
const [sealed, identityFile] = [join(folder, "encrypted"), join(folder, "identity.txt")]
const partner = "saved"

let stopStack: (() => Promise<void>) | undefined
beforeAll(async () => {
  stopStack = await startStackHere(first)
})
afterAll(async () => {
  endStarted()
  await stopStack?.()
})

interface Restored {
  readonly rows: number
  readonly keys: { readonly restored: number; readonly kept: number }
  readonly folders: ReadonlyArray<string>
  readonly offsets: { readonly noted: number; readonly fromStart: number }
  readonly erased: number
  readonly withoutKeys: ReadonlyArray<string>
}
interface BackedUp {
  readonly backup: string
  readonly tables: ReadonlyArray<{ readonly table: string; readonly rows: number }>
  readonly keys: boolean
  readonly folders: ReadonlyArray<string>
  readonly notIncluded: ReadonlyArray<string>
}

const bird = /CANARY/
const made = makeRecords(seededRandom(4_711), 1_100)
const known = made.map((one) => {
  const caseReference = one.caseReference.replace("CASE", "CANARY")
  return { ...one, caseReference, record: { ...one.record, caseReference } }
})
const [before, after] = [known.slice(0, 800), known.slice(800)]
const more = makeRecords(seededRandom(99), 50, 5_000)

type Query = <Row>(sql: string) => Promise<ReadonlyArray<Row>>
const running =
  (data: string): Query =>
  (sql) =>
    query(data, sql)
/** Opens the store once for all statements of `use`. */
const atRest = <A>(data: string, use: (ask: Query) => Promise<A>): Promise<A> =>
  openStore(data, (warehouse) => Effect.promise(() => use((sql) => Effect.runPromise(warehouse.query(sql)))))

/** Every row of every mart, as text. */
const marts = async (ask: Query) => {
  const tables = await ask<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = 'corridor_mart' ORDER BY name"
  )
  const rows: Record<string, ReadonlyArray<string>> = {}
  for (const { name } of tables)
    rows[name] = (await ask(`SELECT * FROM corridor_mart.${name}`)).map((row) => JSON.stringify(row)).sort()
  return rows
}
const stored = (ask: Query) => readStored(ask, partner)
/** The parts of the stack on `data` by settings alone, as those of a production set-up. */
const settingsOf = (data: string): CliOptions => ({
  data: join(folder, "nothing-here"),
  env: { ...logAndRegistry(data), ...store(data), CORRIDOR_KEYS_DIR: join(data, "keys") }
})
const ingest = (options: CliOptions) => runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
const withdraw = async (data: string, reference: string) =>
  assert.strictEqual(
    (await runCli(["withdraw", "--partner", partner, "--case", "-"], { data, stdin: reference })).code,
    0
  )
const filesOf = (root: string) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => join(root, file))
    .filter((file) => statSync(file).isFile())

const withdrawnBefore = before[3]?.caseReference as string
const withdrawnAfter = before[11]?.caseReference as string
const withoutCases = (...cases: ReadonlyArray<string>) =>
  known.filter(({ caseReference }) => !cases.includes(caseReference))
let martsThen: Record<string, ReadonlyArray<string>> = {}

describe("backup and restore", () => {
  it("of a running stack: what is in it, what is not, readable by its owner only, and no case reference", async () => {
    const options = { data: first }
    await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], options)
    await produceAs(first, partner, { records: before, messages: brokenMessages })
    await ingest(options)
    await withdraw(first, withdrawnBefore)
    const made = await runJson<BackedUp>(["backup", whileRunning], options)
    assert.deepStrictEqual(made.folders, [])
    assert.isTrue(made.notIncluded.some((words) => words.includes("topics and the registry are not included")))
    const rows = new Map(made.tables.map(({ table, rows }) => [table, rows]))
    const there = await query<{ table: string; rows: number }>(
      first,
      "SELECT concat(database, '.', name) AS table, total_rows AS rows FROM system.tables WHERE database IN ('corridor_raw', 'corridor_audit', 'corridor_vintage', 'corridor_release', 'corridor_access') AND name NOT IN ('rekeying', 'erasing')"
    )
    assert.deepStrictEqual([...rows].sort(), there.map(({ table, rows }) => [table, rows] as [string, number]).sort())
    for (const file of filesOf(whileRunning)) assert.strictEqual(statSync(file).mode & 0o077, 0, file)
    assert.strictEqual((await runCli(["backup", whileRunning], options)).code, 1)
    const withoutKeys = join(folder, "without-its-keys")
    assert.isFalse((await runJson<BackedUp>(["backup", withoutKeys, "--without-keys"], options)).keys)
    assert.isFalse(existsSync(join(withoutKeys, "keys")))
    // After the backup, and before the marts that a restored store is compared with.
    await withdraw(first, withdrawnAfter)
    // A log that was shortened or damaged is named: after a restore it would be missed.
    const log = join(first, "keys", "withdrawals.jsonl")
    const whole = readFileSync(log, "utf8")
    const wrongOf = async () =>
      (await runCli(["doctor"], options)).stdout.split("\n").find((line) => line.startsWith("withdrawal log"))
    assert.isUndefined(await wrongOf())
    writeFileSync(log, `${whole.split("\n")[0]}\n{"partner":`)
    assert.match(
      (await wrongOf()) ?? "",
      /WRONG {2}lacks \d of the pseudonyms that the store refuses and has 1 lines that cannot be read/
    )
    writeFileSync(log, whole)
    await runJson(
      ["transform", "build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"],
      options
    )
    martsThen = await marts(running(first))
    assert.isAbove(martsThen["flows"]?.length ?? 0, 20)
  })

  it("of a stack that does not run: topics and registry too", async () => {
    // Sent and not read yet when the second backup is made.
    await produceAs(first, partner, { records: after, messages: [] })
    await stopStack?.()
    stopStack = undefined
    const made = await runJson<BackedUp>(["backup", stopped], { data: first })
    assert.deepStrictEqual(made.folders, ["kafka", "registry"])
    const identity = ["--out", identityFile]
    const { recipient } = await runJson<{ recipient: string }>(["backup", "keygen", ...identity], { data: first })
    const encrypted = await runJson<BackedUp>(["backup", sealed, "--to", recipient], { data: first })
    assert.deepStrictEqual(encrypted.folders, ["kafka", "registry"])
    assert.isFalse(encrypted.notIncluded.some((words) => words.includes("not encrypted")))
    assert.isTrue(made.notIncluded.some((words) => words.includes("not encrypted")))
    const [inTopics, elsewhere] = [filesOf(stopped), [...filesOf(whileRunning), ...filesOf(sealed)]].map((files) =>
      files.filter((file) => bird.test(readFileSync(file, "latin1")))
    )
    assert.deepStrictEqual(elsewhere, [])
    assert.isNotEmpty(inTopics)
    assert.isTrue(inTopics?.every((file) => file.includes("/kafka/storage/corridor.partner.")))
  })

  it("a damaged or incomplete backup is refused before anything is touched", async () => {
    const copy = join(folder, "damaged")
    const damage: Readonly<Record<string, () => void>> = {
      "a flipped bit": () => {
        const file = filesOf(join(copy, "store"))[0] as string
        const bytes = readFileSync(file)
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1
        writeFileSync(file, bytes)
      },
      "a file that is missing": () => rmSync(filesOf(join(copy, "keys"))[0] as string),
      "a file that was cut": () => {
        const file = filesOf(join(copy, "store"))[1] as string
        writeFileSync(file, readFileSync(file).subarray(1))
      },
      "no manifest": () => rmSync(join(copy, "manifest.json")),
      "a manifest that was changed": () => {
        const file = join(copy, "manifest.json")
        writeFileSync(file, readFileSync(file, "utf8").replace('"rows": ', '"rows": 1'))
      },
      "half a manifest": () => {
        const file = join(copy, "manifest.json")
        writeFileSync(file, readFileSync(file).subarray(0, 500))
      }
    }
    for (const [name, spoil] of Object.entries(damage)) {
      rmSync(copy, { recursive: true, force: true })
      cpSync(whileRunning, copy, { recursive: true })
      spoil()
      const { code, stderr } = await runCli(["restore", copy], { data: second })
      assert.strictEqual(code, 1, `${name}: ${stderr}`)
      assert.isFalse(existsSync(second), name)
    }
  })

  it("a backup of a newer program is refused by both versions before anything is touched", async () => {
    const copy = join(folder, "newer")
    interface Written {
      sha256: string
      signed?: unknown
      manifest: { program: string; stateVersion: number; store: { migrations: Array<string> } }
    }
    const changes: Readonly<Record<string, (manifest: Written["manifest"]) => void>> = {
      "state store": (manifest) => {
        assert.strictEqual(manifest.stateVersion, stateVersion)
        manifest.stateVersion = stateVersion + 1
      },
      tables: ({ store: { migrations } }) => migrations.push("9999-later")
    }
    for (const [name, change] of Object.entries(changes)) {
      rmSync(copy, { recursive: true, force: true })
      cpSync(whileRunning, copy, { recursive: true })
      const file = join(copy, "manifest.json")
      const { signed: _, ...written } = JSON.parse(readFileSync(file, "utf8")) as Written
      written.manifest.program = "9.0.0"
      change(written.manifest)
      written.sha256 = hash("sha256", JSON.stringify(written.manifest))
      writeFileSync(file, `${JSON.stringify(written, null, 1)}\n`)
      const { code, stderr } = await runCli(["restore", copy, "--signer", "none"], { data: second })
      assert.strictEqual(code, 1, `${name}: ${stderr}`)
      assert.include(stderr, "Restore it with Corridor 9.0.0 or later", name)
      assert.include(stderr, name === "tables" ? "9999" : String(stateVersion + 1), name)
      assert.isFalse(existsSync(second), name)
    }
  })

  it("into an empty folder, cut off and run again: a later withdrawal remains, and the marts are equal row for row", async () => {
    // The keys, and with them the log of withdrawals, are where the pipeline has them and newer than the backup.
    const options = { data: second, env: { CORRIDOR_KEYS_DIR: join(first, "keys") } }
    // Whoever looks first what is there does not put the store into use.
    await runJson(["vintage", "list"], { data: second })
    const restoring = start(["restore", whileRunning], options)
    await until("the store is being filled", () => restoring.output().includes("Filling the store"), 90, 5)
    await sleep(100)
    await restoring.kill("SIGKILL")
    const early = await runCli(["vintage", "list"], options)
    assert.strictEqual(early.code, 3, early.stdout)
    assert.match(early.stderr, /^A restore into .* has not completed/)
    // While another one runs there, it does not count as the one that was interrupted.
    const beside = await Effect.runPromise(
      tryLock(join(second, "run", "restore")).pipe(
        Effect.andThen(Effect.promise(() => runCli(["restore", whileRunning], options))),
        Effect.scoped
      )
    )
    assert.strictEqual(beside.code, 1)
    assert.match(beside.stderr, /Another restore \(process \d+\) runs into/)
    const restored = await runJson<Restored>(["restore", whileRunning], options)
    assert.deepStrictEqual(restored.withoutKeys, [])
    assert.isAbove(restored.erased, 0)
    assert.deepStrictEqual(restored.keys.restored, 0)
    assert.deepStrictEqual(await atRest(second, marts), martsThen)
    assert.deepStrictEqual(await atRest(first, marts), martsThen)
  })

  it("over a store in use only with --replace", async () => {
    const { code, stderr } = await runCli(["restore", stopped, "--withdrawals-of-backup"], { data: second })
    assert.strictEqual(code, 1)
    assert.include(stderr, "--replace")
  })

  it("with topics and registry: what was sent and not read yet is loaded once", async () => {
    // Without a withdrawal log from outside the backup, persons who withdrew since would come back.
    const refused = await runCli(["restore", stopped], { data: third })
    assert.strictEqual(refused.code, 1)
    assert.include(refused.stderr, "withdrawals.jsonl")
    const ofBackup = join(stopped, "keys", "withdrawals.jsonl")
    const link = join(folder, "link.jsonl")
    symlinkSync(ofBackup, link)
    for (const log of [ofBackup, link])
      assert.strictEqual((await runCli(["restore", stopped, "--withdrawals", log], { data: third })).code, 1)
    assert.isFalse(existsSync(third))
    const shortened = join(folder, "shortened.jsonl")
    writeFileSync(shortened, "")
    const older = await runCli(["restore", stopped, "--withdrawals", shortened], { data: third })
    assert.strictEqual(older.code, 1)
    assert.match(older.stderr, /lacks \d of the entries that the backup has/)
    const withdrawals = ["--withdrawals", join(first, "keys", "withdrawals.jsonl")]
    assert.include((await runCli(["restore", sealed, ...withdrawals], { data: third })).stderr, "--signer")
    assert.isFalse(existsSync(third))
    const restored = await runJson<Restored>(["restore", sealed, "--identity", identityFile, ...withdrawals], {
      data: third
    })
    assert.deepStrictEqual(restored.folders, ["kafka", "registry"])
    assert.isAbove(restored.offsets.noted, 0)
    assert.deepStrictEqual(await atRest(third, marts), martsThen)

    stopStack = await startStackHere(third)
    const ingested = await ingest({ data: third })
    assert.deepInclude(ingested, { consumed: after.length, duplicates: 0 })
    const expected = withoutCases(withdrawnBefore, withdrawnAfter)
    assert.deepStrictEqual(differences(expected, await stored(running(third))), none)
    await offsetsToStart(third, [partner])
    // Read again, the records of the cases that were withdrawn are refused.
    assert.deepInclude(await ingest({ data: third }), { loaded: 0, quarantined: known.length - expected.length })
  })

  it("not while the pipeline reads", async () => {
    const options = { data: third }
    const pipeline = start(["ingest"], options)
    await until("it reads", () => pipeline.output().includes(" read,"), 60)
    const busy = await runCli(["restore", whileRunning, "--replace"], options)
    assert.strictEqual(busy.code, 1)
    assert.include(busy.stderr, "Stop every 'ingest' process")
    const expected = withoutCases(withdrawnBefore, withdrawnAfter)
    assert.deepStrictEqual(differences(expected, await stored(running(third))), none)
    await pipeline.kill("SIGTERM")
  })

  // Differs from the restores above in that the store is reached by HTTP, as a server is.
  it.runIf(full)("by settings alone", { meta: { needs: "npm run test:full" } }, async () => {
    const bySettings = settingsOf(third)
    const restored = await runJson<Restored>(["restore", whileRunning, "--replace"], bySettings)
    assert.isAbove(restored.erased, 0)
    assert.deepStrictEqual(restored.keys.restored, 0)
    assert.strictEqual(restored.offsets.fromStart + restored.offsets.noted, 4)
    const ingested = await ingest(bySettings)
    assert.isAtLeast(ingested.consumed, after.length)
    const expected = withoutCases(withdrawnBefore, withdrawnAfter)
    assert.deepStrictEqual(differences(expected, await stored(running(third))), none)
  })

  // Differs from the restore above in how the store and Kafka are found.
  it.runIf(full)(
    "over the store of a running stack that no setting names",
    { meta: { needs: "npm run test:full" } },
    async () => {
      const restored = await runJson<Restored>(["restore", whileRunning, "--replace"], { data: third })
      assert.isAbove(restored.erased, 0)
      await ingest({ data: third })
      const expected = withoutCases(withdrawnBefore, withdrawnAfter)
      assert.deepStrictEqual(differences(expected, await stored(running(third))), none)
    }
  )

  it.runIf(full)(
    "by settings alone and without keys, and a restore elsewhere reports whose are missing",
    { meta: { needs: "npm run test:full" } },
    async () => {
      const options = settingsOf(third)
      await produceAs(third, partner, { records: more, messages: [] })
      assert.deepInclude(await ingest(options), { loaded: more.length, quarantined: 0 })
      const expected = [...withoutCases(withdrawnBefore, withdrawnAfter), ...more]
      assert.deepStrictEqual(differences(expected, await stored(running(third))), none)
      const saved = join(folder, "without-keys")
      const made = await runJson<BackedUp>(["backup", saved, "--without-keys"], options)
      assert.isTrue(made.notIncluded.some((words) => words.includes("the Kafka cluster that the settings name")))
      assert.isFalse(made.keys)
      assert.isFalse(existsSync(join(saved, "keys")))
      await stopStack?.()
      stopStack = undefined
      const fourth = join(folder, "fourth")
      const restored = await runJson<Restored>(["restore", saved, "--withdrawals-of-backup"], { data: fourth })
      assert.deepStrictEqual(restored.withoutKeys, [partner])
      // Kafka is new here: nothing in the recreated topics counts as loaded.
      assert.strictEqual(restored.offsets.noted, 0)
      assert.deepStrictEqual(differences(expected, await atRest(fourth, stored)), none)
    }
  )
})
