/**
 * Which requests published cells answer. The oracle counts: each answer is compared with what a query of its own would have shown, which is
 * protected from the counts of the vintage.
 */
import { defaultProfile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { protectAnswer, vintageFor } from "../../release/queries/protectAnswer.ts"
import { publishedAnswer } from "../../release/queries/publishedAnswer.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { createVintage, type Vintage } from "../../release/vintage/Vintages.ts"
import { publishedPath } from "../../site/metadata/publishedPath.ts"
import { patience } from "../fixtures/patience.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"
import { analyst, policy, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

const rows: ReadonlyArray<RouteRow> = [2004, 2005, 2006].flatMap(
  (year, i): ReadonlyArray<RouteRow> => [
    ["UKR", "RUS", year, 140 + i, 6],
    ["UKR", "POL", year, 40 + i, 6],
    ["MDA", "RUS", year, 60 + i, 6],
    ["KAZ", "RUS", year, 80 + i, 6],
    ["UZB", "RUS", year, 90 + i, 6],
    ["KAZ", "DEU", year, i === 1 ? 4 : 30, 6]
  ]
)

/** The edition: countries and regions of origin, with all sums. */
const edition: ChoiceInput = {
  table: "flows",
  margins: true,
  levels: { origin: ["country", "region"], destination: ["country"], year: ["year"] }
}

const answered: ReadonlyArray<ChoiceInput> = [
  { table: "flows" },
  { table: "flows", margins: true },
  { table: "flows", by: ["origin"] },
  { table: "flows", by: ["year"] },
  { table: "flows", by: ["destination", "year"], margins: true },
  { table: "flows", levels: { origin: ["region"] } },
  { table: "flows", levels: { origin: ["country", "region"] }, margins: true },
  { table: "flows", where: { origin: "UKR" } },
  { table: "flows", where: { origin: "KAZ", destination: "DEU" } },
  { table: "flows", from: 2005 },
  { table: "flows", from: 2005, to: 2005, where: { destination: "RUS" } },
  { table: "flows", by: ["origin", "year"], where: { origin: "MDA" }, margins: true }
]

const unanswered: ReadonlyArray<readonly [what: string, ChoiceInput]> = [
  ["another table", { table: "victims" }],
  ["another level", { table: "flows", levels: { origin: ["subregion"] } }],
  ["another level of another dimension", { table: "flows", levels: { destination: ["region"] } }],
  ["periods", { table: "flows", levels: { year: ["period"] }, period: 2 }],
  ["another dimension", { table: "flows", by: ["origin", "corridor"] }],
  ["nobody", { table: "flows", where: { origin: "ZWE" } }],
  ["suppressed cells only", { table: "flows", where: { origin: "KAZ", destination: "DEU" }, from: 2005, to: 2005 }]
]

describe("published cells", () => {
  let store: ServedStore
  beforeAll(async () => {
    store = await serveStore(
      "answers",
      Effect.gen(function* () {
        yield* setRoutesMart(rows)
        yield* createVintage()
        const author = analyst("Ada Author")
        const choices = [choiceOf(edition)]
        const made = yield* Releases.createRelease({ author, profile: defaultProfile, choices })
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release: made.release, move: "approve", by: reviewer(by) })
      })
    )
  })
  afterAll(() => store.close())

  const find = (input: ChoiceInput, profile = defaultProfile) =>
    store.inside(
      Effect.gen(function* () {
        const entries = yield* readLedger()
        return yield* publishedAnswer({ choice: choiceOf(input), profile }, vintageFor(entries), entries)
      })
    )

  const counted = (input: ChoiceInput) =>
    store.inside(
      Effect.gen(function* () {
        const entries = yield* readLedger()
        const asked = { choice: choiceOf(input), profile: defaultProfile }
        return yield* protectAnswer(asked, vintageFor(entries) as Vintage, entries, -1)
      })
    )

  it.each(answered)("answer what a query of its own would: %j", async (input) => {
    const found = await find(input)
    if (found === undefined) return assert.fail("not answered")
    const own = new Map((await counted(input)).cells.map(({ labels, shown }) => [labels.join(), shown]))
    assert.deepStrictEqual(found.cells.map(({ labels }) => labels.join()).toSorted(), [...own.keys()].toSorted())
    for (const { labels, shown } of found.cells)
      if (shown.state === "published") {
        const should = own.get(labels.join())
        assert.strictEqual(should?.state === "published" ? should.victims : undefined, shown.victims, labels.join())
      }
    const path = publishedPath(found.published)
    const response = await fetch(`http://127.0.0.1:${store.port}${path}`)
    assert.strictEqual(response.status, 200, path)
    const { cells } = (await response.json()) as { cells: ReadonlyArray<Record<string, unknown>> }
    const { by } = choiceOf(input)
    const text = (labels: ReadonlyArray<unknown>, state: unknown, figure: unknown) =>
      JSON.stringify([...labels.map(String), state, figure ?? null])
    // The address also says of combinations that they have no records.
    assert.deepStrictEqual(
      cells
        .filter((cell) => cell["state"] !== "not_reported")
        .map((cell) =>
          text(
            by.map((name) => cell[name]),
            cell["state"],
            cell["victims"]
          )
        )
        .toSorted(),
      found.cells
        .map(({ labels, shown }) => text(labels, shown.state, shown.state === "published" ? shown.victims : null))
        .toSorted()
    )
  })

  it("pages show corridors of countries only, though the edition has regions of origin and sums", async () => {
    for (const path of ["", "plain", "compare"]) {
      const page = await (await fetch(`http://127.0.0.1:${store.port}/${path}?lang=en`)).text()
      assert.include(page, "Ukraine → Russia", path)
      assert.notMatch(page, /(?:Europe|Asia|Total) →|→ Total/, path)
    }
  })

  it.each(unanswered)("do not answer %s", async (_, input) => {
    assert.isUndefined(await find(input))
  })

  it("of an answer to a request answer the same question, and a part of it", async () => {
    const periods: ChoiceInput = { table: "flows", by: ["origin", "year"], levels: { year: ["period"] }, period: 2 }
    const { release } = await store.inside(
      Effect.gen(function* () {
        const author = analyst("Ada Author")
        const made = yield* Releases.createRelease({
          ...{ author, profile: defaultProfile, choices: [choiceOf(periods)], edition: null }
        })
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release: made.release, move: "approve", by: reviewer(by) })
        return made
      })
    )
    for (const asked of [periods, { ...periods, where: { origin: "UKR" } }]) {
      const found = await find(asked)
      if (found === undefined) return assert.fail("not answered")
      assert.strictEqual(found.published.release, release)
      const path = publishedPath(found.published)
      assert.match(path, new RegExp(`^/v1/releases/${release}/tables/flows`))
      // The server's list of releases is up to a second old.
      await vi.waitFor(
        async () => assert.strictEqual((await fetch(`http://127.0.0.1:${store.port}${path}`)).status, 200),
        { timeout: patience }
      )
    }
    assert.strictEqual((await find({ table: "flows" }))?.published.release, 1)
  })

  it("do not answer under other rules, of a newer vintage, or after the edition was retracted", async () => {
    const other = [...profiles.values()].find(({ name }) => name !== defaultProfile.name)
    assert.isUndefined(await find({ table: "flows" }, other))
    await store.inside(createVintage())
    assert.isUndefined(await find({ table: "flows" }))
    const first = await store.inside(
      Effect.gen(function* () {
        const entries = yield* readLedger()
        const asked = { choice: choiceOf({ table: "flows" }), profile: defaultProfile }
        return yield* publishedAnswer(asked, vintageFor(entries, { vintage: 1 }), entries)
      })
    )
    assert.isDefined(first)
    // A request is about the edition, unless it asks for the newest records.
    const terms = { subject: "journeys", from: ["Ukraine"], to: ["Russia"] } as const
    const states = await store.inside(
      Effect.gen(function* () {
        const requests = yield* Requests
        const asked = [terms, { ...terms, newest: true }, { ...terms, newest: false }]
        return yield* Effect.forEach(asked, (one) => requests.draft(policy("pia"), one))
      }).pipe(Effect.provide(Requests.layerTest))
    )
    assert.deepStrictEqual(
      states.map(({ state, published }) => [state, published?.release]),
      [
        ["answered", 1],
        ["drafted", undefined],
        ["answered", 1]
      ]
    )
    await store.inside(
      Releases.moveRelease({ release: 1, move: "retract", by: reviewer("Bo Reviewer"), reason: "a test" })
    )
    assert.isUndefined(
      await store.inside(
        Effect.gen(function* () {
          const entries = yield* readLedger()
          const asked = { choice: choiceOf({ table: "flows" }), profile: defaultProfile }
          return yield* publishedAnswer(asked, vintageFor(entries, { vintage: 1 }), entries)
        })
      )
    )
  })
})
