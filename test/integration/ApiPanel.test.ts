/** The demonstration's series and constant panels as the API shows them. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { demoRoutes } from "../../ingest/demo/Demonstration.ts"
import { publishedFlowBounds } from "../../release/published/flowBounds.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { pooledFlows } from "../../release/trends/pooledFlows.ts"
import { corridorTrends } from "../../site/trends/corridorTrends.ts"
import { startDemonstration } from "../fixtures/demonstrationRig.ts"
import type { ExplorerRig } from "../fixtures/explorerRig.ts"

interface Answer {
  readonly series: ReadonlyArray<{ readonly state: string; readonly victims?: number; readonly low?: number }>
  readonly verdict: {
    readonly direction: string
    readonly words: string
    readonly of: string
    readonly partners: string
    readonly rate: null | { readonly low: number; readonly high: number }
    readonly reporting: ReadonlyArray<string>
  }
  readonly panel: null | {
    readonly partners: number | null
    readonly series: Answer["series"]
    readonly verdict: null | { readonly direction: string; readonly rate: { readonly low: number } | null }
  }
  readonly reporting: ReadonlyArray<{ readonly from: string; readonly partners: number | null }>
}

/** The expected persons of a corridor in the first and the last year, from the weights that the records are drawn by. */
const trueEnds = (origin: string, destination: string): readonly [from: number, to: number] => {
  const share = (year: number) => {
    const weights = demoRoutes.map(({ places, weight, trend }) => ({
      isOwn: places[0]?.country === origin && places.at(-1)?.country === destination,
      weight: weight * trend ** year
    }))
    const sum = (all: typeof weights) => all.reduce((total, one) => total + one.weight, 0)
    return sum(weights.filter(({ isOwn }) => isOwn)) / sum(weights)
  }
  return [share(0), share(5)]
}

describe("the demonstration", () => {
  let rig: ExplorerRig
  beforeAll(async () => {
    rig = await startDemonstration()
  })
  afterAll(() => rig.close())

  const trend = async (question: string) =>
    (await (await fetch(`${rig.address}v1/trends?${question}`)).json()) as Answer

  it("Ukraine to Russia: shows the panel, states no change, and says that reporting grew in May 2005", async () => {
    const { series, panel, verdict, reporting } = await trend("table=flows&origin=UKR&destination=RUS")
    assert.deepStrictEqual(
      panel?.series.map(({ victims }) => victims),
      [168, 163, 173, 179, 165, 171]
    )
    assert.strictEqual(panel?.partners, 11)
    assert.deepStrictEqual(
      series.map(({ victims, state }) => victims ?? state),
      [168, 163, ...new Array<string>(4).fill("suppressed")]
    )
    // All partners reported at least what the panel did.
    for (const [i, { state, low }] of series.entries())
      if (state === "suppressed") assert.isAtLeast(low ?? 0, panel?.series[i]?.victims ?? Number.NaN)
    assert.deepStrictEqual([verdict.direction, verdict.reporting], ["cannot say", ["2005-05"]])
    assert.include(verdict.words, "other partners report from 2005-05 on")
    assert.deepStrictEqual(reporting, [
      { from: "2003-01", partners: 11 },
      { from: "2005-05", partners: 12 }
    ])
    const own = await trend("table=flows_panel&origin=UKR&destination=RUS&panel=Constant")
    assert.notInclude(own.verdict.words, "2005-05")
  })

  it("states its one true change that is large enough, of the partners that reported throughout, and nothing that did not happen", async () => {
    const { cells } = await rig.inside(publishedFlows())
    const corridors = [...new Set(cells.map(({ origin, destination }) => `${origin} ${destination}`))]
    assert.isAbove(corridors.length, 15)
    const stated: Array<string> = []
    for (const corridor of corridors) {
      const [origin = "", destination = ""] = corridor.split(" ")
      const { verdict } = await trend(`table=flows&origin=${origin}&destination=${destination}`)
      if (!/rising|falling|level/.test(verdict.direction)) continue
      stated.push(corridor)
      const [from, to] = trueEnds(origin, destination)
      assert.strictEqual(verdict.direction, to > from ? "rising" : "falling", corridor)
    }
    assert.include(stated, "TJK RUS")
    assert.notInclude(stated, "UKR RUS")
    const { verdict, panel } = await trend("table=flows&origin=TJK&destination=RUS")
    assert.deepStrictEqual([verdict.of, verdict.partners], ["flows_by_half_year", "throughout"])
    assert.deepStrictEqual(panel?.verdict?.direction, "rising")
    const [from, to] = trueEnds("TJK", "RUS")
    const growth = (to / from) ** (1 / 5) - 1
    assert.isTrue((verdict.rate?.low ?? 1) < growth && growth < (verdict.rate?.high ?? 0))
    const own = await trend("table=flows_by_half_year&origin=TJK&destination=RUS")
    assert.strictEqual(own.panel?.series.filter(({ state }) => state === "published").length, 12)
    const page = await (await fetch(`${rig.address}corridor/TJK/RUS`)).text()
    assert.include(page, "The 11 partners that reported throughout: the number rises.")
    assert.include(page, "Reporting grew in May 2005: 12 partners instead of 11.")
    assert.include(page, "Of all partners it cannot be said: their figures since then are suppressed.")
  })

  it("coverage shows who reported, and no persons", async () => {
    const coverage = await (await fetch(`${rig.address}v1/coverage`)).json()
    const reporting = [
      { from: "2003-01", partners: 11 },
      { from: "2005-05", partners: 12 }
    ]
    assert.deepStrictEqual(coverage, {
      release: 1,
      kinds: [{ record_kind: "route", throughout: 11, reporting, reportingPauses: [] }]
    })
    const { pages } = (await (await fetch(`${rig.address}v1/releases/1`)).json()) as { pages: Record<string, string> }
    assert.include(
      pages["COVERAGE.md"],
      "- route records: 11 from 2003-01 on, 12 from 2005-05 on. 11 reported throughout."
    )
    const { cells } = (await (await fetch(`${rig.address}v1/records`)).json()) as { cells: ReadonlyArray<unknown> }
    assert.isNotEmpty(cells)
  })

  it("a series whose panel is not published says so where it would state a change", async () => {
    const { panel, verdict } = await trend("table=arrivals_by_month")
    assert.isNull(panel)
    assert.notMatch(verdict.direction, /rising|falling|level/)
  })

  it("has published bounds of suppressed flows, with which corridors are pooled", async () => {
    const { cells, reporting } = await rig.inside(publishedFlows())
    const bounds = await rig.inside(publishedFlowBounds())
    const suppressed = cells.filter(({ state }) => state === "suppressed")
    assert.isAbove(suppressed.length, 5)
    assert.sameMembers(
      bounds.map(({ origin, destination, year }) => `${origin} ${destination} ${year}`),
      suppressed.map(({ origin, destination, year }) => `${origin} ${destination} ${year}`)
    )
    const answer = await (await fetch(`${rig.address}v1/flows?origin=UKR&destination=RUS&from=2006&to=2006`)).json()
    const own = bounds.find((one) => one.origin === "UKR" && one.destination === "RUS" && one.year === 2006)
    assert.include(JSON.stringify(answer), `"low":${own?.low}`)
    const pooled = pooledFlows(cells, bounds, reporting)
    for (const { low, growth, high } of pooled?.corridors ?? []) assert.isTrue(low <= growth && growth <= high)
  })

  it("is analysed with its panel by `analyse released`", async () => {
    const [found, ...others] = await rig.inside(corridorTrends("UKR", "RUS"))
    assert.isEmpty(others)
    assert.deepStrictEqual([found?.direction, found?.of, found?.panel?.published], ["cannot say", "flows", 6])
    const all = await rig.inside(corridorTrends(undefined, undefined))
    const stated = all.find(({ origin, destination }) => `${origin} ${destination}` === "TJK RUS")
    assert.deepStrictEqual(
      [stated?.direction, stated?.partners, stated?.of],
      ["rising", "throughout", "flows_by_half_year"]
    )
  })
})
