import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { contributedEditions } from "../../infra/portal/contributedEditions.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { eraseFromVintages } from "../../release/vintage/eraseFromVintages.ts"
import { listVintages } from "../../release/vintage/Vintages.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRouteDetails, setRoutesMart } from "../fixtures/routesMart.ts"
import { temporaryFolder } from "./TestStack.ts"

const uuid = (record: number) => `00000000-0000-4000-8000-${String(record).padStart(12, "0")}`

const [before, after] = ["2020-01-01 00:00:00", "2100-01-01 00:00:00"]

const victim = (partner_id: string, record: number, loaded_at: string, revision = 0) => ({
  ...{ partner_id, record_id: uuid(record), revision, person: uuid(record), key_version: 1, gender: null },
  ...{ riskGroups: [], loaded_at }
})

const routes: ReadonlyArray<RouteRow> = [["UKR", "RUS", 2004, 60, 5]]

const coverage =
  "CREATE TABLE corridor_mart.coverage (partner_id String, record_kind String, year UInt16, month UInt8, state String, records UInt64, persons UInt64, invented UInt8) ENGINE = MergeTree ORDER BY partner_id"

describe("the editions that a partner contributed to", () => {
  it.live(
    "are as before when a person of another partner withdraws: nobody learns of it, or when the person's records came",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder("contributed")
        yield* Effect.gen(function* () {
          const warehouse = yield* Warehouse
          yield* setRoutesMart(routes, 1)
          yield* setRouteDetails(
            routes,
            { months: () => [1], places: ([origin, destination]) => [origin, destination] },
            1
          )
          yield* warehouse.command(coverage)
          yield* warehouse.insert(
            "corridor_mart.coverage",
            ["p01", "p02", "p03", "p04", "p05"].map((partner_id) => ({
              ...{ partner_id, record_kind: "route", year: 2004, month: 1 },
              ...{ state: "reported", records: 12, persons: 12, invented: 1 }
            })),
            { token: "" }
          )
          const load = (rows: ReadonlyArray<ReturnType<typeof victim>>) =>
            warehouse.insert("corridor_raw.victim_record", rows, { token: "" })
          yield* load([1, 2, 3].map((record) => victim("p01", record, before)))
          assert.isTrue(yield* releaseDemonstration())
          // A correction after the edition is of a record that is in it; a new record is not.
          yield* load([victim("p01", 3, after, 1), victim("p01", 4, after), victim("p02", 5, after)])
          const shown = yield* contributedEditions("p01")
          assert.deepStrictEqual(
            shown.map(({ edition, kinds }) => ({ edition, kinds })),
            [{ edition: "main 1", kinds: [{ kind: "victim", records: 3 }] }]
          )
          assert.deepStrictEqual(yield* contributedEditions("p02"), [])
          const erased = yield* eraseFromVintages([{ since: "2000-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" }])
          assert.include(
            erased.flatMap(({ marts }) => marts),
            "coverage"
          )
          assert.deepStrictEqual(
            (yield* listVintages()).flatMap(({ marts }) => marts),
            []
          )
          assert.deepStrictEqual(yield* contributedEditions("p01"), shown)
          assert.deepStrictEqual(yield* contributedEditions("p02"), [])
        }).pipe(Effect.provide(embeddedStores(folder)))
      })
  )
})
