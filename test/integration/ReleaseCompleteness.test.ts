import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { readReleases } from "../../release/published/readPublished.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { corridorTrends } from "../../site/trends/corridorTrends.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { lastMonth as last, monthName, setLoadingDelays } from "../fixtures/loadingDelays.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { temporaryFolder } from "./TestStack.ts"

const thisYear = Math.floor(last / 12)
/** The same number each year, and a part of it in the year that is not complete. */
const routes = Array.from({ length: 14 }, (_, i): RouteRow => ["UKR", "RUS", thisYear - 13 + i, i === 13 ? 24 : 240, 4])

describe("releases whose last months are not complete", () => {
  it.live("say from when on, and with which shares; trends do not count the year", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-completeness")
      const test = Effect.gen(function* () {
        yield* setRoutesMart(routes)
        yield* setLoadingDelays([{ kind: "route", partners: ["a", "b", "c", "d"], records: [10, 6, 4] }])
        yield* createVintage()
        const { release } = yield* Releases.createRelease({
          author: analyst("Ada Author"),
          profile: defaultProfile,
          choices: [choiceOf({ table: "flows" })]
        })
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
        const published = (yield* readReleases()).releases[0]
        const page = published?.pages["completeness.csv"] ?? ""
        assert.match(page, /^record_kind,month,expected_share,low,high,paused\n/)
        assert.notMatch(page, /\b[a-d]\b/)
        assert.deepStrictEqual(
          published?.incomplete.map(({ kind, month }) => [kind, month]),
          [last - 1, last, last + 1].map((month) => ["route", month])
        )
        const [two, one, none] = published?.incomplete ?? []
        // 80 and 50 % by the end of last month; part of this month's loading is there, too.
        for (const [found, low, high] of [
          [two, 0.8, 1],
          [one, 0.5, 0.8]
        ] as const) {
          assert.isAtLeast(found?.arrived?.share ?? 0, low)
          assert.isAtMost(found?.arrived?.share ?? 2, high)
        }
        assert.isUndefined(none?.arrived)
        assert.include(
          published?.pages["COVERAGE.md"],
          `Not complete yet: route records from ${monthName(last - 1)} on.`
        )
        const { notCounted } = yield* publishedFlows()
        assert.deepStrictEqual(notCounted, { from: last - 1, pauses: [] })
        const [trend] = yield* corridorTrends(undefined, undefined)
        const counted = Math.floor((last - 1) / 12) - (thisYear - 13)
        assert.strictEqual(trend?.published, counted)
        assert.include(trend?.words, "of which records are still expected")
      })
      yield* migrate().pipe(Effect.andThen(test), Effect.provide(embeddedStores(folder)))
    }).pipe(Effect.scoped)
  )
})
