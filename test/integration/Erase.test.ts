/**
 * After `erase`, a person's marks are nowhere, or where the command says that they remain. Over real Kafka and a real store: the case
 * reference, all pseudonyms, record ids, content hashes and the row of a mart that only this person makes.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { endStarted, start, until } from "../fault/Process.ts"
import { openStore } from "../fault/StoreOnDisk.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { firstPseudonym } from "../fixtures/firstPseudonym.ts"
import { full } from "../fixtures/fullRun.ts"
import { chainOf, rawKeys } from "../fixtures/keyedRows.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { messageOf } from "../fixtures/messages.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { untilStill } from "../fixtures/untilStill.ts"
import { type CliOptions, printed } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { offsetsToStart, produceAs, query } from "./inside.ts"

vi.mock("@corridor/dbt-ts/Transform", async () =>
  (await import("../fixtures/fewerMarts.ts")).buildOnly("+partner_routes", "+partner_victims")
)

const folder = testFolder("erase")
const data = join(folder, "data")
const options: CliOptions = { data }
const reference = "CANARY-7-LAO"

interface Erased {
  readonly matched: number
  readonly erased: Readonly<Record<string, number>>
  readonly vintages: ReadonlyArray<{ readonly vintage: number; readonly marts: ReadonlyArray<string> }>
  readonly newVintage: number | null
  readonly deletedMessages: number
  readonly receipt: string | null
  readonly remains: ReadonlyArray<Readonly<Record<"place" | "what" | "until" | "how", string>>>
}

let stack: LightStack | undefined
beforeAll(async () => {
  stack = await startLightStack(data)
})
afterAll(() => {
  endStarted()
  return stack?.stop()
})

const header = "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year"
const submit = async (partner: string, name: string, rows: ReadonlyArray<string>) => {
  const file = join(folder, `${name}.csv`)
  writeFileSync(file, [header, ...rows].join("\n"))
  await runJson(["submit", file, "--partner", partner, "--record", "route"], options)
}
const ingest = (env: Readonly<Record<string, string>> = {}) =>
  runJson<{ consumed: number }>(["ingest", "--until-caught-up"], { ...options, env })
const route = (given: string, from: string, to: string, year: number) =>
  `${given},yes,${from},Origin,${year},${to},Destination,${year}`

const erase = async (given: string, flags: ReadonlyArray<string> = [], more: Partial<CliOptions> = {}) =>
  runCli(["erase", "--partner", "alpha", "--case", "-", "--json", ...flags], { ...options, ...more, stdin: given })
let receipt = ""
const erased = async (flags: ReadonlyArray<string> = [], more: Partial<CliOptions> = {}) => {
  const run = await erase(reference, flags, more)
  assert.strictEqual(run.code, 0, run.stderr.slice(-2000))
  return JSON.parse(run.stdout) as Erased
}

/** A message of a partner's own program that breaks every rule: it is refused, and says who the person is. */
const [name, phone] = ["Marzipan Quibblefritz", "+37477123456"]
const refused = {
  message: {
    ...messageOf({ kind: "route", record: goodRecord("route") }, 0),
    key: Buffer.from(name),
    value: Buffer.from(`\0\0\0\0\u0001${name} ${phone}`)
  }
}

/** Tables whose rows must not change for another partner, as text. */
const ofPartner = async (partner: string) => {
  const tables = await query<{ name: string }>(
    data,
    `SELECT concat(database, '.', table) AS name FROM system.columns
     WHERE database IN ('corridor_raw', 'corridor_audit', 'corridor_staging', 'corridor_mart') AND name = 'partner_id' ORDER BY name`
  )
  const rows: Record<string, ReadonlyArray<string>> = {}
  for (const { name } of tables)
    rows[name] = (await query(data, `SELECT * FROM ${name} WHERE partner_id = '${partner}'`))
      .map((row) => JSON.stringify(row))
      .sort()
  return rows
}

/** All frozen lines but the list of which country is in which group, which counts nobody. */
const contentLines = async () =>
  (
    await query<{ line: string }>(
      data,
      `SELECT line FROM corridor_vintage.content FINAL
       WHERE hash NOT IN (SELECT hash FROM corridor_vintage.content WHERE position = 0 AND line LIKE '%"member_from"%')`
    )
  ).map(({ line }) => line)

/** A UUID as ClickHouse stores it: two little-endian words. */
const stored = (uuid: string): Buffer => {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex")
  return Buffer.concat([bytes.subarray(0, 8).reverse(), bytes.subarray(8).reverse()])
}
let marks: ReadonlyArray<Buffer> = []

const filesBelow = (root: string): ReadonlyArray<string> =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => join(root, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
const withMarks = (files: () => ReadonlyArray<string>) =>
  untilStill(() =>
    files().filter((file) => {
      const bytes = readFileSync(file)
      return marks.some((mark) => bytes.includes(mark))
    })
  )

/** The files of a store, but those of the table of withdrawals: also replaced parts, and the statements that it keeps. */
const storeFiles = (folder: string) => {
  const root = realpathSync(join(folder, "clickhouse"))
  const withdrawal = realpathSync(join(root, "data", "corridor_raw", "withdrawal"))
  return filesBelow(root).filter((file) => !realpathSync(file).startsWith(withdrawal))
}
const withdrawalFiles = (folder: string) => filesBelow(join(folder, "clickhouse", "data", "corridor_raw", "withdrawal"))

let betaBefore: Readonly<Record<string, ReadonlyArray<string>>> = {}

describe("erase", () => {
  it("before: the person is in raw rows, staging, a vintage, the revisions and the topic", async () => {
    for (const id of ["alpha", "beta"]) await runJson(["partner", "add", id, "--type", "NGO", "--name", id], options)
    await submit("alpha", "one", [route(reference, "LAO", "ISL", 2024)])
    await ingest()
    // A second record of the person under another key, and a case that stays.
    await runJson(["keys", "rotate"], options)
    await submit("alpha", "two", [route(reference, "LAO", "ISL", 2025), route("STAYS-1", "UKR", "RUS", 2024)])
    await produceAs(data, "alpha", { records: [], messages: [{ name: "hostile", code: "avro-length", ...refused }] })
    await submit("beta", "beta", [route(reference, "MDA", "POL", 2024), route("STAYS-2", "UKR", "RUS", 2024)])
    await ingest()
    await runJson(
      ["transform", "build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"],
      options
    )
    await runJson(["vintage", "create"], options)
    const lines = await contentLines()
    assert.isTrue(lines.some((line) => line.includes('"alpha"') && line.includes('"LAO"') && line.includes('"ISL"')))
    const records = await query<{ id: string; person: string; hash: string }>(
      data,
      `SELECT toString(record_id) AS id, toString(person) AS person, toString(content_hash) AS hash
       FROM corridor_raw.route_record WHERE partner_id = 'alpha' AND has(legs.country, 'LAO')`
    )
    assert.strictEqual(records.length, 2)
    const secrets = JSON.parse(readFileSync(join(data, "keys", "partners", "alpha.json"), "utf8")) as { key: string }
    const first = firstPseudonym(Buffer.from(secrets.key, "base64"), reference)
    const chain = await chainOf(rawKeys(join(data, "keys", "pipeline"), "alpha"), first)
    assert.include(chain, records[0]?.person)
    const ids = records.map(({ id }) => id)
    const sent = await query<{ content: string }>(
      data,
      `SELECT content FROM corridor_audit.sent_revision WHERE toString(record_id) IN ('${ids.join("','")}')`
    )
    assert.strictEqual(sent.length, 2)
    marks = [
      ...[reference, first, ...chain, ...ids, ...sent.map(({ content }) => content).filter((text) => text !== "")].map(
        (text) => Buffer.from(text)
      ),
      ...[...chain, ...ids].map(stored),
      ...[name, phone].map((text) => Buffer.from(text))
    ]
    betaBefore = await ofPartner("beta")
    assert.isAbove(withMarks(() => storeFiles(data)).length, 3)
    await runJson(["backup", join(folder, "backup")], options)
    const killed = start(["backup", join(folder, "killed")], options)
    await until("it has rows", () => existsSync(join(folder, "killed", "store")) || !killed.isRunning(), 60, 2)
    assert.strictEqual((await killed.kill("SIGKILL")).signal, "SIGKILL", killed.output())
  })

  it("a case that does not match, and a dry run, change nothing", async () => {
    const missed = await erase("CANARY-TYPO")
    assert.strictEqual(missed.code, 1)
    assert.include(missed.stderr, "No record of")
    const dry = await erased(["--dry-run"])
    assert.deepInclude(dry, { matched: 2, erased: {}, vintages: [], newVintage: null, remains: [] })
    assert.strictEqual((await contentLines()).filter((line) => line.includes('"LAO"')).length > 0, true)
  })

  it("reaches every place, and lists what remains", async () => {
    const done = await erased(["--delete-messages"])
    assert.strictEqual(done.erased["corridor_raw.route_record"], 2)
    assert.strictEqual(done.newVintage, 2)
    assert.deepStrictEqual(
      done.vintages.map(({ vintage }) => vintage),
      [1]
    )
    const marts = done.vintages[0]?.marts ?? []
    assert.include(marts, "partner_routes")
    // No record of a victim: these counts stay.
    assert.notInclude(marts, "partner_victims")
    assert.strictEqual(done.deletedMessages, 4)
    assert.match(done.receipt ?? "", /^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/)
    receipt = done.receipt ?? ""
    marks = [...marks, Buffer.from(receipt)]
    for (const place of [
      "files of topic corridor.partner.alpha",
      "backup ",
      `incomplete backup in ${join(folder, "killed")}`,
      "corridor_raw.withdrawal",
      "corridor_audit.erased_record",
      "topic corridor.quarantine"
    ])
      assert.isTrue(
        done.remains.some((one) => one.place.startsWith(place)),
        place
      )
    for (const { until, how } of done.remains) assert.isTrue(until !== "" && how !== "")

    const lines = await contentLines()
    assert.isFalse(lines.some((line) => line.includes('"LAO"') || line.includes('"ISL"')))
    assert.deepStrictEqual(await ofPartner("beta"), betaBefore)
    assert.deepStrictEqual(
      withMarks(() => storeFiles(data)),
      []
    )
    // Found where the command says that they remain: the search works.
    assert.isNotEmpty(withMarks(() => withdrawalFiles(data)))
    const hashes = await query<{ hash: string }>(
      data,
      "SELECT hash FROM corridor_audit.submission FINAL WHERE partner_id = 'alpha'"
    )
    assert.deepStrictEqual(
      hashes.map(({ hash }) => hash),
      ["", ""]
    )
    const files = readdirSync(data).filter((name) => !["clickhouse", "kafka"].includes(name))
    const found = withMarks(() =>
      files.flatMap((name) => (statSync(join(data, name)).isFile() ? [join(data, name)] : filesBelow(join(data, name))))
    )
    assert.deepStrictEqual(found, [join(data, "keys", "withdrawals.jsonl")])
    const inKafka = withMarks(() => filesBelow(join(data, "kafka")))
    assert.deepStrictEqual(
      inKafka.filter((file) => !file.includes("/corridor.partner.alpha-") && !file.includes("/corridor.partner.beta-")),
      []
    )
    for (const text of printed) assert.notInclude(text, reference)
  })

  it("what was published can be verified, and nothing new is made of the vintage", async () => {
    const verified = await runJson<{ erased: ReadonlyArray<string> }>(["vintage", "verify", "1"], options)
    assert.include(verified.erased, "partner_routes")
    const refused = await runCli(["release", "create", "--vintage", "1", "--author", "someone"], options)
    assert.notStrictEqual(refused.code, 0)
    assert.include(refused.stderr, "erased after a withdrawal")
  })

  it("done again, it changes nothing more; later records are refused", async () => {
    const again = await erased()
    assert.deepInclude(again, { matched: 0, vintages: [], newVintage: null, deletedMessages: 0, receipt })
    assert.isNotEmpty(again.remains)
    await runJson(["vintage", "create"], options)
    assert.deepInclude(await erased(), { matched: 0, vintages: [], newVintage: null })
  })

  it("loaded messages leave the topics after the days of the setting", async () => {
    await offsetsToStart(data, ["beta"])
    assert.strictEqual((await ingest({ CORRIDOR_MESSAGE_DAYS: "30" })).consumed, 2)
    await offsetsToStart(data, ["beta"])
    assert.strictEqual((await ingest({ CORRIDOR_MESSAGE_DAYS: "0" })).consumed, 2)
    await offsetsToStart(data, ["beta"])
    assert.strictEqual((await ingest()).consumed, 0)
  })

  // Without a stack in property/erasure.test.ts.
  it.runIf(full)(
    "a backup from before it, restored: the person is erased again, from the vintage too",
    { meta: { needs: "npm run test:full" } },
    async () => {
      // One process has one embedded store at a time.
      await stack?.stop()
      stack = undefined
      const second = join(folder, "second")
      const backup = join(folder, "backup")
      const restored = await runJson<Pick<Erased, "vintages"> & { readonly erased: number }>(["restore", backup], {
        data: second,
        env: { CORRIDOR_KEYS_DIR: join(data, "keys") }
      })
      assert.isAtLeast(restored.erased, 2)
      assert.deepStrictEqual(
        restored.vintages.map(({ vintage }) => vintage),
        [1]
      )
      assert.deepStrictEqual(
        withMarks(() => storeFiles(second)),
        []
      )
      // Nor elsewhere in what was restored: the state store, logs, versions, and messages but those of the partners' topics.
      const elsewhere = withMarks(() =>
        filesBelow(second).filter((file) => !file.startsWith(join(second, "clickhouse")))
      )
      assert.deepStrictEqual(
        elsewhere.filter((file) => !/\/corridor\.partner\.(alpha|beta)-\d+\//.test(file)),
        []
      )
      const tables = await openStore(second, (warehouse) =>
        Effect.gen(function* () {
          const found = yield* warehouse.query<{ name: string }>(
            "SELECT concat(database, '.', name) AS name FROM system.tables WHERE database LIKE 'corridor%' AND engine LIKE '%MergeTree'"
          )
          return yield* Effect.forEach(found, ({ name }) =>
            Effect.map(warehouse.query(`SELECT * FROM ${name}`), (rows) => ({ name, rows }))
          )
        })
      )
      assert.isAbove(tables.length, 30)
      const texts = marks.map((mark) => mark.toString("latin1")).filter((text) => /^[\w-]{20,}$/.test(text))
      assert.isAbove(texts.length, 5)
      for (const { name, rows } of tables.filter((table) => table.name !== "corridor_raw.withdrawal"))
        for (const text of texts) assert.notInclude(JSON.stringify(rows), text, name)
      const frozen = tables
        .find(({ name }) => name === "corridor_vintage.content")
        ?.rows.map((row) => JSON.stringify(row))
      assert.isAbove(frozen?.length ?? 0, 10)
      assert.isFalse(frozen?.some((line) => line.includes("LAO") && line.includes("ISL")))
    }
  )
})
