import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import type { TableChoice } from "../../release/catalogue/TableChoice.ts"
import { readCapturesText } from "../../release/history/hiddenPersons.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { dpBudget } from "../../release/protection/privateBudget.ts"
import { answerSharedCases } from "../../release/protection/sharedCases.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { type PublishedRelease, readReleases } from "../../release/published/readPublished.ts"
import { readTable } from "../../release/published/readTable.ts"
import { inventedPeople } from "../../release/publisher/demonstrationRelease.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { releaseInventedPersons } from "../../release/publisher/releaseInventedPersons.ts"
import { tableCsv } from "../../release/publisher/tableFiles.ts"
import { nearestAnswerable, protectAnswer, vintageFor } from "../../release/queries/protectAnswer.ts"
import { createVintage, type Vintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { setFederatedMart, setLinkedMarts } from "../fixtures/linkedMarts.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { temporaryFolder } from "./TestStack.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 900, 5],
  ["UKR", "POL", 2004, 3, 2],
  ["MDA", "RUS", 2004, 400, 5],
  ["MDA", "RUS", 2005, 650, 5],
  ["THA", "FIN", 2005, 1, 1]
]

const choice = choiceOf({ table: "flows", from: 2004, to: 2005 })

/** Creates a release of these tables, which pays epsilon 2 if its method is `dp`. */
const createWith = (choices: ReadonlyArray<ReturnType<typeof choiceOf>>, method: string | undefined) =>
  Releases.createRelease({
    author: analyst("Ada Author"),
    profile: defaultProfile,
    method,
    epsilon: 2,
    key: Redacted.make("a secret of the tests"),
    choices
  })

describe("releases under differential privacy", () => {
  it.live("are paid for before any data is read, and show no corridor without persons", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private")
      yield* Effect.gen(function* () {
        yield* migrate()
        yield* setRoutesMart(rows)
        yield* createVintage()
        const make = (more: { readonly epsilon?: number; readonly edition?: string } = {}) =>
          Releases.createRelease({
            author: analyst("Ada Author"),
            profile: defaultProfile,
            method: "dp",
            epsilon: more.epsilon ?? 2,
            key: Redacted.make("a secret of the tests"),
            choices: [choice],
            edition: more.edition
          })
        const refused = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
          Effect.map(Effect.flip(effect), (error) => (error as { readonly _tag: string })._tag)
        // No budget is granted yet.
        assert.strictEqual(yield* refused(make()), "BudgetSpent")
        const open = choiceOf({ table: "corridors", from: 2004, to: 2005 })
        for (const choices of [[open], [choiceOf({ table: "flows" })]])
          assert.strictEqual(
            yield* refused(
              Releases.createRelease({
                author: analyst("Ada Author"),
                profile: defaultProfile,
                method: "dp",
                key: Redacted.make("a secret of the tests"),
                choices
              })
            ),
            "PrivateRefused"
          )
        assert.strictEqual((yield* readLedger()).filter(({ body }) => body.kind === "proposal").length, 0)
        const granted = yield* dpBudget(2)
        for (const edition of ["main", "No Such Name"])
          assert.strictEqual(yield* refused(make({ edition })), "ReleaseRefused")
        assert.strictEqual((yield* dpBudget(undefined)).used, 0)
        const { release } = yield* make()
        const paid = yield* dpBudget(undefined)
        assert.isAbove(paid.used, 0)
        assert.isAtMost(paid.used, granted.granted)
        const shown = yield* Releases.showRelease(release)
        const truth = new Map(rows.map(([o, d, y, n]) => [`${o} ${d} ${y}`, n]))
        const figures = new Map(
          shown.cells.map(({ labels, shown: one }) => [
            labels.join(" "),
            one.state === "published" ? one.victims : Number.NaN
          ])
        )
        // Large corridors are near their counts; small and empty ones are absent.
        assert.deepStrictEqual([...figures.keys()].sort(), ["MDA RUS 2004", "MDA RUS 2005", "UKR RUS 2004"])
        const method = new Map(shown.pages).get("METHOD.md") ?? ""
        const [, reach = "", threshold = ""] =
          /within (\d+) of the count .* figures below (\d+) are not shown/.exec(method) ?? []
        assert.isAbove(Number(threshold), 4)
        for (const [labels, figure] of figures) {
          // Three intervals: a draw outside of them has a chance below one in a million.
          assert.isAtMost(Math.abs(figure - (truth.get(labels) ?? 0)), 3 * Number(reach), labels)
          assert.isAtLeast(figure, Number(threshold) - 1)
        }
        assert.isTrue([...figures].some(([labels, figure]) => figure !== truth.get(labels)))
        for (const words of ["(2, 0.000001)-differentially private", "discrete Gaussian noise", "one budget"])
          assert.include(method, words)
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
        // The same question is the same answer, paid for once; more than was granted is refused.
        const again = yield* make()
        const same = yield* Releases.showRelease(again.release)
        const plain = (cells: typeof shown.cells) =>
          cells.map(({ labels, shown: one }) => [labels, one.state === "published" ? one.victims : one.state])
        assert.deepStrictEqual(plain(same.cells), plain(shown.cells))
        assert.deepStrictEqual(yield* dpBudget(undefined), paid)
        yield* Releases.moveRelease({ release: again.release, move: "reject", by: reviewer("Bo Reviewer") })
        assert.strictEqual(yield* refused(make({ epsilon: 1 })), "BudgetSpent")
        // Exact releases are not audited against noise, and the page's flows are never noisy.
        const exact = yield* Releases.createRelease({
          author: analyst("Ada Author"),
          profile: defaultProfile,
          choices: [choice]
        })
        assert.strictEqual(exact.state, "held")
        assert.deepStrictEqual((yield* publishedFlows()).cells, [])
      }).pipe(Effect.provide(embeddedStores(folder)))
    })
  )

  it.live("show estimates outside of proven corridors, each with its interval, only where that is asked for", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private-estimates")
      yield* Effect.gen(function* () {
        yield* migrate()
        const years = [2004, 2005, 2006]
        const corridors = { "UKR RUS": 900, "MDA RUS": 400, "UKR POL": 130, "BLR POL": 110 }
        yield* setRoutesMart([
          ...Object.entries(corridors).flatMap(([corridor, persons]) => {
            const [origin, destination] = corridor.split(" ") as [string, string]
            return years.map(
              (year, y): RouteRow => [origin, destination, year, Math.round((persons * (8 + y)) / 27), 5]
            )
          }),
          ["THA", "FIN", 2005, 2, 1]
        ])
        yield* createVintage()
        const flows = choiceOf({ table: "flows", from: 2004, to: 2006, margins: true })
        const create = (method: string, choices = [flows]) =>
          Releases.createRelease({
            author: analyst("Ada Author"),
            profile: defaultProfile,
            method,
            epsilon: 1,
            key: Redacted.make("a secret of the tests"),
            choices
          })
        yield* dpBudget(6)
        const byYear = choiceOf({ table: "flows", by: ["year"], from: 2004, to: 2006 })
        assert.include((yield* Effect.flip(create("dp-estimates", [byYear]))).message, "needs a country")
        const cellsOf = (method: string) =>
          Effect.gen(function* () {
            const { release } = yield* create(method)
            const shown = yield* Releases.showRelease(release)
            yield* Releases.moveRelease({ release, move: "reject", by: reviewer("Bo Reviewer") })
            return shown
          })
        const [proven, estimated] = [yield* cellsOf("dp"), yield* cellsOf("dp-estimates")]
        const truth = (labels: ReadonlyArray<string>) =>
          Object.entries(corridors).reduce((sum, [corridor, persons]) => {
            const at = corridor.split(" ")
            const isIn = labels.slice(0, 2).every((label, d) => label === "Total" || label === at[d])
            const own = years.filter((year) => labels[2] === "Total" || labels[2] === String(year))
            return sum + (isIn ? own.reduce((all, year) => all + Math.round((persons * (8 + year - 2004)) / 27), 0) : 0)
          }, 0)
        const isByYear = ({ labels }: (typeof proven.cells)[number]) => !labels.includes("Total")
        const persons = ({ cells }: typeof proven) =>
          cells.filter(isByYear).reduce((sum, one) => sum + truth(one.labels), 0)
        // The figures of corridors by year drown in noise unless they are estimated.
        assert.isAbove(persons(estimated), 1.1 * persons(proven))
        let within = 0
        for (const { labels, shown, bounds } of estimated.cells) {
          assert.strictEqual(shown.state, "published")
          assert.isAtLeast(shown.state === "published" ? shown.victims : 0, defaultProfile.threshold)
          // No corridor without persons, and no year of one.
          if (labels[0] !== "Total" && labels[1] !== "Total") assert.isAbove(truth([...labels.slice(0, 2), "Total"]), 0)
          assert.isDefined(bounds)
          if (bounds !== undefined && bounds.low <= truth(labels) && truth(labels) <= bounds.high) within += 1
        }
        assert.isAtLeast(within / estimated.cells.length, 0.85)
        assert.isTrue(proven.cells.every(({ bounds }) => bounds === undefined))
        for (const { columns, deviation, estimated: own } of estimated.release.noise ?? [])
          assert.isAtMost(own ?? Number.NaN, deviation, columns.join())
        const page = new Map(estimated.pages).get("METHOD.md") ?? ""
        for (const words of ["An estimate may stand for nobody", "Countries and corridors are proven"])
          assert.include(page, words)
        assert.notInclude(new Map(proven.pages).get("METHOD.md") ?? "", "estimate")
      }).pipe(Effect.provide(embeddedStores(folder)))
    })
  )

  it.live("are attacked together with exact releases, and cost at most epsilon 10 for ever", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private-attack")
      yield* Effect.gen(function* () {
        yield* migrate()
        // Of 2004, the total and Russia are published; USA and Vietnam are suppressed and sum to 43.
        yield* setRoutesMart([
          ["UKR", "RUS", 2004, 900, 5],
          ["UKR", "USA", 2004, 33, 5],
          ["UKR", "VNM", 2004, 10, 5]
        ])
        yield* createVintage()
        const flows = choiceOf({ table: "flows", by: ["destination", "year"], from: 2004, to: 2004, margins: true })
        const create = (more: Partial<Parameters<typeof Releases.createRelease>[0]>) =>
          Releases.createRelease({
            author: analyst("Ada Author"),
            profile: defaultProfile,
            key: Redacted.make("a secret of the tests"),
            choices: [flows],
            ...more
          })
        const approve = (release: number) =>
          Effect.forEach(["Bo Reviewer", "Cy Reviewer"], (by) =>
            Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
          )
        const exact = yield* create({})
        yield* approve(exact.release)
        const { cells } = yield* Releases.showRelease(exact.release)
        const hidden = cells.flatMap(({ labels, shown }) => (shown.state === "suppressed" ? [labels[0]] : []))
        assert.includeMembers(hidden, ["USA", "VNM"])
        yield* dpBudget(9)
        const paid = yield* dpBudget(undefined)
        const within = choiceOf({ table: "flows", by: ["destination", "year"], from: 2004, to: 2004 })
        const refusal = yield* Effect.flip(create({ method: "dp", epsilon: 8, choices: [within] }))
        assert.strictEqual((refusal as { readonly _tag: string })._tag, "PrivateRefused")
        assert.deepStrictEqual(yield* dpBudget(undefined), paid)
        const noisy = yield* create({ method: "dp", epsilon: 1, choices: [within] })
        const figures = (yield* Releases.showRelease(noisy.release)).cells
        for (const { shown } of figures)
          assert.isAtLeast(shown.state === "published" ? shown.victims : 0, defaultProfile.threshold)
        yield* approve(noisy.release)
        yield* Effect.flip(dpBudget(5))
      }).pipe(Effect.provide(embeddedStores(folder)))
    })
  )

  it.live("are the only way out for persons of a linkage round, with persons at each partner", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private-persons")
      yield* Effect.gen(function* () {
        yield* migrate()
        const counts = { linked_persons: [420, 380, 4], persons_at_partners: [510, 470, 5] } as const
        const years = [2004, 2005, 2006]
        yield* setLinkedMarts(counts, years, [5, 60])
        yield* setRoutesMart([["UKR", "RUS", 2004, 520, 5]])
        yield* createVintage()
        const choices = (by: ReadonlyArray<string>) => by.map((table) => choiceOf({ table, from: 2004, to: 2006 }))
        const create = (tables: ReadonlyArray<string>, method?: string) => createWith(choices(tables), method)
        for (const method of ["suppression", "rounding", "cell-key"])
          for (const tables of [["persons"], ["flows", "persons_at_partners"]]) {
            const { message } = yield* Effect.flip(create(tables, method))
            assert.include(message, "plants records")
          }
        // They are not invented, so the demonstration leaves them alone.
        assert.strictEqual(yield* releaseInventedPersons(inventedPeople), "not invented")
        const selection = { choice: choices(["persons"])[0] as TableChoice, profile: defaultProfile }
        const entries = yield* readLedger()
        const vintage = vintageFor(entries) as Vintage
        assert.deepStrictEqual((yield* protectAnswer(selection, vintage, entries, -1)).cells, [])
        assert.isNull(yield* nearestAnswerable(selection, vintage, entries, -1))
        yield* dpBudget(6)
        assert.include((yield* Effect.flip(create(["persons"], "dp"))).message, "need both")
        const { release } = yield* create(["persons", "persons_at_partners"], "dp")
        const shown = yield* Releases.showRelease(release)
        const figures = shown.cells.map(({ choice: c, labels, shown: one, bounds }) => {
          const truth = Object.values(counts)[c]?.[years.indexOf(Number(labels[0]))] as number
          assert.isTrue(one.state === "published" && Math.abs(one.victims - truth) < 60, labels.join())
          return [c, labels[0], bounds !== undefined && bounds.low < truth && truth < bounds.high]
        })
        // 2006 has too few persons. Four intervals of 95 %: all contain the count with this key.
        assert.deepStrictEqual(figures, [
          [0, "2004", true],
          [0, "2005", true],
          [1, "2004", true],
          [1, "2005", true]
        ])
        // The interval of persons is wider than noise makes it, by the links that were missed.
        const widths = shown.cells.map(({ bounds }) => (bounds?.high ?? 0) - (bounds?.low ?? 0))
        assert.isAbove(widths[0] as number, (widths[2] as number) + 5)
        assert.include(new Map(shown.pages).get("METHOD.md") ?? "", "Of 60 pairs of files of invented persons")
        const approve = (by: string) => Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
        yield* Effect.forEach(["Bo Reviewer", "Cy Reviewer"], approve)
        const [published] = (yield* readReleases()).releases
        const table = yield* readTable(published as PublishedRelease, "persons", new Map())
        const cells = table.json.map((cell) => JSON.parse(cell))
        assert.deepStrictEqual(
          cells.map(({ low, persons, high }) => low < persons && persons < high),
          [true, true]
        )
        assert.match(
          tableCsv(choices(["persons"])[0] as TableChoice, shown.cells.slice(0, 1)),
          /^2004,published,\d+,\d+,\d+,\d+$/m
        )
        // Capture histories, with what models of hidden populations make of them.
        assert.include((yield* Effect.flip(create(["capture_histories"], "dp"))).message, "need both")
        const before = (yield* dpBudget(undefined)).used
        const captured = yield* create(["capture_histories", "persons_at_partners"], "dp")
        assert.isAbove((yield* dpBudget(undefined)).used, before)
        const pages = new Map((yield* Releases.showRelease(captured.release)).pages)
        const histories = readCapturesText(pages.get("captures.csv")) ?? []
        assert.deepStrictEqual(
          histories.map(({ lists }) => lists.join("+")),
          ["CivilSociety", "Government", "CivilSociety+Government"]
        )
        const whole = counts.linked_persons.reduce((sum, one) => sum + one, 0)
        // Without errors of links there are more persons known to both than were counted, and fewer known to one.
        for (const { lists, persons, low, high } of histories) {
          assert.isTrue(low < persons && persons < high && Math.abs(persons - whole / 3) < 100, `${lists} ${persons}`)
          assert.isTrue(lists.length === 2 ? whole / 3 < high : low < whole / 3)
        }
        assert.include(pages.get("METHOD.md") ?? "", "They support no estimate")
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release: captured.release, move: "approve", by: reviewer(by) })
        // Later exact releases are attacked together with what the noise left open.
        const exact = yield* create(["flows"], "suppression")
        assert.strictEqual(exact.state, "held")
      }).pipe(Effect.provide(embeddedStores(folder)))
    })
  )

  it.live("are the only way out for federated counts, whose contributions by partner are unknown", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private-federated")
      yield* Effect.gen(function* () {
        yield* migrate()
        yield* setRoutesMart([["UKR", "POL", 2024, 520, 5]])
        const flows = { "UKR POL 2024": 300, "UKR DEU 2024": 180, "MDA DEU 2025": 3 }
        yield* setFederatedMart(flows)
        yield* createVintage()
        yield* dpBudget(6)
        const create = (table: string, method: string) =>
          createWith([choiceOf({ table, from: 2024, to: 2025 })], method)
        assert.include((yield* Effect.flip(create("federated_flows", "suppression"))).message, "method 'dp' only")
        const { release } = yield* create("federated_flows", "dp")
        const { cells } = yield* Releases.showRelease(release)
        const figures = cells.map(({ labels, bounds }) => {
          const count = flows[labels.join(" ") as "UKR POL 2024"]
          return [labels.join(" "), bounds !== undefined && bounds.low < count && count < bounds.high]
        })
        assert.deepStrictEqual(figures, [
          ["UKR DEU 2024", true],
          ["UKR POL 2024", true]
        ])
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
        assert.strictEqual((yield* create("flows", "suppression")).state, "held")
      }).pipe(Effect.provide(embeddedStores(folder)))
    })
  )

  it.live(
    "are the same again for the same round and vintage only: equal ones would reveal that nothing has changed",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder("release-private-again")
        yield* Effect.gen(function* () {
          yield* migrate()
          const linked = (round: string) =>
            setLinkedMarts({ linked_persons: [420], persons_at_partners: [510] }, [2004], [5, 60], 0, round)
          yield* linked("spring")
          yield* setRoutesMart(rows)
          let vintage = yield* createVintage()
          yield* dpBudget(9)
          const figures = Effect.fn("figures")(function* (tables: ReadonlyArray<string>, to = 2005) {
            const { release } = yield* createWith(
              tables.map((table) => choiceOf({ table, from: 2004, to })),
              "dp"
            )
            const { cells } = yield* Releases.showRelease(release)
            yield* Releases.moveRelease({ release, move: "reject", by: reviewer("Bo Reviewer") })
            return cells
              .map(({ choice: c, labels, shown }) => [c, ...labels, shown])
              .filter(([c]) => c === 0)
              .map((cell) => cell.map((one) => (typeof one === "object" && "victims" in one ? one.victims : one)))
          })
          const shared = Effect.suspend(() =>
            answerSharedCases(vintage, { epsilon: 1, key: Redacted.make("a secret of the tests"), least: 11 })
          )
          const persons = ["persons", "persons_at_partners"]
          const histories = ["capture_histories", "persons_at_partners"]
          const spring = [yield* figures(persons), yield* figures(histories), (yield* shared).counts]
          const flows = yield* figures(["flows"])
          // 2006 has no persons.
          assert.notDeepEqual(yield* figures(histories, 2006), spring[1])
          // Another vintage of the same records. The round is the same one, and is not paid for again.
          vintage = yield* createVintage()
          const { used } = yield* dpBudget(undefined)
          assert.deepStrictEqual([yield* figures(persons), yield* figures(histories), (yield* shared).counts], spring)
          assert.strictEqual((yield* dpBudget(undefined)).used, used)
          assert.notDeepEqual(yield* figures(["flows"]), flows)
          assert.isAbove((yield* dpBudget(undefined)).used, used)
          // Another round, with as many persons.
          yield* linked("autumn")
          vintage = yield* createVintage()
          assert.notDeepEqual(yield* figures(persons), spring[0])
          assert.notDeepEqual(yield* figures(histories), spring[1])
          assert.notDeepEqual((yield* shared).counts, spring[2])
        }).pipe(Effect.provide(embeddedStores(folder)))
      })
  )

  it.live("are made of the demonstration's linkage round, once", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private-demonstration")
      yield* Effect.gen(function* () {
        yield* migrate()
        yield* setLinkedMarts({ linked_persons: [150], persons_at_partners: [260] }, [2008], [3, 60], 1)
        assert.strictEqual(yield* releaseInventedPersons(inventedPeople), "released")
        assert.strictEqual(yield* releaseInventedPersons(inventedPeople), "released before")
        // Each partner is told how many of its persons others know: with noise, paid once, and never a small number.
        const vintage = vintageFor(yield* readLedger()) as Vintage
        const ask = answerSharedCases(vintage, { epsilon: 1, key: Redacted.make("a secret of the tests"), least: 11 })
        const paid = (yield* dpBudget(undefined)).used
        const answers = yield* ask
        const after = (yield* dpBudget(undefined)).used
        assert.isAbove(after, paid)
        assert.deepStrictEqual(yield* ask, answers)
        assert.strictEqual((yield* dpBudget(undefined)).used, after)
        const truth = { any: 300, CivilSociety: 300, Government: 0, LawEnforcement: 100, Services: 0 }
        assert.deepStrictEqual(Object.keys(answers.counts), ["p0", "p1", "p2"])
        assert.deepStrictEqual(
          answers.counts["p0"]?.map(({ knownTo }) => knownTo),
          Object.keys(truth)
        )
        for (const { knownTo, persons, low, high } of answers.counts["p0"] ?? []) {
          const count = truth[knownTo as "any"]
          assert.isTrue(low <= count && count <= high && low < high, knownTo)
          assert.strictEqual(persons !== undefined, count > 0, knownTo)
        }
        for (const partner of ["p1", "p2"])
          for (const one of answers.counts[partner] ?? []) {
            assert.notProperty(one, "persons")
            assert.strictEqual(one.low, 0)
            assert.isAbove(one.high, 11)
          }
        const { releases } = yield* readReleases()
        assert.deepStrictEqual(
          releases.map(({ state, tables, invented, edition }) => [state, tables, invented, edition]),
          [["published", ["persons", "persons_at_partners", "capture_histories"], true, undefined]]
        )
        // Its page is there without any edition.
        const port = yield* freePort(0)
        yield* servePage(port)
        const page = yield* Effect.promise(async () => (await fetch(`http://127.0.0.1:${port}/persons?lang=en`)).text())
        assert.include(page, "Once at each partner")
      }).pipe(Effect.scoped, Effect.provide(embeddedStores(folder)))
    })
  )
})
