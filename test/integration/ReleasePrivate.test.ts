/**
 * Releases under differential privacy: paid for from one budget, the same figures for the same query, no invented persons, and their method
 * stated.
 */
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { dpBudget } from "../../release/protection/dpFigures.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
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

describe("releases under differential privacy", () => {
  it.live("are paid for before any data is read, and show no corridor without persons", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("release-private")
      yield* Effect.gen(function* () {
        yield* migrate()
        yield* setRoutesMart(rows)
        yield* createVintage()
        const make = (more: { readonly epsilon?: number } = {}) =>
          Releases.createRelease({
            author: analyst("Ada Author"),
            profile: defaultProfile,
            method: "dp",
            epsilon: more.epsilon ?? 2,
            key: Redacted.make("a secret of the tests"),
            choices: [choice]
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
      }).pipe(Effect.provide(EmbeddedWarehouse.layer(join(folder, "store"))))
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
      }).pipe(Effect.provide(EmbeddedWarehouse.layer(join(folder, "store"))))
    })
  )
})
