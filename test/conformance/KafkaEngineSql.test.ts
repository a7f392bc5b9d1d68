/**
 * The benchmark's rival must do the same job: its SQL against the product's rules, codec and pseudonyms, record by record, on
 * a record for every rule, on texts and numbers at the edges of rules, and on random ones. And the benchmark's own records
 * are what they are said to be.
 */
import { createHmac } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { validate } from "../../ingest/rules/Validate.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { presentRegion } from "../../schemas/Places.ts"
import type { Run } from "../bench/Candidates.ts"
import { differences } from "../bench/Compare.ts"
import {
  allProblems,
  avroColumns,
  isAccepted,
  legFields,
  named,
  personOf,
  storedColumns
} from "../bench/RouteRulesSql.ts"
import { expectedRefusals, partitionOf, partitions, routeMaker } from "../bench/Routes.ts"
import { seededRandom } from "../fault/SeededRandom.ts"
import { brokenRecords, goodRecord, sentAt } from "../fixtures/brokenRecords.ts"
import { full } from "../fixtures/fullRun.ts"
import { shapedRecord, validRecord } from "../property/arbitraryRecord.ts"

type Values = Record<string, unknown>

interface Given {
  readonly record: Values
  readonly key: string
}

const pipelineKey = new Uint8Array(32).fill(9)

/** Each on one side of an edge of some rule, or no ordinary text at all. */
const texts = [
  "",
  " ",
  "\u2003\ufeff\u000b",
  "CASE-1",
  "x".repeat(128),
  "x".repeat(129),
  "😀".repeat(64),
  "😀".repeat(65),
  "a".repeat(64),
  "A1".repeat(16),
  "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  "a b@c.example",
  "@handle",
  "see\u00a0@имя",
  "x@handle",
  "HTTPS://example",
  "httpſ://example",
  "www.example",
  "awww.example",
  "+7 (495) 123-45-67",
  "8 (495) 123-45-67",
  "8\u00a0495\u00a0123-45-67",
  "12.05.1987",
  "1987-05-12",
  "x1987-05-12",
  "4509 123456",
  "45 09\u2009123456",
  "DE89 3704 0044 0532 0130 00",
  "55.755, 37.617",
  "Анна Иванова",
  "Anna Maria-Luisa",
  "Иванова А. Б.",
  "Anna",
  "O'Neil Anna",
  "quote ' and \\ and \n line",
  "FMP-1",
  "fmp-1",
  "F",
  "FMP-12345678901234567",
  "FMP-123456789012345678",
  "AB1234567",
  "KAZ-ALM-4",
  "KZ-ALMATY-123",
  "KZ-ALMATY-1234",
  "QQ-ALM-4",
  "KAZ-ALM-4\n",
  "FMP-٣"
]
const regions = [
  "RU-MOS",
  "RU-MOS-1",
  "RU-XYZ",
  "RU",
  "-",
  "",
  "KZ-ALM",
  "KZ-ALM-X",
  "DE-BE",
  "DE-BE-1",
  "DE-BEEE",
  "de-be",
  "QQ-1",
  "NA-KH",
  "UA-30"
]
const numbers = [-2_147_483_648, -1, 0, 1, 12, 13, 50, 99, 100, 1989, 1990, 2025, 2026, 2027, 2100, 2101, 275_760]
const codes = ["RUS", "UKR", "KAZ", "DEU", "NAM", "Origin", "Transit", "Destination", "Bus", "Incoming", "XYZ", ""]

/** Changes up to three values of a good record to ones at the edges. */
const edged = fc
  .tuple(
    validRecord.route,
    fc.array(
      fc.record({
        leg: fc.nat(5),
        field: fc.constantFrom(
          "recordId",
          "revision",
          "caseReference",
          "researchUseConsent",
          "citizenship",
          "movement",
          "country",
          "region",
          "role",
          "year",
          "month",
          "transport",
          "borderCrossing",
          "flowMonitoringPoint",
          "intended",
          "repeat",
          "many"
        ),
        text: fc.constantFrom(...texts),
        region: fc.constantFrom(...regions),
        number: fc.constantFrom(...numbers),
        code: fc.constantFrom(...codes),
        flag: fc.boolean(),
        none: fc.nat(4)
      }),
      { minLength: 1, maxLength: 3 }
    )
  )
  .map(([good, changes]) => {
    const record = structuredClone(good)
    const legs = record["legs"] as Array<Values>
    for (const change of changes) {
      const { field, text, region, number, code, flag } = change
      const optional = <A>(value: A) => (change.none === 0 ? null : value)
      const leg = legs[change.leg % legs.length] as Values
      if (field === "recordId" || field === "caseReference") record[field] = text
      else if (field === "revision") record[field] = number
      else if (field === "researchUseConsent") record[field] = flag
      else if (field === "citizenship") record[field] = Array.from({ length: change.leg * 2 }, () => code)
      else if (field === "movement") record[field] = optional(code)
      else if (field === "region") leg[field] = optional(region)
      else if (field === "month") leg[field] = optional(number)
      else if (field === "year") leg[field] = number
      else if (field === "flowMonitoringPoint") leg[field] = optional(text)
      else if (field === "intended") leg[field] = flag
      else if (field === "country" || field === "role") leg[field] = code
      else if (field === "repeat") legs.push({ ...leg, intended: flag })
      else if (field === "many") while (legs.length < 31 + change.leg) legs.push({ ...leg })
      else leg[field] = optional(code)
    }
    return record
  })

const withKey = (record: Values, n: number): Given => {
  const id = String(record["recordId"])
  return { record, key: n % 7 === 0 ? id.toUpperCase() : n % 31 === 0 ? `${id}x` : id }
}

const given: ReadonlyArray<Given> = [
  ...brokenRecords.filter(({ kind }) => kind === "route").map(({ record }) => record),
  ...texts.map((text) => goodRecord("route", { caseReference: text })),
  ...fc.sample(validRecord.route, { numRuns: full ? 3000 : 400, seed: 1 }),
  ...fc.sample(edged, { numRuns: full ? 20_000 : 2500, seed: 2 }),
  ...fc.sample(shapedRecord("route"), { numRuns: full ? 3000 : 300, seed: 3 })
].map(withKey)

/** The product's result in the form of the SQL's. */
const expected = ({ record, key }: Given) => {
  const problems = validate("route", record, sentAt)
  const id = String(record["recordId"]).toLowerCase()
  const all = problems.length === 0 && key.toLowerCase() !== id ? [{ code: "key-mismatch", path: "" }] : problems
  return all.map(({ code, path }) => `${code} ${path}`).sort()
}

/** The stored columns of an accepted record, except the person. */
const rowOf = (record: Values) => {
  const legs = record["legs"] as ReadonlyArray<Values>
  const column = (field: string) => [`legs.${field}`, legs.map((leg) => leg[field])] as const
  const region = (code: string | null) => {
    const first = code?.split("-").slice(0, 2).join("-")
    return first === undefined ? null : (presentRegion(first) ?? first)
  }
  return {
    citizenship: [...new Set(record["citizenship"] as ReadonlyArray<string>)].sort(),
    movement: record["movement"],
    ...Object.fromEntries(legFields.map(column)),
    "legs.region": legs.map((leg) => region(leg["region"] as string | null))
  }
}

/** RFC 4122's way of writing the first 128 bits of the HMAC. */
const personOfCase = (reference: string) =>
  createHmac("sha256", pipelineKey)
    .update(reference, "utf8")
    .digest("hex")
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")

interface Answer {
  readonly n: number
  readonly accepted: number
  readonly problems: ReadonlyArray<string>
  readonly row: string
  readonly person: string
}

const stored = Object.entries(storedColumns).filter(([name]) => !["record_id", "revision"].includes(name))

const ask = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  yield* warehouse.command("CREATE DATABASE asked")
  yield* warehouse.command(
    `CREATE TABLE asked.record (n UInt32, _key String, _timestamp_ms Nullable(DateTime64(3, 'UTC')), ${avroColumns}) ENGINE = Memory`
  )
  const at = new Date(sentAt).toISOString().slice(0, -1).replace("T", " ")
  yield* warehouse.insert(
    "asked.record",
    given.map(({ record, key }, n) => ({ ...record, n, _key: key, _timestamp_ms: at })),
    { token: "" }
  )
  return yield* warehouse.query<Answer>(
    `WITH ${named}
     SELECT n, ${isAccepted} AS accepted,
            if(accepted, [], arraySort(arrayMap(p -> concat(p.1, ' ', p.2), ${allProblems}))) AS problems,
            toJSONString(map(${stored.map(([name, sql]) => `'${name}', toJSONString(${sql})`).join(", ")})) AS row,
            toString(${personOf(pipelineKey)}) AS person
     FROM asked.record ORDER BY n`,
    { settings: { max_query_size: 4_194_304 } }
  )
})

const inFolder = <A>(effect: Effect.Effect<A, unknown, Warehouse>) => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-engine-sql-"))
  return effect.pipe(
    Effect.provide(EmbeddedWarehouse.layer(join(folder, "store"))),
    Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
  )
}

describe("the Kafka engine's SQL", () => {
  it.effect(`agrees with the rules on ${given.length} records, and stores what the pipeline stores`, () =>
    Effect.gen(function* () {
      const answers = yield* inFolder(ask)
      assert.lengthOf(answers, given.length)
      const codesSeen = new Set<string>()
      let accepted = 0
      for (const [n, answer] of answers.entries()) {
        const one = given[n] as Given
        const problems = expected(one)
        assert.deepStrictEqual(answer.problems, problems, JSON.stringify(one))
        assert.strictEqual(Boolean(answer.accepted), problems.length === 0, JSON.stringify(one))
        for (const problem of problems) codesSeen.add(problem.split(" ")[0] as string)
        if (problems.length > 0) continue
        accepted++
        const row = JSON.parse(answer.row) as Record<string, string>
        const values = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, JSON.parse(value)]))
        assert.deepEqual(values, rowOf(one.record), JSON.stringify(one))
        assert.strictEqual(answer.person, personOfCase(String(one.record["caseReference"])))
      }
      assert.isAbove(accepted, 300)
      // Each rule of a route was broken by some record.
      for (const { kind, code } of brokenRecords) if (kind === "route") assert.include([...codesSeen], code)
      for (const code of ["key-mismatch", "direct-identifier", "case-reference-empty", "record-id-malformed"])
        assert.include([...codesSeen], code)
    })
  )
})

describe("the benchmark's records", () => {
  const count = 20_000
  const make = routeMaker(7)
  const made = Array.from({ length: count }, make)

  it("break the rules that they are meant to break, and no other", () => {
    const now = Date.UTC(2026, 10, 24)
    for (const { record, fault } of made)
      assert.deepStrictEqual(
        validate("route", record as unknown as Values, now),
        fault === undefined ? [] : [fault],
        JSON.stringify(record)
      )
  })

  it("have the shares that are promised", () => {
    const share = (code: string) => made.filter(({ fault }) => fault?.code === code).length / count
    assert.strictEqual(share("country-unknown"), 0.01)
    assert.strictEqual(share("leg-origin-missing"), 0.01)
    assert.strictEqual(share("consent-missing"), 0.01)
    assert.strictEqual(made.filter(({ fault }) => fault !== undefined).length, expectedRefusals(count))
    const cases = new Set(made.map(({ record }) => record.caseReference)).size
    assert.approximately(cases / count, 0.4, 0.01)
    const legs = made.flatMap(({ record }) => record.legs)
    assert.approximately(legs.length / count, 3, 0.05)
    assert.approximately(legs.filter(({ region }) => region !== null).length / legs.length, 0.5, 0.03)
    assert.lengthOf(new Set(made.map(({ record }) => record.recordId)), count)
  })

  it("are the same for the same seed, and spread evenly with their faults", () => {
    const again = routeMaker(7)
    assert.deepStrictEqual(Array.from({ length: 100 }, again), made.slice(0, 100))
    for (let partition = 0; partition < partitions; partition++) {
      const own = made.filter((_, n) => partitionOf(n) === partition)
      assert.lengthOf(own, count / partitions)
      const faults = own.filter(({ fault }) => fault !== undefined).length
      assert.approximately(faults / own.length, 0.037, 0.01)
    }
    assert.isBelow(seededRandom(7).next(), 1)
  })
})

describe("the benchmark's comparison", () => {
  const contents = { accepted: 963, acceptedHash: "1", refused: 37, refusedHash: "2" }
  const run = (candidate: Run["candidate"], changes: Partial<Run["contents"]> = {}): Run => ({
    candidate,
    round: 1,
    records: 1000,
    wallSeconds: 1,
    seconds: 1,
    cpuSeconds: 1,
    peakMegabytes: 1,
    contents: { ...contents, ...changes }
  })

  it("reports no difference if all rows agree, and otherwise names the candidate", () => {
    assert.deepStrictEqual(differences([run("product"), run("plain")], 1000), [])
    for (const changes of [{ accepted: 962 }, { refused: 38 }, { acceptedHash: "3" }, { refusedHash: "3" }]) {
      const found = differences([run("product"), run("plain", changes)], 1000)
      assert.lengthOf(found, 1)
      assert.include(found[0] ?? "", "plain in round 1")
    }
  })
})
