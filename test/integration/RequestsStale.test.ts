import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { append, readLedger } from "../../release/ledger/Ledger.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { requestsIn } from "../../release/requests/Request.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { operator, policy, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { temporaryFolder } from "./TestStack.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["MDA", "RUS", 2004, 125, 6],
  ["MDA", "POL", 2004, 30, 5],
  ["MDA", "FIN", 2004, 4, 4],
  ["UKR", "RUS", 2004, 60, 5]
]
const pia = policy("pia")

const inStore = <A, E>(name: string, test: Effect.Effect<A, E, Stores | Queries | Requests | Scope.Scope>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder(name)
    return yield* Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart(rows)
      yield* createVintage()
      return yield* test.pipe(Effect.provide([Queries.layerTest, Requests.layerTest]))
    }).pipe(Effect.provide(embeddedStores(folder)))
  }).pipe(Effect.scoped)

/** A request of all destinations from Moldova, approved by two. */
const approved = Effect.gen(function* () {
  const queries = yield* Queries
  for (const who of [{ person: "pia" }, { person: "Rob" }, { project: "q" }]) yield* queries.grant(who, 5)
  const requests = yield* Requests
  const { request } = yield* requests.draft(pia, { subject: "journeys", from: ["Moldova"], each: ["to"] })
  assert.strictEqual((yield* requests.move(pia, { request, move: "submit" })).state, "checked")
  for (const by of ["ole", "ola"]) yield* requests.move(reviewer(by), { request, move: "approve" })
  return request
})

const shown = (cells: ReadonlyArray<{ readonly labels: ReadonlyArray<string>; readonly shown: object }>) =>
  cells.map((cell) => [cell.labels[1], "victims" in cell.shown ? cell.shown.victims : "suppressed"])

describe("a request that was approved", () => {
  it.live("is checked again after another disclosure, and must be approved again", () =>
    inStore(
      "requests-stale",
      Effect.gen(function* () {
        const requests = yield* Requests
        const request = yield* approved
        assert.deepStrictEqual(shown((yield* requests.figures(reviewer("ole"), request)).cells), [
          ["FIN", "suppressed"],
          ["POL", 30],
          ["RUS", 125]
        ])
        // A researcher gets Moldova's total: with it, the approved answer would disclose Finland's four.
        const choice = choiceOf({ table: "flows", by: ["origin"], where: { origin: "MDA" } })
        const disclosed = yield* Effect.flatMap(Queries, (queries) =>
          queries.ask({ person: "Rob", project: "q", choice, profile: defaultProfile })
        )
        assert.strictEqual(disclosed.cells[0]?.shown.state, "published")
        const back = yield* requests.move(operator("oli"), { request, move: "publish" })
        assert.deepInclude(back, { state: "checked", release: undefined })
        assert.deepStrictEqual(
          back.moves.slice(-2).map(({ move, by }) => [move, by]),
          [
            ["return", "machine"],
            ["pass", "machine"]
          ]
        )
        const now = shown((yield* requests.figures(reviewer("ole"), request)).cells)
        assert.strictEqual(now.filter(([, figure]) => figure === "suppressed").length, 2)
        // Both review again, also the one who had approved; then it is published.
        for (const by of ["ole", "ola"]) yield* requests.move(reviewer(by), { request, move: "approve" })
        const out = yield* requests.move(operator("oli"), { request, move: "publish" })
        assert.strictEqual(out.state, "published")
        const release = yield* Releases.showRelease(out.release as number)
        assert.deepStrictEqual(shown(release.cells), now)
        const states = (yield* Releases.reconcileReleases()).map(({ state }) => state)
        assert.deepStrictEqual(states, ["rejected", "published"])
      })
    )
  )

  it.live("and was interrupted during publication is completed, once", () =>
    inStore(
      "requests-killed",
      Effect.gen(function* () {
        const requests = yield* Requests
        const request = yield* approved
        const [{ choice } = assert.fail()] = requestsIn(yield* readLedger())
        // The state after a kill between the release's proposal and its second approval.
        const { release } = yield* Releases.createRelease({ author: pia, profile: defaultProfile, choices: [choice] })
        yield* Releases.moveRelease({ release, move: "approve", by: reviewer("ole") })
        const out = yield* requests.move(operator("oli"), { request, move: "publish" })
        assert.deepInclude(out, { state: "published", release })
        assert.strictEqual((yield* Releases.reconcileReleases()).length, 1)
        // An unauthorised move changes nothing, even if it is in the ledger.
        const body = { kind: "request-move" as const, request, move: "return" as const, by: "machine", reason: "" }
        yield* append(() => Effect.succeed(body))
        assert.strictEqual((yield* requests.find(pia, request)).state, "published")
      })
    )
  )
})
