import { defaultProfile, type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Layer, Schedule } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { TableChoice } from "../../release/catalogue/TableChoice.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { tableCsv } from "../../release/publisher/tableFiles.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { withWrites } from "../fault/stopAtWrite.ts"
import { changeState, type Stores } from "../fixtures/embeddedStores.ts"
import { full, sample } from "../fixtures/fullRun.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { inStore } from "./inStore.ts"

type Row = RouteRow

const setMart = setRoutesMart

const author = analyst("Ada Author")
const create = () => Releases.createRelease({ author, profile: defaultProfile })
const approve = (release: number, by: string) => Releases.moveRelease({ release, move: "approve", by: reviewer(by) })

/** A vintage, and a release of it that two approve. */
const publish = Effect.fn(function* (rows: ReadonlyArray<Row>) {
  yield* setMart(rows)
  yield* createVintage()
  const { release } = yield* create()
  yield* approve(release, "Bo Reviewer")
  return yield* approve(release, "Cy Reviewer")
})

const seen = Effect.map(publishedFlows(), ({ cells }) =>
  cells.map(({ origin, destination, year, state, victims, asOf }) =>
    [origin, destination, year, victims ?? state, ...(asOf === undefined ? [] : ["as of"])].join(" ")
  )
)

const first: ReadonlyArray<Row> = [
  ["UKR", "RUS", 2004, 11, 3],
  ["UKR", "RUS", 2005, 10, 5],
  ["MDA", "RUS", 2004, 7777, 2],
  ["RUS", "FIN", 2005, 40, 4],
  ["NAM", "ZAF", 2005, 90, 4]
]
const firstSeen = [
  "MDA RUS 2004 suppressed",
  "NAM ZAF 2005 90",
  "RUS FIN 2005 40",
  "UKR RUS 2004 11",
  "UKR RUS 2005 suppressed"
]

describe("releases", () => {
  it.live("nothing is published before two others have approved, and then exactly what was audited", () =>
    inStore(
      "release",
      Effect.gen(function* () {
        yield* setMart(first)
        assert.strictEqual((yield* Effect.flip(create()))._tag, "ReleaseRefused")
        const { hash } = yield* createVintage()
        // Builds and withdrawals after the vintage do not change its release.
        yield* setMart([["UKR", "RUS", 2004, 500, 9]])
        const made = yield* create()
        assert.deepStrictEqual([made.release, made.state, made.rows], [1, "held", 5])
        assert.deepStrictEqual(yield* seen, [])
        assert.strictEqual((yield* Effect.flip(create()))._tag, "ReleaseRefused")
        assert.strictEqual((yield* Effect.flip(approve(1, "ada  AUTHOR")))._tag, "ReleaseRefused")
        assert.strictEqual((yield* approve(1, "Bo Reviewer")).state, "reviewed")
        assert.strictEqual((yield* Effect.flip(approve(1, "BO Reviewer")))._tag, "ReleaseRefused")
        assert.deepStrictEqual(yield* seen, [])
        assert.strictEqual((yield* approve(1, "Cy Reviewer")).state, "published")
        assert.deepStrictEqual(yield* seen, firstSeen)
        const { choices, cells, pages } = yield* Releases.showRelease(1)
        const text = tableCsv(choices[0] as TableChoice, cells) + pages.map(([, page]) => page).join()
        assert.include(text, "UKR,RUS,2005,suppressed,,1,,\n")
        assert.include(text, "UKR,RUS,2004,published,11,,,1\n")
        assert.include(text, hash)
        assert.notMatch(text, /7777|,10,/)
        const rows = yield* (yield* Warehouse).query<{ n: number }>(
          "SELECT toFloat64(countIf(state != 'published' AND isNotNull(victims))) AS n FROM corridor_release.cell"
        )
        assert.strictEqual(rows[0]?.n, 0)
      })
    )
  )

  it.live("later releases disclose no small change, mark what stayed, and respect retracted figures", () =>
    inStore(
      "release-later",
      Effect.gen(function* () {
        yield* publish(first)
        yield* publish([
          ["UKR", "RUS", 2004, 14, 3],
          ["UKR", "RUS", 2005, 11, 5],
          ["MDA", "RUS", 2004, 7800, 3],
          ["RUS", "FIN", 2005, 55, 4],
          ["NAM", "ZAF", 2005, 90, 4],
          ["ALB", "ITA", 2005, 4, 4],
          ["ALB", "ITA", 2006, 40, 4]
        ])
        assert.deepStrictEqual(yield* seen, [
          "ALB ITA 2006 40",
          "MDA RUS 2004 7800",
          "NAM ZAF 2005 90 as of",
          "RUS FIN 2005 55",
          "UKR RUS 2004 11 as of",
          "UKR RUS 2005 suppressed"
        ])
        assert.strictEqual((yield* Releases.auditRelease(2))[0]?.changes, 0)
        yield* Releases.moveRelease({ release: 2, move: "retract", by: reviewer("Cy Reviewer"), reason: "sent twice" })
        assert.deepStrictEqual(yield* seen, firstSeen)
        // 55 was published, although it was retracted: 57 would disclose two persons.
        yield* publish([["RUS", "FIN", 2005, 57, 4]])
        assert.include(yield* seen, "RUS FIN 2005 55 as of")
        assert.deepStrictEqual(
          (yield* Releases.reconcileReleases()).map(({ state }) => state),
          ["published", "retracted", "published"]
        )
        const rows = yield* (yield* Warehouse).query("SELECT 1 FROM corridor_release.cell WHERE release = 2")
        assert.strictEqual(rows.length, 6)
      })
    )
  )

  it.live("a retraction counts if the clock was set back since, and beside the second approval", () =>
    inStore(
      "release-retraction",
      Effect.gen(function* () {
        const retract = (release: number) =>
          Releases.moveRelease({ release, move: "retract", by: reviewer("Cy Reviewer"), reason: "sent twice" })
        const clock = yield* Clock.Clock
        const ahead: Clock.Clock = Object.create(clock, {
          currentTimeMillis: { value: Effect.sync(() => Date.now() + 86_400_000) },
          currentTimeMillisUnsafe: { value: () => Date.now() + 86_400_000 }
        })
        yield* Effect.provideService(publish(first), Clock.Clock, ahead)
        assert.deepStrictEqual(yield* seen, firstSeen)
        yield* retract(1)
        assert.deepStrictEqual(yield* seen, [])
        yield* create()
        yield* approve(2, "Bo Reviewer")
        // Refused until it is published, and then at once.
        const retried = Effect.retry(retract(2), { schedule: Schedule.spaced("1 millis") })
        yield* Effect.all([retried, approve(2, "Cy Reviewer")], { concurrency: "unbounded" })
        assert.strictEqual((yield* Releases.reconcileReleases())[1]?.state, "retracted")
        assert.deepStrictEqual(yield* seen, [])
      })
    )
  )

  it.live("a proposal whose table would disclose a small count cannot be approved, by any author", () =>
    inStore(
      "release-bad",
      Effect.gen(function* () {
        yield* publish(first)
        const warehouse = yield* Warehouse
        yield* setMart([["RUS", "FIN", 2005, 42, 4]])
        yield* createVintage()
        // As an engine would that ignores earlier releases: the ledger's entry is valid, the table is not.
        const { keepContent } = yield* Effect.promise(() => import("../../release/vintage/FrozenContent.ts"))
        const { append } = yield* Effect.promise(() => import("../../release/ledger/Ledger.ts"))
        const content = yield* keepContent(['[0,["RUS","FIN","2005"],"published",42,2]'])
        yield* append((entries) => {
          const body = entries.findLast((entry) => entry.body.kind === "proposal")?.body
          assert.isTrue(body?.kind === "proposal")
          return body?.kind === "proposal"
            ? Effect.succeed({ ...body, release: 2, content, rows: 1 })
            : Effect.die("no proposal")
        })
        const found = yield* Effect.flip(Releases.auditRelease(2))
        assert.strictEqual(found._tag, "WouldDisclose")
        assert.match(String(found.message), /^Not published/)
        assert.strictEqual((yield* Effect.flip(approve(2, "Bo Reviewer")))._tag, "WouldDisclose")
        assert.deepStrictEqual(yield* seen, firstSeen)
        assert.isEmpty(yield* warehouse.query("SELECT 1 FROM corridor_release.cell WHERE release = 2"))
        // As if two reviewers had approved it when audits did not find this yet.
        for (const by of ["former-reviewer-1", "former-reviewer-2"])
          yield* append(() =>
            Effect.succeed({ kind: "move" as const, release: 2, move: "approve" as const, by, reason: "" })
          )
        const later = yield* Effect.flip(Releases.auditRelease(2))
        assert.match(later.message, /'release retract 2 .* publish its tables again/)
        yield* Releases.moveRelease({
          release: 2,
          move: "retract",
          by: reviewer("Cy Reviewer"),
          reason: "today's audit"
        })
        const { release } = yield* create()
        yield* approve(release, "Bo Reviewer")
        assert.strictEqual((yield* approve(release, "Cy Reviewer")).state, "published")
        yield* Releases.auditRelease(release)
      })
    )
  )

  it.live("figures of the first versions are read from the table that they had alone", () =>
    inStore(
      "release-first",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const facts = { release: 1, invented: false, profile: "ctdc-11", published_at: "2020-01-01 00:00:00" }
        const flow = { ...facts, origin: "UKR", destination: "RUS", as_of: 1 }
        yield* warehouse.insert(
          "corridor_release.flow",
          [
            { ...flow, year: 2004, state: "published", victims: 58 },
            { ...flow, year: 2005, state: "suppressed", victims: null, as_of: 0 }
          ],
          { token: "" }
        )
        const row = {
          ...facts,
          status: "published",
          vintage: 1,
          content: "",
          ledger: "",
          pages: "{}",
          tables: ["flows"]
        }
        yield* warehouse.insert(
          "corridor_release.release",
          [{ ...row, method: "suppression", changed_at: "2020-01-01 00:00:00.000" }],
          { token: "" }
        )
        assert.deepStrictEqual(yield* seen, ["UKR RUS 2004 58", "UKR RUS 2005 suppressed"])
        const { cells } = yield* publishedFlows({ origin: "UKR", year: 2005 })
        assert.deepStrictEqual(cells, [{ origin: "UKR", destination: "RUS", year: 2005, state: "suppressed" }])
      })
    )
  )

  it.live("profiles that round, or that hide nothing for partners, make no release", () =>
    inStore(
      "release-profiles",
      Effect.gen(function* () {
        yield* setMart(first)
        yield* createVintage()
        for (const name of ["opensafely-7-5", "ons-10-5", "unodc-5", "acro"]) {
          const profile = profiles.get(name) as Profile
          const error = yield* Effect.flip(Releases.createRelease({ author, profile }))
          assert.strictEqual(error._tag, "ReleaseRefused", name)
        }
      })
    )
  )

  it.live(
    "killed before or after any write, of which an ordinary run tries a third, a release is published completely or not at all, and the next process completes it",
    () =>
      inStore(
        "release-killed",
        Effect.gen(function* () {
          const store = yield* Warehouse
          const stores = yield* Effect.context<Stores>()
          const [earliest = 0] = sample("first write that is killed", [0, 1, 2], 1)
          for (let writes = full ? 0 : earliest; ; writes += full ? 1 : 3)
            // The store after a write is what it is before the next one.
            for (const after of full ? [false, true] : [false]) {
              yield* store.command("TRUNCATE TABLE corridor_release.cell")
              yield* store.command("TRUNCATE TABLE corridor_release.release")
              yield* changeState("DELETE FROM chain_entry")
              yield* store.command("TRUNCATE TABLE corridor_vintage.content")
              let left = writes
              const dying = withWrites(Layer.succeedContext(stores), (write) =>
                Effect.suspend(() => {
                  if (left < 0) return Effect.die("dead")
                  left -= 1
                  if (left >= 0) return write
                  const die = Effect.die("killed")
                  return after ? Effect.andThen(write, die) : die
                })
              )
              const whole = Effect.gen(function* () {
                yield* createVintage()
                const { release } = yield* create()
                yield* approve(release, "Bo Reviewer")
                yield* approve(release, "Cy Reviewer")
              })
              yield* setMart(first)
              const exit = yield* Effect.exit(Effect.provide(whole, dying))
              const at = `killed ${after ? "after" : "before"} write ${writes + 1}`
              const between = yield* seen
              if (between.length > 0) assert.deepStrictEqual(between, firstSeen, at)
              if (Exit.isSuccess(exit)) {
                assert.isAbove(writes, 6)
                assert.deepStrictEqual(between, firstSeen)
                return
              }
              // The next process continues from what exists.
              if ((yield* readLedger()).length === 0) yield* createVintage()
              const releases = yield* Releases.reconcileReleases()
              if (releases.length === 0) yield* create()
              const { state } = yield* Effect.map(Releases.showRelease(1), ({ release }) => release)
              if (state === "held") yield* approve(1, "Bo Reviewer")
              if (state !== "published") yield* approve(1, "Cy Reviewer")
              assert.deepStrictEqual(yield* seen, firstSeen, at)
            }
        })
      )
  )

  it.live("the demonstration's reviewers release invented records and nothing else", () =>
    inStore(
      "release-demonstration",
      Effect.gen(function* () {
        yield* setMart(first, 0)
        assert.isFalse(yield* releaseDemonstration())
        assert.deepStrictEqual(yield* seen, [])
        yield* setMart(first, 1)
        assert.isTrue(yield* releaseDemonstration())
        const { invented, cells } = yield* publishedFlows()
        assert.isTrue(invented)
        assert.strictEqual(cells.length, 5)
        assert.isFalse(yield* releaseDemonstration())
        for (const { moves } of yield* Releases.reconcileReleases())
          for (const { by } of moves) assert.include(by, "invented")
        const { pages } = yield* Releases.showRelease(1)
        assert.match(pages[0]?.[1] ?? "", /^THESE FIGURES ARE INVENTED/)
      })
    )
  )
})
