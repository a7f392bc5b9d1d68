/**
 * Strings that are sent as case references and as refused values (names and phone numbers among them), by file and by Kafka, and must appear nowhere: no
 * table, log, error, metric, answer, topic of Corridor, file of the stack or process argument, and nothing that a release of the records brings out. Keys and
 * the partner's own topic are exceptions.
 */
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect } from "effect"
import { zipSync } from "fflate"
import { parquetWriteBuffer } from "hyparquet-writer"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { settingTable } from "../../infra/settings/settingTable.ts"
import { storesOf } from "../../infra/stack/Stack.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { connect } from "../../site/client/CorridorClient.ts"
import { editionDocuments } from "../../site/metadata/documents.ts"
import { brokenMessages } from "../fixtures/brokenMessages.ts"
import { brokenRecords, goodRecord } from "../fixtures/brokenRecords.ts"
import { clientPython, printedInPython, printedInR } from "../fixtures/clientCells/clientPrints.ts"
import { full } from "../fixtures/fullRun.ts"
import { holdsText } from "../fixtures/holdsText.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import {
  type CliOptions,
  cliMain,
  printed,
  type RunningUp,
  runJson as runJsonOfProcess,
  runCli as runProcess,
  startUp
} from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { produceAs, produced, query, strangersMessage } from "./inside.ts"
import { testMetrics } from "./metricsOfStack.ts"

const folder = testFolder("bird")
const data = join(folder, "data")
const options: CliOptions = { data }
/** An invented person and telephone number, in cells that are refused. */
const [person, telephone] = ["Yaryna Kanarchuk", "+380 44 000 17 33"]
/** Not the word in this file's own name, which is in the test runner's arguments. */
const bird = /CANARY|canary[@?]|[Kk]anarchuk|380 ?44 ?000 ?17 ?33/

let stack: RunningUp | undefined
let began = 0

/** Enough for a count that may be published. */
const partners = ["first", "second", "third", "fourth", "fifth"]

/** Secrets that every command gets from its environment, each of which it ignores here. No program that it starts needs them. */
const secretSettings = [
  settingTable.keysPassphrase,
  settingTable.vaultToken,
  settingTable.token,
  settingTable.oidcSecret
]
for (const { name } of secretSettings) process.env[name] = `CANARY-${name}`

interface SeenProcess {
  readonly line: string
  /** The folder that it runs in: Kafka's command lines name its files without it. */
  readonly cwd: string
  readonly environment: string
}

/** The processes of this run, by their ids and command lines; and those of others, who never become ours. */
const seen = new Map<string, SeenProcess>()
const others = new Set<string>()

/** A process of this run works on its folder, or descends from this process. Other runs on the machine may have canaries of their own. */
const isOurs = (pid: string, place: string): boolean => {
  if (place.includes(folder) || Number(pid) === process.pid) return true
  const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0"
  return parent !== "0" && isOurs(parent, "")
}

const watchProcesses = () => {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      const name = `${pid} ${line}`
      if (line === "" || seen.has(name) || others.has(name)) continue
      const cwd = readlinkSync(`/proc/${pid}/cwd`)
      if (!isOurs(pid, `${line} ${cwd}`)) {
        others.add(name)
        continue
      }
      seen.set(name, { line, cwd, environment: readFileSync(`/proc/${pid}/environ`, "utf8") })
    } catch {
      // It ended while we looked.
    }
}

/** The command that the user started, which reads its settings from its environment. */
const isCommand = ({ line }: SeenProcess) => line.includes(cliMain)

/** Every password, key and token that the stack keeps. */
const keptSecrets = (): ReadonlyArray<string> =>
  ["keys", "secrets"]
    .flatMap((name) => files(join(data, name)))
    .flatMap((file) => readFileSync(file, "utf8").match(/[A-Za-z0-9+/_=-]{24,}/g) ?? [])

const watch = setInterval(watchProcesses, 100)

beforeAll(async () => {
  await copyPreparedStack(data)
  began = Date.now()
  stack = await startUp(options, "--no-demo")
  for (const id of partners) await runJson(["partner", "add", id, "--type", "NGO", "--name", id], options)
})
afterAll(async () => {
  for (const { name } of secretSettings) delete process.env[name]
  clearInterval(watch)
  await stack?.stop()
})

const uuid = (n: number) => `cccccccc-0000-4000-8000-${String(n).padStart(12, "0")}`
const good = (kind: (typeof recordKinds)[number], n: number) =>
  goodRecord(kind, { recordId: uuid(n), caseReference: `CANARY-CASE-${n}` })

/** The file itself, or all below the folder. */
const files = (at: string): ReadonlyArray<string> =>
  statSync(at).isFile()
    ? [at]
    : readdirSync(at, { recursive: true, encoding: "utf8" })
        .map((file) => join(at, file))
        .filter((file) => statSync(file).isFile())

const isPartnerTopic = (file: string) => /\/kafka\/storage\/corridor\.partner\./.test(file)

const withBird = (all: ReadonlyArray<string>) => all.filter((file) => bird.test(readFileSync(file, "latin1")))

const holdsBird = (content: Uint8Array) => holdsText(content, bird)

/** Follows the links of the site and of its documents from these addresses. Returns what each answers. */
const crawl = async (url: string, from: ReadonlyArray<string>, most: number) => {
  const found = new Map<string, Uint8Array>()
  const open = [...from]
  while (open.length > 0 && found.size < most) {
    const path = open.shift() as string
    if (found.has(path)) continue
    const answer = await fetch(new URL(path, url))
    const bytes = new Uint8Array(await answer.arrayBuffer())
    found.set(path, bytes)
    for (const [, link = ""] of Buffer.from(bytes)
      .toString("latin1")
      .matchAll(/(?:href|src|Url"?)=?[:]?"([^"#]+)"/g)) {
      const next = new URL(link.replaceAll("&amp;", "&"), new URL(path, url))
      if (next.href.startsWith(url)) open.push(next.pathname + next.search)
    }
  }
  return found
}

describe("canaries", () => {
  it("a bad record and a bad message of every rule lands in quarantine with its code, and its neighbours are loaded", async () => {
    const neighbours = Array.from({ length: 10 }, (_, i) => ({
      kind: recordKinds[i % 4] ?? "route",
      record: good(recordKinds[i % 4] ?? "route", i)
    }))
    const broken = brokenRecords.map((made, i) => ({
      kind: made.kind,
      record: made.code === "record-id-malformed" ? made.record : { ...made.record, recordId: uuid(1000 + i) }
    }))
    const sent = await produceAs(data, "first", {
      records: [...neighbours.slice(0, 5), ...broken, ...neighbours.slice(5)],
      messages: brokenMessages
    })
    const ingested = await runJsonOfProcess<RecordCounts>(["ingest", "--until-caught-up"], options)
    // The broken messages share the id of one good record among them: none of them is loaded.
    assert.deepInclude(ingested, {
      consumed: sent,
      loaded: neighbours.length,
      quarantined: broken.length + brokenMessages.length
    })

    const codes = await query<{ code: string }>(
      data,
      "SELECT DISTINCT code FROM corridor_audit.quarantine ORDER BY code"
    )
    const expected = new Set([...brokenRecords, ...brokenMessages].map(({ code }) => code))
    assert.deepStrictEqual(
      codes.map(({ code }) => code),
      [...expected].sort()
    )
    const perPosition = await query<{ codes: Array<string> }>(
      data,
      "SELECT groupArray(code) AS codes FROM corridor_audit.quarantine GROUP BY topic, partition, offset"
    )
    assert.isTrue(perPosition.every((row) => row.codes.length === 1))
  })

  it("a topic of no partner, a repeated revision with other content", async () => {
    const conflict = {
      kind: "route" as const,
      record: goodRecord("route", { recordId: uuid(1), caseReference: "CANARY-CASE-1", citizenship: ["BLR"] })
    }
    const again = {
      kind: "route" as const,
      record: goodRecord("route", { recordId: uuid(1), caseReference: "CANARY-CASE-1" })
    }
    await produceAs(data, "second", { records: [again, conflict], messages: [] })
    const ingested = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.deepInclude(ingested, { consumed: 2, loaded: 1, quarantined: 1 })
    const [row] = await query<{ code: string }>(
      data,
      "SELECT code FROM corridor_audit.quarantine WHERE partner_id = 'second'"
    )
    assert.strictEqual(row?.code, "revision-conflict")

    await strangersMessage(data, "stranger", Buffer.from("CANARY"))
    assert.deepInclude(await runJson<RecordCounts>(["ingest", "--until-caught-up"], options), {
      loaded: 0,
      quarantined: 1
    })
    const [unknown] = await query<{ code: string }>(
      data,
      "SELECT code FROM corridor_audit.quarantine WHERE partner_id = 'stranger'"
    )
    assert.strictEqual(unknown?.code, "partner-unknown")
  })

  it("files: accepted and refused rows, with and without --partial, dry runs, withdrawals", async () => {
    const header =
      "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year,extra"
    const row = (reference: string, country: string) =>
      `${reference},yes,${country},Origin,2004,RUS,Destination,2004,CANARY-extra`
    const csv = join(folder, "rows.csv")
    writeFileSync(
      csv,
      [
        header,
        row("CANARY-ROW-1", "UKR"),
        row("CANARY-ROW-2", "CANARY-country"),
        row("CANARY@CANARY.example", "UKR"),
        row(person, "UKR"),
        row("CANARY-ROW-3", telephone),
        row("CANARY-ROW-4", person)
      ].join("\n")
    )
    const submit = ["submit", csv, "--partner", "first", "--record", "route"]
    assert.strictEqual((await runCli([...submit, "--dry-run"], options)).code, 1)
    assert.strictEqual((await runProcess([...submit, "--partial", "--json"], options)).code, 1)
    writeFileSync(csv, [header, row("CANARY-ROW-1", "UKR"), row("CANARY-ROW-2", "CANARY-country")].join("\n"))
    assert.strictEqual((await runCli(submit, options)).code, 1)
    const partial = await runJson<{ sent: number }>([...submit, "--partial"], options, 1)
    assert.strictEqual(partial.sent, 1)
    const ndjson = join(folder, "rows.ndjson")
    writeFileSync(
      ndjson,
      `{"record":"CANARY-kind"}\n{"CANARY\n{"record":"victim","CANARY key":1,"caseReference":"CANARY-3"}\n`
    )
    assert.strictEqual((await runCli(["submit", ndjson, "--partner", "first"], options)).code, 1)
    assert.strictEqual((await runCli(["submit", join(folder, "none.ndjson"), "--partner", "first"], options)).code, 1)
    // Records that may be published, whose case references may not.
    for (const [p, partner] of partners.entries()) {
      const own = Array.from({ length: 30 }, (_, i) => good("route", 10_000 + 100 * p + i))
      await produceAs(data, partner, { records: own.map((record) => ({ kind: "route", record })), messages: [] })
    }
    await runJson(["ingest", "--until-caught-up"], options)
    const withdrawn = await runProcess(["withdraw", "--partner", "first", "--case", "-"], {
      data,
      stdin: "CANARY-ROW-1\n"
    })
    assert.strictEqual(withdrawn.code, 0)
    // A mart is made of tables that are searched as well.
    const marts = full ? [] : ["--select", "+flows", "--select", "+partner_routes"]
    await runJson(
      ["transform", "build", ...marts, "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"],
      options
    )
    await runCli(["quarantine", "list"], options)
    await runProcess(["doctor"], options)
  })

  describe("metrics and log lines", () =>
    testMetrics({
      data,
      get url() {
        return stack?.url ?? ""
      },
      get began() {
        return began
      }
    }))

  it("are in nothing that a release of the records brings out", async () => {
    const compressed = Buffer.from(
      parquetWriteBuffer({
        columnData: [{ name: "a", data: Array.from({ length: 999 }, () => `a ${telephone}`), type: "STRING" }],
        ...{ statistics: false, codec: "SNAPPY" }
      })
    )
    for (const found of [
      zipSync({ "a.zip": zipSync({ "b.txt.gz": gzipSync(Buffer.from("canary@example")) }) }),
      Buffer.from(`name: ${person}`, "utf16le"),
      Buffer.from(`tel. ${telephone}`),
      zipSync({ "a.parquet": compressed })
    ])
      assert.isTrue(await holdsBird(found))
    const tokens = await Effect.runPromise(
      tokensFor([
        ["ada", "analyst"],
        ["bo", "reviewer"],
        ["cy", "reviewer"],
        ["pia", "policy"]
      ]).pipe(Effect.provide(storesOf(data)), Effect.provide(NodeServices.layer))
    )
    const as = (account: string) => ({ data, env: { CORRIDOR_TOKEN: tokens.get(account) as string } })
    await runJson(["vintage", "create"], options)
    await runJson(["release", "create", "--edition", "main"], as("ada"))
    for (const account of ["bo", "cy"]) await runJson(["release", "approve", "1"], as(account))
    const [archive, shown] = [join(folder, "release.zip"), join(folder, "release")]
    assert.strictEqual((await runCli(["release", "bundle", "1", "--out", archive], options)).code, 0)
    assert.strictEqual((await runCli(["release", "show", "1", "--out", shown], options)).code, 0)
    const url = stack?.url as string
    const documents = Object.values(editionDocuments).map(({ path }) => `v1/editions/main/latest/${path}`)
    const formats = ["json", "csv", "xlsx", "arrow", "parquet"].map((one) => `v1/flows?format=${one}`)
    const pictures = ["embed", "preview.png"].flatMap((one) =>
      ["map", "trend&series=flows&label=UKR~RUS"].map((view) => `${one}?release=1&view=${view}`)
    )
    const others = [
      "feed.atom",
      "v1/answers/feed.atom",
      "v1/editions/main/latest/changes",
      "v1/releases/1",
      "v1/dcat.ttl"
    ]
    const asked = ["", "corridor/UKR/RUS", "sitemap.xml", ...documents, ...formats, ...pictures, ...others]
    const found = await crawl(
      url,
      asked.map((one) => `/${one}`),
      300
    )
    const textAt = (path: string) => Buffer.from(found.get(path) ?? []).toString("utf8")
    // The records are there, without what they were made of.
    assert.match(textAt("/v1/flows?format=csv"), /UKR,RUS,2004,published,15\d/)
    for (const path of ["/feed.atom", ...pictures.map((one) => `/${one}`), ...documents.map((one) => `/${one}`)])
      assert.isAbove(found.get(path)?.length ?? 0, 200, path)
    const client = await connect(url, { token: tokens.get("pia") })
    const answers = await client.run((api) =>
      Effect.all([
        api.tables.flows({ query: {} }),
        api.releases.list(),
        api.requests.draft({ payload: { subject: "journeys", from: ["Ukraine"], to: ["Russia"] } })
      ])
    )
    await client.close()
    found.set("client", Buffer.from(JSON.stringify(answers)))
    for (const file of [archive, ...files(shown)]) found.set(file, readFileSync(file))
    assert.isAbove(found.size, 80)
    const held = await Promise.all([...found].map(async ([from, bytes]) => ((await holdsBird(bytes)) ? [from] : [])))
    assert.deepStrictEqual(held.flat(), [])
  })

  it.skipIf(clientPython === undefined)(
    "are in nothing that the clients for Python and R print",
    { meta: { needs: "the Python packages of test/fixtures/metadata-requirements.txt, and R" } },
    async () => {
      const url = stack?.url as string
      const { tables } = (await (await fetch(`${url}v1/releases/1`)).json()) as {
        tables: ReadonlyArray<{ name: string }>
      }
      const names = tables.map(({ name }) => name)
      for (const text of await Promise.all([printedInPython(url), printedInR(url, names)])) {
        assert.match(text, /UKR[\s\S]*RUS[\s\S]*15\d/)
        assert.notMatch(text, bird)
      }
    }
  )

  it("appear nowhere", async () => {
    for (const path of ["", "v1/flows", "metrics", "openapi.json", "healthz", "v1/flows?origin=XXX"]) {
      const answer = await fetch(`${stack?.url}${path}`)
      assert.notMatch(await answer.text(), bird, path)
    }
    const tables = await query<{ name: string }>(
      data,
      "SELECT concat('`', database, '`.`', name, '`') AS name FROM system.tables WHERE database LIKE 'corridor%'"
    )
    assert.isAbove(tables.length, 12)
    for (const { name } of tables)
      assert.notMatch(JSON.stringify(await query(data, `SELECT * FROM ${name}`)), bird, name)
    const announced = await produced(data, "corridor.quarantine")
    assert.match(announced, /"code":"article-3-incomplete"/)
    assert.notMatch(announced, bird)
    assert.notMatch(await produced(data, "__consumer_offsets"), bird)

    assert.isAbove(printed.length, 20)
    for (const text of printed) assert.notMatch(text, bird)
    const processes = [...seen.values()]
    assert.isTrue(processes.some(isCommand))
    const children = processes.filter((one) => !isCommand(one) && `${one.line} ${one.cwd}`.includes(folder))
    assert.isAtLeast(children.filter(({ line }) => line.startsWith("java ")).length, 2)
    const secrets = keptSecrets()
    assert.isAbove(secrets.length, 8)
    for (const { line } of processes) {
      assert.notMatch(line, bird)
      assert.deepStrictEqual(
        secrets.filter((secret) => line.includes(secret)),
        [],
        "on a command line"
      )
    }
    for (const { line, environment } of children) assert.notMatch(environment, bird, line)
    // The pipeline with metrics has the store's password among its settings.
    for (const { environment } of processes.filter(({ line }) => !line.includes("--metrics")))
      assert.deepStrictEqual(
        secrets.filter((secret) => environment.includes(secret)),
        [],
        "in an environment"
      )

    // Stores move their files while they run: their files are read after they have stopped.
    const besides = readdirSync(data).filter((name) => name !== "clickhouse" && name !== "kafka")
    for (const name of besides) assert.deepStrictEqual(withBird(files(join(data, name))), [], name)
    await stack?.stop()
    const all = files(data)
    assert.deepStrictEqual(withBird(all.filter((file) => !isPartnerTopic(file))), [])
    // The birds are alive where they may be: in the partner's own topic. Otherwise nothing above would prove a thing.
    assert.isNotEmpty(withBird(all.filter(isPartnerTopic)))
  })
})
