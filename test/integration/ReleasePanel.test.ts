import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readReleases } from "../../release/published/readPublished.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { makeRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { temporaryFolder } from "./TestStack.ts"

/** Four partners report from 2003 to 2006, each as many persons from Ukraine to Russia a year; `joins` begins in May 2005. */
const persons = { a: 20, b: 25, c: 30, d: 15 }
const years = [2003, 2004, 2005, 2006]

const setMarts = Effect.fn(function* (ceased?: string) {
  const warehouse = yield* Warehouse
  yield* makeRoutesMart()
  const routes = [...Object.entries(persons), ["joins", 23] as const].flatMap(([partner_id, victims]) =>
    years.flatMap((year) =>
      (partner_id === "joins" && year < 2005) || (partner_id === ceased && year > 2004)
        ? []
        : ["RUS", "POL"].map((destination) => ({
            ...{ partner_id, corridor: `UKR > ${destination}`, path: ["UKR", destination], origin: "UKR", destination },
            ...{ year, victims, invented: 0 }
          }))
    )
  )
  yield* warehouse.insert("corridor_mart.partner_routes", routes, { token: "" })
  yield* warehouse.command(
    "CREATE OR REPLACE TABLE corridor_mart.coverage (partner_id String, record_kind String, year UInt16, month UInt8, state String, persons UInt64, invented UInt8) ENGINE = MergeTree ORDER BY partner_id"
  )
  const months = [...Object.keys(persons), "joins"].flatMap((partner_id) =>
    years.flatMap((year) =>
      Array.from({ length: 12 }, (_, m) => ({ partner_id, record_kind: "route", year, month: m + 1 })).filter(
        ({ month }) =>
          !(partner_id === "joins" && year * 12 + month < 2005 * 12 + 5) && !(partner_id === ceased && year > 2004)
      )
    )
  )
  yield* warehouse.insert(
    "corridor_mart.coverage",
    months.map((one) => ({ ...one, state: "reported", persons: 1, invented: 0 })),
    { token: "" }
  )
  return yield* createVintage()
})

const publish = Effect.fn(function* (tables: ReadonlyArray<string>) {
  const { release } = yield* Releases.createRelease({
    author: analyst("Ada Author"),
    profile: defaultProfile,
    choices: tables.map((table) => choiceOf({ table }))
  })
  for (const by of ["Bo Reviewer", "Cy Reviewer"])
    yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
  return yield* Releases.showRelease(release)
})

const figures = ({ cells }: Effect.Success<ReturnType<typeof publish>>, choice: number) =>
  new Map(
    cells.flatMap((cell) =>
      cell.choice === choice
        ? [[cell.labels.join(" "), cell.shown.state === "published" ? cell.shown.victims : cell.shown.state] as const]
        : []
    )
  )

describe("releases of a constant panel", () => {
  it.live("publish the partners that reported throughout, and refuse a panel of other partners later", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-panel")
      const test = Effect.gen(function* () {
        yield* setMarts()
        const shown = yield* publish(["flows", "flows_panel"])
        const [all, panel] = [figures(shown, 0), figures(shown, 1)]
        for (const year of years) assert.strictEqual(panel.get(`UKR RUS ${year} Constant`), 90)
        assert.deepStrictEqual([all.get("UKR RUS 2004"), all.get("UKR RUS 2006")], [90, "suppressed"])
        const { releases } = yield* readReleases()
        assert.strictEqual(
          releases[0]?.pages["reporting.csv"],
          "record_kind,month,partners\nroute,2003-01,4\nroute,2005-05,5\nroute,throughout,4\n"
        )
        yield* setMarts("d")
        const refused = yield* Effect.flip(publish(["flows_panel"]))
        assert.include(refused.message, "The partners of the constant panel of routes have changed since vintage 1")
        yield* publish(["flows"])
      })
      yield* migrate().pipe(Effect.andThen(test), Effect.provide(embeddedStores(folder)))
    }).pipe(Effect.scoped)
  )
})
