/** Keys and withdrawals from the command line, over real Kafka: submissions before and after a rotation are joined. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { metricsTokenFile } from "../../infra/metrics/metricsToken.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { endStarted, start, until } from "../fault/Process.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { readMetricsPage, valueOf } from "../fixtures/metricsPage.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type CliOptions, printed } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { query } from "./inside.ts"

const folder = testFolder("keys")
const data = join(folder, "data")
const options: CliOptions = { data }
const partner = "shelter-north"

let stack: LightStack | undefined
beforeAll(async () => {
  stack = await startLightStack(data)
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Northern Shelter"], options)
})
afterAll(async () => {
  endStarted()
  await stack?.stop()
})

interface Keys {
  readonly keys: ReadonlyArray<{
    readonly partner: string
    readonly versions: ReadonlyArray<unknown>
    readonly shredded: string | null
    readonly destroyed: boolean
    readonly rows: number
    readonly olderRows: number
  }>
}

/** Sends one route for each case, a new record each time. */
const send = async (year: number, cases: ReadonlyArray<number>, by = partner) => {
  const file = join(folder, `${year}.csv`)
  writeFileSync(
    file,
    [
      "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year",
      ...cases.map((n) => `CANARY-${n},yes,UKR,Origin,${year},RUS,Destination,${year}`)
    ].join("\n")
  )
  await runJson(["submit", file, "--partner", by, "--record", "route"], options)
}

/** Sends one route for each case, and loads it. */
const submit = async (year: number, cases: ReadonlyArray<number>) => {
  await send(year, cases)
  return runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
}

const persons = async () => {
  const rows = await query<{ person: string; years: Array<number>; version: number }>(
    data,
    `SELECT toString(person) AS person, arraySort(groupArray(legs.year[1])) AS years, any(key_version) AS version
     FROM corridor_raw.route_record GROUP BY person ORDER BY years, person`
  )
  return rows.map(({ years, version }) => ({ years, version }))
}

const listed = async () => (await runJson<Keys>(["keys", "list"], options)).keys.find((one) => one.partner === partner)

describe("keys and withdrawals", () => {
  it("a case before and after a rotation is one person", async () => {
    assert.deepInclude(await submit(2004, [1, 2, 3]), { loaded: 3, quarantined: 0 })
    const { rotated } = await runJson<{ rotated: ReadonlyArray<unknown> }>(["keys", "rotate"], options)
    assert.deepStrictEqual(rotated, [{ partner, version: 2, made: true, rekeyed: 3 }])
    assert.deepInclude(await submit(2005, [1, 2, 4]), { loaded: 3, quarantined: 0 })
    assert.deepStrictEqual(await persons(), [
      { years: [2004], version: 2 },
      { years: [2004, 2005], version: 2 },
      { years: [2004, 2005], version: 2 },
      { years: [2005], version: 2 }
    ])
    // The same file again: all its records are already stored, under any key.
    assert.deepInclude(await submit(2004, [1, 2, 3]), { loaded: 0, quarantined: 0 })
    assert.deepInclude(await listed(), { rows: 6, olderRows: 0, shredded: null })
    assert.strictEqual((await listed())?.versions.length, 2)
  })

  it("a withdrawal that matches no record changes nothing and ends with 1", async () => {
    const withdraw = (stdin: string, ...flags: ReadonlyArray<string>) =>
      runCli(["withdraw", "--partner", partner, "--case", "-", "--json", ...flags], { data, stdin })
    const count = () => query<{ n: number }>(data, "SELECT toFloat64(count()) AS n FROM corridor_raw.withdrawal")
    const before = await count()
    const missed = await withdraw("CANARY-TYPO")
    assert.strictEqual(missed.code, 1)
    assert.include(missed.stderr, "No record of")
    assert.notInclude(missed.stdout + missed.stderr, "TYPO")
    assert.strictEqual((await withdraw(" \n")).code, 2)
    const dry = await withdraw("CANARY-1", "--dry-run")
    assert.strictEqual(dry.code, 0)
    assert.deepInclude(JSON.parse(dry.stdout), { matched: 2, erased: 0, tombstone: null, withdrawnBefore: false })
    assert.deepStrictEqual(await count(), before)
    assert.deepInclude(await listed(), { rows: 6 })
    // In advance, and once more: the second completes the first, had it been interrupted.
    for (const flags of [["--ahead"], []]) {
      const ahead = await withdraw("CANARY-9", ...flags)
      assert.strictEqual(ahead.code, 0)
      assert.deepInclude(JSON.parse(ahead.stdout), { matched: 0, erased: 0 })
    }
  })

  it("a withdrawal after it erases both, refuses later records, and remains after another rotation", async () => {
    const first = await runCli(["withdraw", "--partner", partner, "--case", "-", "--json"], {
      data,
      stdin: "CANARY-1\n"
    })
    assert.strictEqual(first.code, 0)
    const withdrawal = JSON.parse(first.stdout) as { erased: number; tombstone: string; tables: Record<string, number> }
    assert.strictEqual(withdrawal.erased, 2)
    assert.strictEqual(withdrawal.tables["corridor_raw.route_record"], 2)
    assert.match(withdrawal.tombstone, /^[0-9a-f-]{36}$/)
    assert.deepInclude(await submit(2006, [1, 2]), { loaded: 1, quarantined: 1 })
    await runJson(["keys", "rotate", "--partner", partner], options)
    assert.deepInclude(await submit(2007, [1, 3]), { loaded: 1, quarantined: 1 })
    const left = await query<{ n: number }>(
      data,
      "SELECT toFloat64(countIf(isNotNull(person))) AS n FROM corridor_audit.quarantine WHERE code = 'case-withdrawn'"
    )
    assert.deepStrictEqual(left, [{ n: 0 }])
    assert.deepStrictEqual(
      (await persons()).map(({ years }) => years),
      [[2004, 2005, 2006], [2004, 2007], [2005]]
    )
  })

  it("keys are shredded only after confirmation; the partner's later records are refused and no case is found", async () => {
    assert.strictEqual((await runCli(["keys", "shred", "--partner", partner], options)).code, 2)
    assert.strictEqual((await listed())?.shredded, null)
    const before = await persons()
    // In the topic when the keys are shredded.
    const file = join(folder, "late.csv")
    writeFileSync(
      file,
      "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year\nCANARY-9,yes,UKR,Origin,2008,RUS,Destination,2008\n"
    )
    await runJson(["submit", file, "--partner", partner, "--record", "route"], options)
    const done = await runJson<{ versions: number; rekeyed: number; remaining: ReadonlyArray<string> }>(
      ["keys", "shred", "--partner", partner, "--yes"],
      options
    )
    assert.strictEqual(done.versions, 3)
    assert.match(done.remaining.join(" "), /backups/)
    assert.deepInclude(await listed(), { versions: [], destroyed: true, olderRows: 0 })
    assert.deepInclude(await runJson<RecordCounts>(["ingest", "--until-caught-up"], options), {
      loaded: 0,
      quarantined: 1
    })
    const [refused] = await query<{ n: number }>(
      data,
      "SELECT toFloat64(count()) AS n FROM corridor_audit.quarantine WHERE code = 'keys-shredded'"
    )
    assert.strictEqual(refused?.n, 1)
    assert.deepStrictEqual(
      (await persons()).map(({ years }) => years),
      before.map(({ years }) => years)
    )
    const withdrawn = await runCli(["withdraw", "--partner", partner, "--case", "-"], { data, stdin: "CANARY-2\n" })
    assert.strictEqual(withdrawn.code, 3)
    assert.strictEqual((await runCli(["keys", "rotate", "--partner", partner], options)).code, 3)
    assert.strictEqual((await runCli(["keys", "rotate"], options)).code, 0)
    assert.strictEqual((await runCli(["keys", "list"], options)).code, 0)
    const again = ["partner", "add", partner, "--type", "NGO", "--name", "Northern Shelter"]
    assert.strictEqual((await runCli(again, options)).code, 1)
  })

  it("a missing key stops its partner's partitions alone, is named, and loading continues when the key is there", async () => {
    const [other, healthy] = ["shelter-south", "shelter-east"] as const
    for (const id of [other, healthy]) await runJson(["partner", "add", id, "--type", "NGO", "--name", id], options)
    const key = join(data, "keys/pipeline", `${other}.json`)
    const hide = () => renameSync(key, join(folder, "key"))
    const restore = () => renameSync(join(folder, "key"), key)
    const years = async () =>
      (await query<{ year: number }>(data, "SELECT legs.year[1] AS year FROM corridor_raw.route_record")).map(
        ({ year }) => year
      )
    hide()
    await send(2012, [1], other)
    await send(2013, [4], healthy)
    const caughtUp = ["ingest", "--until-caught-up"]
    const left = await runJson<RecordCounts & { withoutKey: ReadonlyArray<string> }>(caughtUp, options, 3)
    assert.deepInclude(left, { loaded: 1, quarantined: 0 })
    assert.lengthOf(left.withoutKey, 1)
    const [place] = left.withoutKey as [string]
    assert.match(place, new RegExp(`^corridor\\.partner\\.${other}/[0-3]$`))
    const { stdout } = await runCli(["doctor", "--json"], options)
    const { findings } = JSON.parse(stdout) as { findings: ReadonlyArray<{ part: string; ok: boolean; found: string }> }
    const wrong = findings.filter(({ ok }) => !ok).map(({ part, found }) => `${part}: ${found}`)
    assert.match(wrong.find((text) => text.startsWith("partitions")) ?? "", new RegExp(`^partitions: ${place}: .* key`))
    assert.include(wrong.find((text) => text.startsWith("partner keys")) ?? "", other)

    const pipeline = start(["ingest", "--metrics", "0"], options)
    await until("metrics", () => pipeline.output().includes("Metrics: "))
    const address = /Metrics: (\S+)/.exec(pipeline.output())?.[1] as string
    const authorization = `Bearer ${readFileSync(metricsTokenFile(data), "utf8").trim()}`
    const isNamed = async (at: string) => {
      const [topic, partition] = at.split("/") as [string, string]
      const page = await (await fetch(address, { headers: { authorization } })).text()
      const labels = { topic, partition, problem: "no-key" }
      return valueOf(readMetricsPage(page), "corridor_partition_problem", labels)
    }
    await until("the metric", async () => (await isNamed(place)) === 1)
    assert.include(pipeline.output(), `${place} cannot be loaded (Partner ${other} has no pseudonymisation key`)
    restore()
    await until("it continues", async () => (await years()).includes(2012))
    await until("the metric is 0 again", async () => (await isNamed(place)) === 0)
    // While the pipeline runs.
    hide()
    await send(2014, [1], other)
    await send(2015, [4], healthy)
    await until("the others are loaded", async () => (await years()).includes(2015))
    await until("it is left out", () => pipeline.output().split("cannot be loaded").length >= 3)
    assert.notInclude(await years(), 2014)
    restore()
    await until("it continues again", async () => (await years()).includes(2014))
    assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null })
    const rest = await runJson<RecordCounts>(caughtUp, options)
    assert.deepInclude(rest, { consumed: 0, withoutKey: [] } as object)
  })

  it("no case reference is in the output or next to the keys", () => {
    assert.isAbove(printed.length, 20)
    for (const text of printed) assert.notInclude(text, "CANARY")
    const keys = join(data, "keys")
    const files = readdirSync(keys, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    assert.include(
      files.map(({ name }) => name),
      "withdrawals.jsonl"
    )
    for (const { parentPath, name } of files)
      assert.notInclude(readFileSync(join(parentPath, name), "latin1"), "CANARY", name)
  })
})
