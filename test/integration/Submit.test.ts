/** A partner's files from the command line to the store and back as receipts, and both programs that send by Kafka. */
import { execFile } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import kafkajs from "kafkajs"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import type { SentDirectly } from "../../ingest/submit/receipts/ReceiptSchemas.ts"
import type { Receipt } from "../../ingest/submit/receipts/Receipts.ts"
import type { Submission } from "../../ingest/submit/Submit.ts"
import { measure } from "../bench/Measure.ts"
import { csvOf, workbookOf } from "../bench/submit/PartnerFile.ts"
import { pythonOf } from "../fixtures/ensurePython.ts"
import { rounds, sample } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { startTraceReceiver } from "../fixtures/traceReceiver.ts"
import { type CliOptions, cliMain, nodeBinary, printed, readJsonFile } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { produced, query } from "./inside.ts"
import { startStackHere } from "./stackHere.ts"

const root = join(import.meta.dirname, "../..")
const folder = testFolder("submit")
const data = join(folder, "data")
const options: CliOptions = { data }
let stopStack: (() => Promise<void>) | undefined

interface Made {
  readonly topic: string
  readonly username: string
  readonly password: string
  readonly key: string
}
const made = new Map<string, Made>()

beforeAll(async () => {
  stopStack = await startStackHere(data)
  for (const id of ["north", "south", "kafka", "large"])
    made.set(id, await runJson<Made>(["partner", "add", id, "--type", "NGO", "--name", `Shelter ${id}`], options))
})
afterAll(() => stopStack?.())

const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const submit = (path: string, partner: string, flags: ReadonlyArray<string> = [], code = 0) =>
  runJson<Submission>(["submit", path, "--partner", partner, ...flags], options, code)
const ingest = () => runJson(["ingest", "--until-caught-up"], options)
const receipt = async (partner: string, id: string) =>
  (await runJson<{ receipt: Receipt }>(["receipt", "show", id, "--partner", partner], options)).receipt
const count = async (table: string, partner: string) =>
  (
    await query<{ n: number }>(
      data,
      `SELECT toFloat64(uniqExact(record_id)) AS n FROM corridor_raw.${table} WHERE partner_id = '${partner}'`
    )
  )[0]?.n

const header = "recordId;caseReference;researchUseConsent;registeredOn;gender;age;citizenship"
const victims = (age: number) =>
  Buffer.from(
    `\uFEFF${header}\r\nv-1;CANARY-1;да;17.05.2019;Женский;${age},0;Украина\r\nv-2;CANARY-2;да;2019-06;ж;19;Молдова|Казахстан\r\n`,
    "utf16le"
  )

describe("submit", () => {
  it("a dry run reports what the real run reports, and sends nothing", async () => {
    const path = file(
      "mixed.csv",
      `${header.replaceAll(";", ",")}\nm-1,CANARY-7,yes,2019,Feminine,30,UKR\nm-2,CANARY-8,no,2019,Feminine,30,UKR\n`
    )
    const dry = await submit(path, "south", ["--dry-run"], 1)
    const real = await submit(path, "south", [], 1)
    assert.deepStrictEqual(real, dry)
    assert.deepInclude(dry, { rows: 2, accepted: 0, rejected: 1, heldBack: 1, sent: 0 })
    assert.strictEqual(
      (await runJson<{ receipts: ReadonlyArray<Receipt> }>(["receipt", "list", "--partner", "south"], options)).receipts
        .length,
      0
    )
    const part = await submit(path, "south", ["--partial"], 1)
    assert.deepInclude(part, { accepted: 1, rejected: 1, heldBack: 0, sent: 1, submission: dry.submission })
    const {
      problems: [problem]
    } = dry as unknown as { problems: ReadonlyArray<Record<string, unknown>> }
    assert.deepInclude(problem, { code: "consent-missing", row: 3, column: "researchUseConsent", severity: "error" })
    for (const words of ["rule", "expected", "remedy"]) assert.isString(problem?.[words])
  })

  it("one trace leads from the file over Kafka to the batch and its insert, and shows nothing of it", async () => {
    const receiver = await startTraceReceiver()
    const traced: CliOptions = { ...options, env: receiver.env }
    const path = file(
      "traced.csv",
      Buffer.from(`${header.replaceAll(";", ",")}\nt-1,CANARY-77,yes,2019,Feminine,31,UKR\n`)
    )
    await runJson(["submit", path, "--partner", "south"], traced)
    await runJson(["ingest", "--until-caught-up"], traced)
    await receiver.close()
    const spans = receiver.spans()
    const traceId = spans.find(({ name }) => name === "EventLog.send")?.traceId
    const names = new Set(spans.flatMap((span) => (span.traceId === traceId ? [span.name] : [])))
    for (const name of ["corridor submit", "EventLog.send", "BatchHandler.processBatch", "LoadBatch.insert"])
      assert.isTrue(names.has(name), name)
    assert.notMatch(receiver.text(), /CANARY|south|t-1|traced\.csv/)
  })

  it("a file, its receipt, the same file again, and a correction with its history", async () => {
    const first = await submit(file("victims.csv", victims(16)), "north")
    // Without a collector no message says in which trace it was sent.
    assert.notInclude(await produced(data, "corridor.partner.north"), "traceparent")
    assert.deepInclude(first, { rows: 2, sent: 2, isKnown: false, problems: [] })
    assert.strictEqual((await receipt("north", first.submission)).state, "received")
    await ingest()
    assert.deepInclude(await receipt("north", first.submission), {
      state: "loaded",
      records: 2,
      loaded: 2,
      quarantined: 0
    })
    const again = await submit(file("renamed.csv", victims(16)), "north")
    assert.deepInclude(again, { sent: 0, isKnown: true, submission: first.submission })
    const corrected = await submit(file("corrected.csv", victims(17)), "north")
    assert.deepInclude(corrected, { sent: 1, corrections: 1, unchanged: 1, isKnown: false })
    assert.notStrictEqual(corrected.submission, first.submission)
    await ingest()
    assert.strictEqual(await count("victim_record", "north"), 2)
    const revisions = await query<{ revision: number; n: number }>(
      data,
      `SELECT revision, toFloat64(count()) AS n FROM corridor_raw.victim_record WHERE partner_id = 'north' GROUP BY revision ORDER BY revision`
    )
    assert.deepStrictEqual(
      revisions.map(({ revision, n }) => [revision, n]),
      [
        [0, 2],
        [1, 1]
      ]
    )
    assert.deepInclude(await receipt("north", corrected.submission), {
      state: "loaded",
      loaded: 2,
      corrections: 1,
      unchanged: 1
    })
  })

  it("shows the history of a record by its own id, to its partner only, without values", async () => {
    const revisionsOf = (partner: string, code = 0) =>
      runJson<{ revisions: ReadonlyArray<{ revision: number; kind: string; submission: string }> }>(
        ["receipt", "history", "-", "--partner", partner],
        { ...options, stdin: "v-1\n" },
        code
      )
    const { revisions } = await revisionsOf("north")
    assert.deepStrictEqual(
      revisions.map(({ revision, kind }) => [revision, kind]),
      [
        [0, "victim"],
        [1, "victim"]
      ]
    )
    for (const { submission } of revisions) assert.strictEqual((await receipt("north", submission)).partner, "north")
    assert.notMatch(JSON.stringify(revisions), /v-1|Feminine|UKR/)
    assert.deepStrictEqual((await revisionsOf("south", 1)).revisions, [])
  })

  it("returns the file as a workbook, and lists the possible names of a report", async () => {
    const path = file("given.csv", `${header.replaceAll(";", ",")}\ng-1,CANARY-3,yes,2019,Feminine,30,Atlantis\n`)
    const report = join(folder, "given back.xlsx")
    await submit(path, "south", ["--dry-run", "--report", report], 1)
    const again = await submit(report, "south", ["--dry-run"], 1)
    assert.deepInclude(again.problems[0], { code: "country-unknown", row: 2, column: "citizenship" })
    for (const name of ["report.pdf", "report", "report.ndjson"]) {
      const { code, stderr } = await runCli(
        ["submit", path, "--partner", "south", "--dry-run", "--report", join(folder, name)],
        options
      )
      assert.strictEqual(code, 1)
      assert.include(stderr, ".csv or .xlsx")
      assert.isFalse(existsSync(join(folder, name)))
    }
  })

  it("a large file with the partner's own ids needs little memory and reports its progress", async () => {
    const rows = rounds(15_000, 40_000)
    const makers = [() => file("many.csv", csvOf(rows)), () => file("many.xlsx", workbookOf(rows))]
    for (const [i, make] of sample("a large file", makers, 1).entries()) {
      const path = make()
      const run = await measure({
        command: nodeBinary,
        args: [cliMain, "submit", path, "--partner", "large", "--data", data, "--json"],
        folder
      })
      assert.strictEqual(run.code, 0, run.stderr)
      const result = JSON.parse(run.stdout) as Submission
      // The workbook of a full run has the content of the CSV before it.
      assert.deepInclude(result, { rows, accepted: rows, sent: i === 0 ? rows : 0 })
      assert.isBelow(run.peakMegabytes, 300)
      assert.match(run.stderr, /\d rows checked/)
    }
  })

  it("receipts report withdrawn cases and refused messages", async () => {
    const [old] = (
      await runJson<{ receipts: ReadonlyArray<Receipt> }>(["receipt", "list", "--partner", "north"], options)
    ).receipts.slice(-1)
    await runCli(["withdraw", "--partner", "north", "--case", "-", "--json"], { ...options, stdin: "CANARY-1" })
    assert.deepInclude(await receipt("north", old?.submission ?? ""), { loaded: 1, withdrawn: 1 })
    const late = await submit(file("late.csv", `${header}\nv-9;CANARY-1;да;2020;Женский;20;Украина\n`), "north")
    await ingest()
    const result = await receipt("north", late.submission)
    assert.deepInclude(result, { state: "quarantined", quarantined: 1, loaded: 0 })
    assert.deepStrictEqual(result.refusals, [{ code: "case-withdrawn", messages: 1 }])
    // A withdrawal is no record that the partner's own systems sent.
    const { direct } = await runJson<{ direct: SentDirectly }>(["receipt", "list", "--partner", "north"], options)
    assert.deepStrictEqual(direct.loaded, 0)
  })

  it("another partner's receipt does not exist", async () => {
    const { receipts } = await runJson<{ receipts: ReadonlyArray<Receipt> }>(
      ["receipt", "list", "--partner", "north"],
      options
    )
    const { code, stdout } = await runCli(
      ["receipt", "show", receipts[0]?.submission ?? "", "--partner", "south", "--json"],
      options
    )
    assert.deepStrictEqual([code, JSON.parse(stdout)], [1, { receipt: null }])
  })

  it("a file that identifies a person is never sent and never stored", async () => {
    const path = file(
      "named.csv",
      `${header.replaceAll(";", ",")},remarks\nn-1,CANARY-5,yes,2019,Feminine,30,UKR,Барсукова Агата\n`
    )
    for (const flags of [[], ["--partial"]]) {
      const result = await submit(path, "south", flags, 1)
      assert.deepInclude(result, { sent: 0, identifying: true })
    }
  })

  it("a mapping is remembered for the partner, and for no other", async () => {
    const own = "Case no,OK,Seen,Sex,Nat\nQ-1,1,2018,F,Ukraine\n"
    const mapping = file(
      "mapping.json",
      JSON.stringify({
        columns: {
          "Case no": "caseReference",
          OK: "researchUseConsent",
          Seen: "registeredOn",
          Sex: "gender",
          Nat: "citizenship"
        },
        values: { gender: { F: "Feminine" } }
      })
    )
    const path = file("own.csv", own)
    assert.deepInclude(await submit(path, "south", ["--mapping", mapping, "--dry-run"]), { accepted: 1, problems: [] })
    assert.deepInclude(await submit(path, "south"), { sent: 1 })
    assert.strictEqual((await runCli(["submit", path, "--partner", "north", "--dry-run"], options)).code, 1)
  })

  it("messages for people in each language, without values", async () => {
    const path = file("words.csv", `${header.replaceAll(";", ",")}\nw-1,CANARY-9,yes,2019,CANARY,30,UKR\n`)
    for (const [language, word] of [
      ["en", /Errors in rows[\s\S]*gender, row 2/],
      ["ru", /Ошибки в строках[\s\S]*gender, строка 2/],
      ["uk", /Помилки в рядках[\s\S]*gender, рядок 2/],
      ["ro", /Erori în rânduri[\s\S]*gender, rândul 2/]
    ] as const) {
      const report = join(folder, `report-${language}.csv`)
      const { code, stdout } = await runCli(
        ["submit", path, "--partner", "south", "--dry-run", "--lang", language, "--report", report],
        options
      )
      assert.strictEqual(code, 1)
      assert.match(stdout, word)
      assert.include(readFileSync(report, "utf8"), "CANARY-9")
    }
  })

  it("no case number of any file is in the output, in the topics, or in the store's tables", async () => {
    assert.notInclude(printed.join(""), "CANARY")
    for (const table of ["corridor_audit.submission", "corridor_audit.sent_revision", "corridor_raw.victim_record"]) {
      const rows = await query(data, `SELECT * FROM ${table}`)
      assert.isAbove(rows.length, 0)
      assert.notInclude(JSON.stringify(rows), "CANARY")
    }
  })
})

const settings = (): Record<string, string> => {
  const { kafka, registry } = readJsonFile<Endpoints>(join(data, "endpoints.json"))
  const { topic, username, password, key } = made.get("kafka") as Made
  return {
    BROKERS: kafka.brokers.join(","),
    REGISTRY: registry.url.includes("ccompat") ? registry.url : `${registry.url}/apis/ccompat/v7`,
    TOPIC: topic,
    USERNAME: username,
    PASSWORD: password,
    KEY: key
  }
}

describe("Kafka directly", () => {
  const example = (name: string) => join(root, "docs/examples/kafka", name)
  /** Fails with what the example printed. The registry's port is served by this process, so the example may not block it. */
  const run = (command: string, name: string) =>
    promisify(execFile)(command, [example(name)], { cwd: root, env: { ...process.env, ...settings() } })

  it("in TypeScript: two records, once, for any number of sends", async () => {
    for (let i = 0; i < 2; i++) await run(nodeBinary, "send-records.ts")
    await ingest()
    assert.strictEqual(await count("route_record", "kafka"), 2)
  })

  it("in Python with confluent-kafka", async (context) => {
    const binary = pythonOf("kafka-python")
    if (binary === undefined) return context.skip("the Python packages of test/fixtures/kafka-requirements.txt")
    await run(binary, "send_records.py")
    await ingest()
    assert.strictEqual(await count("route_record", "kafka"), 4)
  })

  it("is reported in the receipts: what is loaded, and what is refused by which rule", async () => {
    const { BROKERS, USERNAME, PASSWORD, TOPIC } = settings() as Record<string, string>
    const before = await runJson<{ direct: SentDirectly }>(["receipt", "list", "--partner", "kafka"], options)
    const client = new kafkajs.Kafka({
      brokers: (BROKERS as string).split(","),
      sasl: { mechanism: "scram-sha-512", username: USERNAME as string, password: PASSWORD as string },
      logLevel: kafkajs.logLevel.NOTHING
    })
    const producer = client.producer()
    await producer.connect()
    await producer.send({ topic: TOPIC as string, messages: [{ key: "k", value: "CANARY is no Avro" }] })
    await producer.disconnect()
    await ingest()
    const { direct } = await runJson<{ direct: SentDirectly }>(["receipt", "list", "--partner", "kafka"], options)
    assert.isAtLeast(direct.loaded, 2)
    assert.deepStrictEqual(direct, {
      loaded: before.direct.loaded,
      quarantined: 1,
      refusals: [{ code: "message-not-framed", messages: 1 }]
    })
    assert.strictEqual(before.direct.quarantined, 0)
    const none = await runJson<{ direct: object }>(["receipt", "list", "--partner", "south"], options)
    assert.deepStrictEqual(none.direct, { loaded: 0, quarantined: 0, refusals: [] })
  })
})
