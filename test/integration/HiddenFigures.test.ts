/**
 * Figures that are computed from published ones: rates per 100,000 inhabitants, pooled estimates, nowcasts, stories, comparisons and their pictures. Two
 * stores that differ in hidden counts only give the same, byte for byte.
 */
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { publishedFlowBounds } from "../../release/published/flowBounds.ts"
import { Published } from "../../release/published/Published.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { makeReturn, statutoryReturns } from "../../release/returns/makeReturn.ts"
import type { StatutoryReturn } from "../../release/returns/StatutoryReturn.ts"
import { pooledFlows } from "../../release/trends/pooledFlows.ts"
import { canaries, otherCanaries, setMarts } from "../fixtures/explorerRig.ts"
import { releaseIncomplete } from "../fixtures/incompleteMonths.ts"
import { type RouteRow, setRouteDetails, setRoutesMart } from "../fixtures/routesMart.ts"
import { serveStore } from "../fixtures/servedStore.ts"
import { oneSite, wireAnswers, wireCounts, wireDifferences } from "../fixtures/wireAnswers.ts"

const years = [2003, 2004, 2005, 2006, 2007, 2008]

/** The figures that the story of Ukraine and Russia quotes, and enough corridors for a pooled estimate. */
const routes = (hidden: ReadonlyArray<number>): ReadonlyArray<RouteRow> => [
  ...[168, 163, 170, 179, 174, 171].map((persons, i): RouteRow => ["UKR", "RUS", years[i] as number, persons, 6]),
  ...["BLR", "MDA", "UZB", "KGZ", "KAZ", "ARM"].flatMap((origin, o) =>
    years.map((year, i): RouteRow => [origin, "RUS", year, 60 + 13 * o + i * (3 + o), 6])
  ),
  ["TJK", "TUR", 2005, hidden[0] as number, 2],
  ["TJK", "TUR", 2006, 9, 4]
]

const releasedOf = Effect.fn(function* (hidden: ReadonlyArray<number>) {
  yield* setMarts(hidden)
  yield* setRoutesMart(routes(hidden), 1)
  yield* setRouteDetails(
    routes(hidden),
    {
      months: (row) => (row[1] === "TUR" ? [null] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
      places: ([origin, destination]) => [origin, destination]
    },
    1
  )
  if (!(yield* releaseDemonstration())) throw new Error("nothing was released")
})

const pictures = (query: string) => [`/embed?release=1&${query}`, `/preview.png?release=1&lang=ro&${query}`]
const comparisons = ["persons", "origin", "destination"].map(
  (unit) => `corridor=TJK~TUR&corridor=UKR~RUS&corridor=KAZ~RUS&unit=${unit}`
)
const routesOf = { known: "table=flows&origin=UKR&destination=RUS", hidden: "table=flows&origin=TJK&destination=TUR" }
const trends = Object.values(routesOf).map((one) => `/v1/trends?${one}`)

const paths = [
  ...["/", "/plain", "/stories", "/stories/ukraine-russia", "/editions", "/persons"],
  ...["TJK", "TUR", "UKR", "RUS"].map((country) => `/country/${country}`),
  ...["TJK/TUR", "UKR/RUS"].map((corridor) => `/corridor/${corridor}`),
  ...["/region/RU-MOS", "/overview/1/flows", "/overview/1/flows/series", "/compare"],
  ...comparisons.flatMap((one) => [`/compare?${one}`, `/preview.png?page=compare&${one}`]),
  ...["map", "matrix", "regions", "victims", "assistance", "proceedings"].flatMap((view) => pictures(`view=${view}`)),
  ...["UKR~RUS", "TJK~TUR"].flatMap((label) => pictures(`view=trend&series=flows&label=${label}`)),
  ...trends,
  ...["victims", "risk-groups", "assistance", "proceedings", "coverage"].map((one) => `/v1/${one}`),
  ...["/v1/releases/1", "/v1/editions/main/feed.atom", "/v1/editions/main/latest/croissant.jsonld"]
]

/** Where nowcasts are shown. */
const incompletePaths = [
  ...["/", "/corridor/UKR/RUS", "/corridor/TJK/TUR", "/country/RUS", "/country/TUR", "/editions", "/v1/releases/1"],
  ...[...trends, "/v1/trends?table=arrivals_by_month", "/v1/editions/main/feed.atom"],
  ...["view=map", "view=trend&series=flows&label=UKR~RUS", "view=trend&series=flows&label=TJK~TUR"].flatMap(pictures)
]

/** Returns all that is computed from the published cells of a store. Kept stores choose their patterns by the same secrets. */
const figuresOf = async (
  kept: string,
  prepare: Parameters<typeof serveStore>[1],
  asked: ReadonlyArray<string>,
  returns: Iterable<StatutoryReturn>
) => {
  const served = await serveStore("figures", prepare, { settings: oneSite, kept })
  const inside = await served.inside(
    Effect.gen(function* () {
      const { cells, reporting, notCounted } = yield* publishedFlows()
      return {
        pooled: pooledFlows(cells, yield* publishedFlowBounds(), reporting, notCounted),
        returns: yield* Effect.forEach(returns, (one) =>
          Effect.map(makeReturn(one, { year: 2005, release: 1, countries: [] }), ({ rows }) => rows)
        )
      }
    }).pipe(Effect.provide(Published.layer))
  )
  const answers = await wireAnswers(served.port, asked)
  await served.close()
  const textAt = (path: string) => String(answers.find((one) => one.path === path)?.plain.bytes)
  return { ...inside, answers, textAt }
}

type Figures = Awaited<ReturnType<typeof figuresOf>>

const assertSame = (one: Figures, other: Figures) => {
  assert.deepStrictEqual(wireDifferences(one.answers, other.answers), [])
  assert.deepStrictEqual([other.pooled, other.returns], [one.pooled, one.returns])
  assert.strictEqual(wireCounts(one.answers).found, one.answers.length)
}

describe("hidden counts change no figure that is computed from published ones", () => {
  it("rates, stories, comparisons, pooled estimates, returns, and the pictures of links", async () => {
    const one = await figuresOf("figures", releasedOf(canaries), paths, statutoryReturns.values())
    const other = await figuresOf("figures-other", releasedOf(otherCanaries), paths, statutoryReturns.values())
    assertSame(one, other)
    // The figures are there.
    assert.strictEqual(one.pooled?.corridors.length, 7)
    assert.isTrue(one.returns.every((rows) => rows.length > 1))
    assert.include(one.textAt("/stories"), "/stories/ukraine-russia")
    assert.match(one.textAt(`/compare?${comparisons[2]}`), /\b0\.\d/)
    assert.include(one.textAt(`/v1/trends?${routesOf.hidden}`), "suppressed")
  })

  it("nowcasts of months that are not complete", async () => {
    const one = await figuresOf("nowcasts", releaseIncomplete([7_331, 7_457, 7_529]), incompletePaths, [])
    const other = await figuresOf("nowcasts-other", releaseIncomplete([6_577, 9_011, 3_001]), incompletePaths, [])
    assertSame(one, other)
    assert.include(one.textAt(`/v1/trends?${routesOf.known}`), "of which records are still expected")
  })
})
