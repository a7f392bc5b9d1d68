/** After a question was answered, a release was made and a linkage round was stored, `erase` leaves no mark of the person in any file or table. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs"
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect, Layer } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import { eraseCase } from "../../infra/erasure/EraseCase.ts"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { referencesOfCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { chainOf, keyedStore, rawKeys, type Services, storeRows, tables } from "../fixtures/keyedRows.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

let world: Awaited<ReturnType<typeof keyedStore>>
beforeAll(async () => {
  world = await keyedStore("erased-marks")
})
afterAll(() => world.close())

const partner = "alpha"
const person = "CANARY-7-LAO"
const recordId = "00000000-0000-4000-8000-000000000001"
const partnerKey = new Uint8Array(32).fill(5)

const others: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2024, 60, 5],
  ["MDA", "RUS", 2024, 80, 6]
]
/** A route that only this person makes. */
const theirs: RouteRow = ["LAO", "ISL", 2024, 1, 1]

const noLog = Layer.merge(Layer.mock(EventLog, {}), Layer.mock(EventLogAdmin, {}))
const run = <A, E>(effect: Effect.Effect<A, E, Services | Queries>) =>
  world.run(Effect.provide(effect, Queries.layerTest))

/** A UUID as ClickHouse stores it: two little-endian words. */
const stored = (uuid: string): Buffer => {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex")
  return Buffer.concat([bytes.subarray(0, 8).reverse(), bytes.subarray(8).reverse()])
}

const filesBelow = (root: string): ReadonlyArray<string> =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => join(root, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())

/** Every row of every table of both stores, as text, but the table of withdrawals. */
const allRows = Effect.gen(function* () {
  const [warehouse, state] = [yield* Warehouse, yield* StateStore]
  const found = yield* warehouse.query<{ full: string }>(
    "SELECT concat(database, '.', name) AS full FROM system.tables WHERE database LIKE 'corridor%' AND engine LIKE '%MergeTree' AND name != 'withdrawal'"
  )
  const rows = yield* Effect.forEach(found, ({ full }) => warehouse.query(`SELECT * FROM ${full}`))
  const kept = yield* state.query<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'", [])
  const states = yield* Effect.forEach(kept, ({ name }) => state.query<object>(`SELECT * FROM ${name}`, []))
  return [...rows, ...states].flat().map((row) => JSON.stringify(row))
})

it("after a question, a release and a linkage round, marks are in the log and the table of withdrawals only", async () => {
  const marks = await run(
    Effect.gen(function* () {
      yield* (yield* KeyStore).create(partner)
      yield* setRoutesMart(others)
      yield* createVintage()
      yield* storeRows(partner, rawKeys(world.keys, partner), [{ table: tables[1], id: 1, reference: person }])
      const warehouse = yield* Warehouse
      yield* warehouse.command(`ALTER TABLE ${tables[1]} UPDATE loaded_at = now() WHERE 1 SETTINGS mutations_sync = 2`)
      yield* setRoutesMart([...others, theirs])
      yield* createVintage()
      const queries = yield* Queries
      yield* queries.grant({ person: "Rae Researcher" }, 5)
      yield* queries.grant({ project: "Baltic" }, 5)
      const choice = choiceOf({ table: "flows", by: ["origin", "year"] })
      const { cells } = yield* queries.ask({
        person: "Rae Researcher",
        project: "Baltic",
        choice,
        profile: defaultProfile
      })
      assert.isTrue(cells.some(({ shown }) => shown.state === "published"))
      const { release } = yield* Releases.createRelease({ author: analyst("Ada Author"), profile: defaultProfile })
      for (const by of ["Bo Reviewer", "Cy Reviewer"])
        yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
      yield* warehouse.insert(
        "corridor_raw.linkage_history",
        [
          {
            round: "spring",
            partner_id: partner,
            history: "NGO",
            year: "2024",
            persons: 20,
            at_partner: 20,
            linked_at: "2026-03-01 12:00:00"
          }
        ],
        { token: "" }
      )
      const chain = yield* Effect.promise(() => chainOf(rawKeys(world.keys, partner), person))
      assert.isTrue((yield* allRows).some((row) => row.includes(chain[0] as string)))
      return { chain, counted: (yield* allRows).filter((row) => /LAO.*ISL.*2024.*\b1\b/.test(row)).length }
    })
  )
  assert.isAbove(marks.counted, 0)
  const { remains } = await run(
    eraseCase({
      partner,
      references: [...referencesOfCase(partnerKey, person), person],
      keysFolder: world.folder,
      rebuild: setRoutesMart(others),
      deletesMessages: false,
      hasLog: false,
      isStoreHere: true,
      isStateElsewhere: false
    }).pipe(Effect.provide(noLog))
  )
  for (const place of ["corridor_raw.linkage_history", "published releases, and answers to queries and requests"])
    assert.isTrue(
      remains.some((one) => one.place.startsWith(place)),
      place
    )
  const texts = [person, recordId, ...marks.chain]
  const rows = await run(allRows)
  for (const text of texts) assert.isFalse(rows.some((row) => row.includes(text)))
  // Published cells name the route; none has its count.
  const ofRoute = rows.filter((row) => row.includes("LAO") && row.includes("ISL"))
  for (const row of ofRoute) assert.notMatch(row, /LAO\W+ISL\W+2024\W+1\b/)
  const bytes = [...texts.map((text) => Buffer.from(text)), ...[recordId, ...marks.chain].map(stored)]
  const found = filesBelow(world.folder).filter((file) => {
    const content = readFileSync(file)
    return bytes.some((mark) => content.includes(mark))
  })
  const withdrawal = realpathSync(join(world.folder, "clickhouse", "data", "corridor_raw", "withdrawal"))
  const isKnown = (file: string) => file.endsWith("/withdrawals.jsonl") || realpathSync(file).startsWith(withdrawal)
  assert.isTrue(found.some((file) => realpathSync(file).startsWith(withdrawal)))
  assert.deepStrictEqual(
    found.filter((file) => !isKnown(file)),
    []
  )
})
