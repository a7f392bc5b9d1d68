import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type ChoiceInput, toChoice } from "../../release/catalogue/TableChoice.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { type Answer, Queries } from "../../release/queries/Queries.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { eraseFromVintages } from "../../release/vintage/eraseFromVintages.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { setMart, text } from "../fixtures/explorerRig.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, operator, policy, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { temporaryFolder } from "./TestStack.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "POL", 2004, 40, 5],
  ["UKR", "FIN", 2004, 4, 4],
  ["MDA", "RUS", 2004, 80, 6],
  ["MDA", "RUS", 2005, 45, 5, "UKR"],
  ["BLR", "POL", 2005, 5, 5]
]

const inStore = <A, E>(name: string, test: Effect.Effect<A, E, Stores | Queries | Requests | Scope.Scope>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder(name)
    const prepared = Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart(rows)
      yield* createVintage()
      return yield* Effect.provide(test, [Queries.layerTest, Requests.layerTest])
    })
    return yield* Effect.provide(prepared, embeddedStores(folder))
  }).pipe(Effect.scoped)

const ask = (asked: ChoiceInput, person = "Rae Researcher", project = "Baltic") =>
  Effect.flatMap(Queries, (queries) =>
    queries.ask({ person, project, choice: choiceOf(asked), profile: defaultProfile })
  )

const grant = (questions: number, person = "Rae Researcher", project = "Baltic") =>
  Effect.gen(function* () {
    const queries = yield* Queries
    yield* queries.grant({ person }, questions)
    yield* queries.grant({ project }, questions)
  })

const shownCells = ({ cells }: Answer) =>
  cells.map(({ labels, shown }) => [...labels, shown.state === "published" ? shown.victims : shown.state].join(" "))

const byOriginAndYear: ChoiceInput = { table: "flows", by: ["origin", "year"] }

describe("researchers' questions", () => {
  it.live("are answered within a budget, always the same, and are in the ledger", () =>
    inStore(
      "queries",
      Effect.gen(function* () {
        const queries = yield* Queries
        const unpaid = yield* Effect.flip(ask(byOriginAndYear))
        assert.strictEqual(unpaid._tag, "BudgetSpent")
        assert.match(unpaid.message, /of person rae researcher is used up.*'release budget --person NAME --grant N'/)
        yield* grant(2)
        const first = yield* ask(byOriginAndYear)
        assert.deepStrictEqual(shownCells(first), ["BLR 2005 suppressed", "MDA 2004 80", "MDA 2005 45", "UKR 2004 104"])
        const entries = (yield* readLedger()).length
        // The same query, repeated by anyone, also after the marts were rebuilt.
        yield* setRoutesMart([["UKR", "RUS", 2004, 500, 5]])
        for (let again = 0; again < 20; again++) assert.deepStrictEqual(yield* ask(byOriginAndYear), first)
        assert.strictEqual((yield* readLedger()).length, entries)
        assert.deepStrictEqual(yield* queries.allowance({ person: "rae  RESEARCHER" }), {
          granted: 2,
          used: 1,
          left: 1
        })
        yield* ask({ table: "flows", by: ["destination"] })
        assert.strictEqual((yield* Effect.flip(ask({ table: "flows", by: ["year"] })))._tag, "BudgetSpent")
        assert.deepStrictEqual(shownCells(yield* ask(byOriginAndYear)), shownCells(first))
        assert.deepStrictEqual(yield* queries.answersOf("Rae Researcher").pipe(Effect.map((all) => all.length)), 2)
        // None of it is published.
        assert.deepStrictEqual((yield* publishedFlows()).cells, [])
        const cells = yield* (yield* Warehouse).query("SELECT 1 FROM corridor_release.cell")
        assert.strictEqual(cells.length, 0)
      })
    )
  )

  it.live(
    "that have no answer whatever the counts are, are refused before they are paid for, and so are requests",
    () =>
      inStore(
        "queries-unanswerable",
        Effect.gen(function* () {
          yield* grant(20)
          yield* Effect.flatMap(Queries, (queries) => queries.grant({ person: "pia" }, 5))
          const allowanceOf = (person: string) => Effect.flatMap(Queries, (queries) => queries.allowance({ person }))
          const small: ChoiceInput = { table: "flows", by: ["origin", "destination"], where: { origin: "BLR" } }
          const answered = yield* ask(byOriginAndYear)
          assert.strictEqual((yield* Effect.flip(ask(small)))._tag, "QueryWouldDisclose")
          const requests = yield* Requests
          const draftOf = (from: string) =>
            requests.draft(policy("pia"), { subject: "journeys", from: [from], each: ["to"] })
          const { request: before } = yield* draftOf("Ukraine")
          yield* requests.move(policy("pia"), { request: before, move: "submit" })
          for (const by of ["ole", "ola"]) yield* requests.move(reviewer(by), { request: before, move: "approve" })
          yield* eraseFromVintages([{ since: "2000-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" }])
          const paid = [yield* allowanceOf("Rae Researcher"), yield* allowanceOf("pia")]
          assert.deepInclude(paid[0], { used: 2 })
          // What the vintage has lost, what it never had, and what leaves with noise only.
          for (const [asked, message] of [
            [{ table: "flows", by: ["destination", "year"] }, /were erased after a withdrawal.*'vintage create'/],
            [{ table: "victims" }, /has no mart partner_victims.*create a new vintage/],
            [{ table: "persons" }, /with the method 'dp' only/]
          ] as const) {
            const refused = yield* Effect.flip(ask(asked))
            assert.strictEqual(refused._tag, "QueryRefused", asked.table)
            assert.match(refused.message, message)
          }
          const { request } = yield* draftOf("Moldova")
          for (const asked of [
            requests.move(policy("pia"), { request, move: "submit" }),
            requests.check(policy("pia"), request),
            requests.move(operator("oli"), { request: before, move: "publish" })
          ]) {
            const refused = yield* Effect.flip(asked)
            assert.strictEqual(refused._tag, "RequestRefused")
            assert.match(refused.message, /were erased after a withdrawal/)
          }
          assert.deepStrictEqual([yield* allowanceOf("Rae Researcher"), yield* allowanceOf("pia")], paid)
          // What was answered stays, and what was refused stays refused.
          assert.deepStrictEqual(yield* ask(byOriginAndYear), answered)
          assert.deepInclude(yield* Effect.flip(ask(small)), { _tag: "QueryWouldDisclose", nearest: null })
          // A new vintage has the counts again.
          yield* createVintage()
          assert.strictEqual((yield* requests.check(policy("pia"), request)).state, "checked")
          assert.strictEqual((yield* requests.check(policy("pia"), before)).state, "checked")
        })
      )
  )

  it.live("that would disclose are refused, with the nearest that can be answered; repeatedly", () =>
    inStore(
      "queries-refused",
      Effect.gen(function* () {
        yield* grant(20)
        const small: ChoiceInput = { table: "flows", by: ["origin", "destination"], where: { origin: "BLR" } }
        for (let again = 0; again < 2; again++) {
          const refused = yield* Effect.flip(ask(small))
          assert.strictEqual(refused._tag, "QueryWouldDisclose")
          if (refused._tag !== "QueryWouldDisclose") return
          assert.notInclude(JSON.stringify(refused), '"victims"')
          const nearest = refused.nearest
          assert.isNotNull(nearest)
          if (nearest === null) return
          const made = toChoice({ ...nearest, from: undefined, to: undefined })
          assert.isTrue("choice" in made)
        }
        const refused = yield* Effect.flip(ask(small))
        if (refused._tag !== "QueryWouldDisclose" || refused.nearest === null) return assert.fail("no nearest question")
        const { nearest } = refused
        const answered = yield* ask({ ...nearest, from: undefined, to: undefined })
        assert.isTrue(answered.cells.some(({ shown }) => shown.state === "published"))
      })
    )
  )

  it.live("of a sum that would disclose one of its parts are refused, with the published table of the parts", () =>
    inStore(
      "queries-parts",
      Effect.gen(function* () {
        yield* grant(20)
        const of = (type: string, persons: number, by: number) => ({ values: [type, "RUS", 2004], persons, by })
        const columns = text("assistance_type", "country")
        // Two partners have all persons of one kind of assistance.
        yield* setMart("partner_assistance", columns, "victims", [of("Medical", 90, 5), of("Education", 40, 2)])
        yield* createVintage()
        const author = analyst("Ada Author")
        const choices = [choiceOf({ table: "assistance" })]
        const { release } = yield* Releases.createRelease({ author, profile: defaultProfile, choices })
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
        const refused = yield* Effect.flip(ask({ table: "assistance", by: ["country", "year"] }))
        if (refused._tag !== "QueryWouldDisclose" || refused.nearest === null) return assert.fail("no nearest question")
        assert.deepStrictEqual(refused.nearest, choices[0])
        const answered = yield* ask({ ...refused.nearest, from: undefined, to: undefined })
        assert.deepStrictEqual(shownCells(answered), ["Education RUS 2004 suppressed", "Medical RUS 2004 90"])
      })
    )
  )

  it.live("whose difference from earlier answers would disclose a small count are refused", () =>
    inStore(
      "queries-difference",
      Effect.gen(function* () {
        yield* grant(20)
        // All of Ukraine, then its destinations one by one: the three add up to the whole, and one of them is four persons.
        const whole = yield* ask({ table: "flows", by: ["origin"] })
        assert.include(shownCells(whole), "UKR 104")
        const outcomes: Array<string> = []
        for (const destination of ["RUS", "POL", "FIN"]) {
          const one = yield* Effect.exit(
            ask({ table: "flows", by: ["origin", "destination"], where: { origin: "UKR", destination } })
          )
          outcomes.push(one._tag === "Success" ? shownCells(one.value).join() : "refused")
        }
        // Russia's 60 can be disclosed; with Poland's 40 too, Finland's 4 would follow.
        assert.deepStrictEqual(outcomes, ["UKR RUS 60", "refused", "refused"])
        // A release is audited together with the answers.
        const made = yield* Releases.createRelease({
          author: analyst("Ada Author"),
          profile: defaultProfile,
          choices: [choiceOf({ table: "flows", by: ["origin", "destination"], margins: true })]
        })
        const { cells } = yield* Releases.showRelease(made.release)
        const shown = new Map(cells.map((cell) => [cell.labels.join(" "), cell.shown.state]))
        assert.strictEqual(shown.get("UKR Total"), "published")
        assert.strictEqual(shown.get("UKR RUS"), "published")
        assert.notStrictEqual(shown.get("UKR POL"), "published")
        assert.notStrictEqual(shown.get("UKR FIN"), "published")
      })
    )
  )

  it.live("from many researchers at the same time are answered as if one after the other, and none overdraws", () =>
    inStore(
      "queries-at-once",
      Effect.gen(function* () {
        const queries = yield* Queries
        yield* queries.grant({ project: "Baltic" }, 5)
        for (let n = 0; n < 4; n++) yield* queries.grant({ person: `Person ${"ABCD"[n]}` }, 50)
        const questions: ReadonlyArray<ChoiceInput> = [
          byOriginAndYear,
          { table: "flows", by: ["destination", "year"] },
          { table: "flows", by: ["origin"] }
        ]
        const all = yield* Effect.forEach(
          questions.flatMap((asked) => ["A", "B", "C", "D"].map((letter) => [asked, letter] as const)),
          ([asked, letter]) =>
            Effect.exit(
              Effect.map(ask(asked, `Person ${letter}`), (answer) => [JSON.stringify(asked), answer] as const)
            ),
          { concurrency: "unbounded" }
        )
        const answered = all.flatMap((one) => (one._tag === "Success" ? [one.value] : []))
        // Each pair of person and query is paid for once: five of twelve by the project.
        assert.strictEqual(answered.length, 5)
        for (const [, group] of Map.groupBy(answered, ([asked]) => asked))
          for (const [, answer] of group) assert.deepStrictEqual(answer, group[0]?.[1])
        assert.deepStrictEqual(yield* queries.allowance({ project: "Baltic" }), { granted: 5, used: 5, left: 0 })
        const numbers = (yield* readLedger()).flatMap(({ body }) => (body.kind === "answer" ? [body.answer] : []))
        assert.deepStrictEqual(
          numbers,
          numbers.map((_, i) => i + 1)
        )
      })
    )
  )
})
