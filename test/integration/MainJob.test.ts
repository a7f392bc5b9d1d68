/**
 * The main job from end to end, as its users do it, on real figures: UNODC GLOTIP's detected victims by citizenship and detecting country
 * are sent as records of several partners over Kafka, and the marts have the same counts, cell by cell. The ordinary run leaves out most of
 * the rows with large counts; the full run sends all 107,000 records.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parse } from "csv-parse/sync"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { full, rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { sharedData } from "../fixtures/sharedData.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { offsetsToStart, produceOldVersion, query } from "./inside.ts"

vi.mock("@corridor/dbt-ts/Transform", async () => (await import("../fixtures/fewerMarts.ts")).buildOnly("+flows"))

const whole = fileURLToPath(sharedData("glotip_od.csv"))
const folder = testFolder("main")
const counts = full ? whole : join(folder, "counts.csv")
const data = join(folder, "data")
const options: CliOptions = { data }
const partners = ["glotip-a", "glotip-b", "glotip-c"]

let stack: LightStack | undefined
/** Records that the first test sent. */
let sent = 0
/** Rows of the table without most of those with large counts; one with a thousands separator and one of each label stay. */
const withoutLargeCounts = () => {
  const labels = new Set<string>()
  let separators = 0
  const rows = parse(readFileSync(whole), { raw: true }) as unknown as ReadonlyArray<{
    readonly raw: string
    readonly record: ReadonlyArray<string>
  }>
  return rows
    .filter(({ record: [, , label = "", , value = ""] }) => {
      const isFirst = !labels.has(label)
      labels.add(label)
      return isFirst || !/\d{2}/.test(value) || (value.includes(",") && separators++ === 0)
    })
    .map(({ raw }) => raw)
    .join("")
}

beforeAll(async () => {
  if (!existsSync(whole)) return
  if (!full) writeFileSync(counts, withoutLargeCounts())
  stack = await startLightStack(data)
})
afterAll(() => stack?.stop())

interface Submitted {
  readonly submission: string
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
  readonly sent: number
}
interface Flow {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly month: number | null
  readonly victims: number
  readonly records: number
}

/** The labels' countries, typed and reviewed by hand. */
const reviewed = new Map(
  (
    parse(readFileSync(join(import.meta.dirname, "../unit/fixtures/glotip-labels.csv")), {
      columns: true
    }) as ReadonlyArray<{ label: string; alpha3: string }>
  ).map((row) => [row.label, row.alpha3])
)

/** Published counts by origin, destination and year, summed here from the table itself. */
const published = () => {
  const sums = new Map<string, number>()
  const rows = parse(readFileSync(counts), { columns: true }) as ReadonlyArray<Record<string, string>>
  for (const { Category, Iso3_code, Year, txtVALUE } of rows) {
    const origin = reviewed.get(Category ?? "") ?? ""
    if (origin === "" || txtVALUE === "<5" || txtVALUE === "") continue
    const cell = `${origin}>${Iso3_code}@${Year}`
    sums.set(cell, (sums.get(cell) ?? 0) + Number((txtVALUE ?? "").replaceAll(",", "")))
  }
  for (const [cell, n] of sums) if (n === 0) sums.delete(cell)
  return sums
}

const byCell = (rows: ReadonlyArray<Flow>) =>
  new Map(rows.map((row) => [`${row.origin}>${row.destination}@${row.year}`, row]))
/** The mart as the command line shows it. */
const shownFlows = async () =>
  byCell(
    (await runJson<{ show: ReadonlyArray<Flow> }>(["transform", "show", "--select", "flows", "--limit", "-1"], options))
      .show
  )
const flows = async () =>
  byCell(
    await query<Flow>(
      data,
      "SELECT origin, destination, year, month, toFloat64(victims) AS victims, toFloat64(records) AS records FROM corridor_mart.flows"
    )
  )

/** In the ordinary run `flows` and what it is made of, in the full run all marts with their tests. */
const buildFlows = () => runJson(["transform", "build", "--exclude-resource-type", "unit_test"], options)

const rowsEverywhere = async () =>
  (
    await query<{ name: string; n: number }>(
      data,
      "SELECT concat(database, '.', name) AS name, toFloat64(total_rows) AS n FROM system.tables WHERE database IN ('corridor_raw', 'corridor_mart') AND total_rows IS NOT NULL ORDER BY name"
    )
  ).map(({ name, n }) => `${name} ${n}`)

describe.skipIf(!existsSync(whole))("the main job", { meta: { needs: "the shared tables" } }, () => {
  it("expand, submit, ingest, build: the mart equals the published counts, cell by cell", async () => {
    const out = join(folder, "glotip.ndjson")
    const expanded = await runJson<{ records: number; mapped: number; unmapped: ReadonlyArray<{ label: string }> }>(
      ["demo", "expand", counts, "--out", out, "--partners", "3", "--seed", "11"],
      options
    )
    assert.isAtLeast(expanded.mapped, 215)
    const mappedByHand = [...reviewed.values()].filter((alpha3) => alpha3 !== "").length
    assert.strictEqual(expanded.mapped, mappedByHand)
    assert.deepStrictEqual(
      expanded.unmapped.map(({ label }) => label).sort(),
      [...reviewed]
        .filter(([, alpha3]) => alpha3 === "")
        .map(([label]) => label)
        .sort()
    )

    for (const [i, partner] of partners.entries()) {
      await runJson(["partner", "add", partner, "--type", "NGO", "--name", `Partner ${i}`], options)
      const submitted = await runJson<Submitted>(
        ["submit", join(folder, `glotip.${i + 1}.ndjson`), "--partner", partner],
        options
      )
      assert.strictEqual(submitted.rejected, 0)
      assert.strictEqual(submitted.sent, submitted.rows)
    }
    const ingested = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.deepInclude(ingested, {
      consumed: expanded.records,
      loaded: expanded.records,
      quarantined: 0,
      duplicates: 0
    })
    sent = expanded.records
    await buildFlows()

    const expected = published()
    const built = await shownFlows()
    assert.strictEqual(
      [...expected.values()].reduce((a, b) => a + b, 0),
      expanded.records
    )
    assert.deepStrictEqual([...built.keys()].sort(), [...expected.keys()].sort())
    for (const [cell, count] of expected)
      assert.deepInclude(built.get(cell), { victims: count, records: count, month: null }, cell)
  })

  it("the same records submitted twice and the topic replayed from offset 0: not one row more", async () => {
    const before = await rowsEverywhere()
    const again = await runJson<Submitted>(
      ["submit", join(folder, "glotip.1.ndjson"), "--partner", "glotip-a"],
      options
    )
    const first = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.deepInclude(first, { consumed: again.sent, loaded: 0, quarantined: 0, duplicates: again.sent })
    for (let replay = 0; replay < rounds(1, 2); replay++) {
      await offsetsToStart(data, partners)
      const replayed = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
      const consumed = sent + again.sent
      assert.deepInclude(replayed, { consumed, loaded: 0, quarantined: 0, duplicates: consumed })
    }
    await buildFlows()
    assert.deepStrictEqual(await rowsEverywhere(), before)
  })

  it("a correction with a higher revision replaces the record", async () => {
    const file = join(folder, "correction.ndjson")
    const record = (revision: number, country: string) => ({
      record: "route",
      recordId: "aaaaaaaa-0000-4000-8000-000000000001",
      revision,
      caseReference: "CORRECTED-1",
      researchUseConsent: true,
      legs: [
        { country: "KGZ", role: "Origin", year: 1999 },
        { country, role: "Destination", year: 1999 }
      ]
    })
    for (const [revision, country] of [
      [0, "DEU"],
      [1, "FRA"]
    ] as const) {
      writeFileSync(file, JSON.stringify(record(revision, country)))
      assert.strictEqual((await runJson<Submitted>(["submit", file, "--partner", "glotip-b"], options)).sent, 1)
    }
    await runJson(["ingest", "--until-caught-up"], options)
    await buildFlows()
    const built = await flows()
    assert.isFalse(built.has("KGZ>DEU@1999"))
    assert.deepInclude(built.get("KGZ>FRA@1999"), { victims: 1, records: 1 })
  })

  it("a withdrawn case leaves every table and the marts, and later records of it are refused", async () => {
    const file = join(folder, "withdrawn.ndjson")
    const record = (year: number) => ({
      record: "route",
      caseReference: "WITHDRAWN-1",
      researchUseConsent: true,
      legs: [
        { country: "TJK", role: "Origin", year },
        { country: "RUS", role: "Destination", year }
      ]
    })
    writeFileSync(file, JSON.stringify(record(1995)))
    await runJson(["submit", file, "--partner", "glotip-c"], options)
    await runJson(["ingest", "--until-caught-up"], options)
    await buildFlows()
    assert.isTrue((await flows()).has("TJK>RUS@1995"))

    const { stdout } = await runCli(["withdraw", "--partner", "glotip-c", "--case", "-", "--json"], {
      data,
      stdin: "WITHDRAWN-1\n"
    })
    assert.deepInclude(JSON.parse(stdout), { partner: "glotip-c", erased: 1 })
    assert.isFalse((await flows()).has("TJK>RUS@1995"))
    assert.deepStrictEqual(
      await query(data, "SELECT 1 FROM corridor_raw.route_record WHERE has(`legs.year`, 1995)"),
      []
    )

    writeFileSync(file, JSON.stringify(record(1996)))
    await runJson(["submit", file, "--partner", "glotip-c"], options)
    const later = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.deepInclude(later, { loaded: 0, quarantined: 1 })
    const { quarantine } = await runJson<{
      quarantine: ReadonlyArray<{ partner: string; problems: ReadonlyArray<{ code: string }> }>
    }>(["quarantine", "list"], options)
    assert.deepStrictEqual(
      quarantine.map((entry) => entry.problems.map((p) => p.code)),
      [["case-withdrawn"]]
    )
  })

  it("a WithdrawalRecord through Kafka does the same", async () => {
    const file = join(folder, "by-event.ndjson")
    const route = {
      record: "route",
      caseReference: "WITHDRAWN-2",
      researchUseConsent: true,
      legs: [{ country: "TKM", role: "Origin", year: 1994 }]
    }
    const victim = { record: "victim", caseReference: "WITHDRAWN-2", researchUseConsent: true, registeredOn: "1994-05" }
    writeFileSync(file, [route, victim].map((row) => JSON.stringify(row)).join("\n"))
    await runJson(["submit", file, "--partner", "glotip-c"], options)
    await runJson(["ingest", "--until-caught-up"], options)
    writeFileSync(file, JSON.stringify({ record: "withdrawal", caseReference: "WITHDRAWN-2", requestedOn: "2024" }))
    await runJson(["submit", file, "--partner", "glotip-c"], options)
    await runJson(["ingest", "--until-caught-up"], options)
    assert.deepStrictEqual(
      await query(data, "SELECT 1 FROM corridor_raw.route_record WHERE has(`legs.year`, 1994)"),
      []
    )
    assert.deepStrictEqual(
      await query(data, "SELECT 1 FROM corridor_raw.victim_record WHERE registeredYear = 1994"),
      []
    )
  })

  it("a record of an old version of its schema is loaded with defaults for the missing fields", async () => {
    const leg = (country: string, role: string) => ({
      country,
      region: null,
      role,
      year: 1993,
      month: 4,
      transport: null,
      borderCrossing: null
    })
    await produceOldVersion(data, "glotip-a", {
      recordId: "bbbbbbbb-0000-4000-8000-000000000001",
      revision: 0,
      caseReference: "OLD-1",
      researchUseConsent: true,
      citizenship: ["ARM"],
      legs: [leg("ARM", "Origin"), leg("RUS", "Destination")]
    })
    assert.deepInclude(await runJson<RecordCounts>(["ingest", "--until-caught-up"], options), {
      loaded: 1,
      quarantined: 0
    })
    const rows = await query(
      data,
      "SELECT `legs.country` AS legs, `legs.intended` AS intended, movement FROM corridor_raw.route_record WHERE has(`legs.year`, 1993)"
    )
    assert.deepStrictEqual(rows, [{ legs: ["ARM", "RUS"], intended: [false, false], movement: null }])
  })

  it("a disabled partner can send nothing more, and its records stay", async () => {
    const before = await query(data, "SELECT count() AS n FROM corridor_raw.route_record WHERE partner_id = 'glotip-b'")
    await runJson(["partner", "disable", "glotip-b"], options)
    // A new correction: a repeated one would only return its receipt.
    const file = join(folder, "later.ndjson")
    const earlier = readFileSync(join(folder, "correction.ndjson"), "utf8")
    writeFileSync(file, earlier.replace(/"revision":\d+/, '"revision":99'))
    assert.notStrictEqual(readFileSync(file, "utf8"), earlier)
    const { code, stderr } = await runCli(["submit", file, "--partner", "glotip-b"], options)
    assert.strictEqual(code, 3)
    assert.include(stderr, "Partner glotip-b is disabled, and nothing was sent.")
    assert.notMatch(stderr, /^ +at /m)
    const { partners: listed } = await runJson<{ partners: ReadonlyArray<{ id: string; status: string }> }>(
      ["partner", "list"],
      options
    )
    assert.deepStrictEqual(
      listed.map(({ id, status }) => `${id} ${status}`),
      ["glotip-a enabled", "glotip-b disabled", "glotip-c enabled"]
    )
    assert.deepStrictEqual(
      await query(data, "SELECT count() AS n FROM corridor_raw.route_record WHERE partner_id = 'glotip-b'"),
      before
    )
  })

  it("doctor reports no problem while the stack runs", async () => {
    const { ok } = await runJson<{ ok: boolean }>(["doctor"], options)
    assert.isTrue(ok)
  })
})

describe("the code list of countries", () => {
  it("has Namibia as NA", () =>
    assert.strictEqual(readCodeList("countries").find((row) => row["code"] === "NAM")?.["alpha2"], "NA"))
})
