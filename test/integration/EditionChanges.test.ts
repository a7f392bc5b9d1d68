/** What changed between editions, as a reader asks: at the API, in links and in the feed. The oracle reads the editions' CSV files. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { languages } from "../../schemas/Languages.ts"
import { pageWords } from "../../site/explorer/words/pages/PageWords.ts"
import { readAtom } from "../fixtures/readAtom.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

const first: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 140, 6],
  ["UKR", "RUS", 2005, 150, 6],
  ["MDA", "RUS", 2004, 60, 6],
  ["MDA", "RUS", 2005, 7, 6],
  ["KAZ", "RUS", 2005, 80, 6]
]

/**
 * Corrected, from suppressed to published, new, and the same. Had Kazakhstan's count not changed, it would give away the small one that it
 * hid before.
 */
const second: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 190, 6],
  ["UKR", "RUS", 2005, 150, 6],
  ["MDA", "RUS", 2004, 60, 6],
  ["MDA", "RUS", 2005, 47, 6],
  ["KAZ", "RUS", 2005, 96, 6],
  ["TJK", "RUS", 2005, 90, 6]
]

const publish = Effect.fn(function* (
  rows: ReadonlyArray<RouteRow>,
  choices: ReadonlyArray<ChoiceInput>,
  reason?: string
) {
  yield* setRoutesMart(rows)
  yield* createVintage()
  const author = analyst("Ada Author")
  const made = yield* Releases.createRelease({
    author,
    profile: defaultProfile,
    choices: choices.map(choiceOf),
    edition: "main",
    reason
  })
  for (const by of ["Bo Reviewer", "Cy Reviewer"])
    yield* Releases.moveRelease({ release: made.release, move: "approve", by: reviewer(by) })
})

const flows: ChoiceInput = { table: "flows", margins: false }
const arrivals: ChoiceInput = { table: "flows", by: ["destination", "year"], margins: false }

interface CellThen {
  readonly state: string
  readonly figure?: number
}
interface Changes {
  readonly before: { readonly version: number } | null
  readonly tables: ReadonlyArray<Record<string, unknown> & { readonly cells: Record<string, number> }>
  readonly cells: ReadonlyArray<{
    readonly table: string
    readonly change: string
    readonly labels: Record<string, string>
    readonly before: CellThen | null
    readonly now: CellThen | null
  }>
}

describe("changes between editions", () => {
  let store: ServedStore
  beforeAll(async () => {
    store = await serveStore(
      "changes",
      Effect.gen(function* () {
        yield* publish(first, [flows, arrivals])
        yield* publish(second, [flows, arrivals])
        yield* publish(second, [flows], "The table of arrivals is under review.")
      })
    )
  })
  afterAll(() => store.close())

  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${store.port}${path}`)
    return { status: response.status, link: response.headers.get("link") ?? "", response, text: await response.text() }
  }
  const changesOf = async (path: string) => JSON.parse((await get(path)).text) as Changes

  const csvOf = async (version: number) => {
    const [head = "", ...lines] = (await get(`/v1/editions/main/${version}/tables/flows?format=csv`)).text
      .trim()
      .split("\n")
    const at = head.split(",").indexOf("state")
    return new Map(lines.map((line) => [line.split(",").slice(0, at).join(), line.split(",").slice(at, at + 2)]))
  }

  it("are those that the two editions' files have", async () => {
    const [before, now] = [await csvOf(1), await csvOf(2)]
    const { tables, cells } = await changesOf("/v1/editions/main/2/changes?table=flows")
    const said = new Map(cells.map((one) => [Object.values(one.labels).join(), one]))
    const kinds = new Set(cells.map(({ change }) => change))
    for (const kind of ["added", "corrected", "state"]) assert.isTrue(kinds.has(kind), kind)
    for (const key of new Set([...before.keys(), ...now.keys()])) {
      const [was, is] = [before.get(key), now.get(key)]
      const one = said.get(key)
      if (was?.join() === is?.join()) assert.isUndefined(one, key)
      else assert.deepStrictEqual([one?.before?.state, one?.now?.state], [was?.[0], is?.[0]], key)
      if (one?.now?.figure !== undefined) assert.strictEqual(String(one.now.figure), is?.[1])
      if (one?.before?.figure !== undefined) assert.strictEqual(String(one.before.figure), was?.[1])
    }
    assert.strictEqual(
      tables.find(({ table }) => table === "flows")?.cells["same"],
      now.size - cells.filter(({ now: is }) => is !== null).length
    )
    assert.deepInclude(said.get("UKR,RUS,2004"), { change: "corrected" })
    assert.deepStrictEqual(said.get("MDA,RUS,2005")?.before, { state: "suppressed" })
  })

  it("name tables that went, and compare with the version that the reader names", async () => {
    const third = await changesOf("/v1/editions/main/3/changes")
    assert.strictEqual(third.before?.version, 2)
    assert.deepStrictEqual(
      third.tables.map(({ table, change }) => [table, change]),
      [
        ["flows", "kept"],
        ["flows-2", "removed"]
      ]
    )
    assert.deepStrictEqual(third.cells, [])
    const since = await changesOf("/v1/editions/main/latest/changes?since=1&table=flows")
    assert.deepStrictEqual(since.cells, (await changesOf("/v1/editions/main/2/changes?table=flows")).cells)
    const corrected = await changesOf("/v1/editions/main/2/changes?change=corrected&table=flows")
    assert.isTrue(corrected.cells.every(({ change }) => change === "corrected"))
    assert.isNotEmpty(corrected.cells)
    assert.isNull((await changesOf("/v1/editions/main/1/changes")).before)
    for (const [query, status] of [
      ["since=2", 404],
      ["since=9", 404],
      ["since=x", 400],
      ["page=99", 404],
      ["table=none", 404],
      ["change=none", 400]
    ] as const)
      assert.strictEqual((await get(`/v1/editions/main/2/changes?${query}`)).status, status, query)
    assert.strictEqual((await get("/v1/editions/main/9/changes")).status, 404)
    assert.strictEqual((await get("/v1/editions/other/feed.atom")).status, 404)
  })

  it("lead to earlier and later versions, in links and in JSON", async () => {
    const { link, text } = await get("/v1/editions/main/2")
    for (const one of [
      '</v1/editions/main/1>; rel="predecessor-version"',
      '</v1/editions/main/3>; rel="successor-version"',
      '</v1/editions/main/3>; rel="latest-version"',
      '</v1/editions/main/feed.atom>; rel="version-history"'
    ])
      assert.include(link, one)
    assert.deepStrictEqual(JSON.parse(text).links, {
      predecessor: "/v1/editions/main/1",
      successor: "/v1/editions/main/3",
      latest: "/v1/editions/main/3",
      changes: "/v1/editions/main/2/changes",
      feed: "/v1/editions/main/feed.atom"
    })
    for (const path of Object.values(JSON.parse(text).links as Record<string, string>))
      assert.strictEqual((await get(path)).status, 200, path)
    const table = await get("/v1/editions/main/2/tables/flows-2")
    assert.include(table.link, '</v1/editions/main/1/tables/flows-2>; rel="predecessor-version"')
    // The latest edition lacks the table.
    assert.notInclude(table.link, "latest-version")
    assert.notInclude((await get("/v1/editions/main/1")).link, "predecessor-version")
    assert.notInclude((await get("/v1/editions/main/3")).link, "successor-version")
  })

  it.each(languages)("are on a page with the numbers of the API: %s", async (language) => {
    const { text } = await get(`/editions?lang=${language}`)
    const sections = text.split(/<section(?=[ >])/).slice(1, 4)
    for (const [i, version] of [3, 2, 1].entries()) {
      const section = sections[i] ?? ""
      assert.include(section, `href="/?release=${version}&amp;lang=${language}"`)
      const { tables } = await changesOf(`/v1/editions/main/${version}/changes`)
      const changed = tables.filter(
        ({ change, cells: { same, ...others } }) => change !== "kept" || Object.values(others).some((n) => n > 0)
      )
      const rows = [...section.matchAll(/<tr role="row"><th[^>]*>.*?<\/tr>/g)].filter(([row]) => row.includes("<td"))
      assert.deepStrictEqual(
        rows.map(([row]) => [...row.matchAll(/<td[^>]*>(\d+)<\/td>/g)].map(([, n]) => Number(n))),
        version === 1
          ? []
          : changed.map(({ cells }) => ["added", "corrected", "retracted", "state", "same"].map((kind) => cells[kind])),
        section
      )
    }
    assert.include(sections[0], "The table of arrivals is under review.")
    assert.include(sections[0], String(pageWords[language].isLatest))
    assert.include(sections[2], String(pageWords[language].editionFirst))
    assert.notMatch(text, /\{\w+\}|undefined|NaN/)
    assert.match((await get("/")).text, /href="\/editions\?lang=en"/)
    assert.include((await get("/sitemap.xml")).text, "/editions<")
  })

  it("of an edition whose identifier leads a browser to its page and a program to its facts", async () => {
    const asked = (accept: string, path = "/v1/editions/main/2") =>
      fetch(`http://127.0.0.1:${store.port}${path}`, { headers: { accept }, redirect: "manual" })
    const page = await asked("text/html,application/xhtml+xml,*/*;q=0.8")
    assert.deepStrictEqual([page.status, page.headers.get("location")], [303, "/?release=2"])
    for (const one of [page, await asked("application/json")]) assert.include(one.headers.get("vary") ?? "", "accept")
    const facts = await asked("*/*")
    assert.strictEqual(((await facts.json()) as { release: number }).release, 2)
    const described = [...(facts.headers.get("link") ?? "").matchAll(/<([^>]+)>; rel="describedby"; type="([^"]+)"/g)]
    assert.isAbove(described.length, 6)
    for (const [, path = "", type] of described)
      assert.strictEqual((await asked("*/*", path)).headers.get("content-type"), type, path)
  })

  it("are in a feed that RFC 4287 allows, at two addresses, and a retraction is news", async () => {
    const { response, text } = await get("/v1/editions/main/feed.atom")
    assert.match(response.headers.get("content-type") ?? "", /^application\/atom\+xml/)
    const feed = readAtom(text)
    assert.strictEqual(feed.entries.length, 3)
    assert.match(feed.entries[0]?.title ?? "", /edition 3$/)
    assert.match(
      feed.entries[0]?.summary ?? "",
      /Tables: Persons by [^.]*\(no longer in the edition\)\. .*under review/
    )
    assert.match(feed.entries[1]?.summary ?? "", /corrected: [1-9]/)
    // Nothing is said of what did not change.
    assert.notMatch(text, /(added|corrected|retracted|other state|same): 0/)
    assert.strictEqual((await get("/feed.atom")).text, text)
    assert.strictEqual(response.headers.get("content-language"), "en")
    assert.include(response.headers.get("vary") ?? "", "accept-language")
    for (const language of languages) {
      const own = await get(`/v1/editions/main/feed.atom?lang=${language}`)
      assert.include(own.text, `xml:lang="${language}"`)
      assert.include(own.link, `</v1/editions/main/feed.atom?lang=${language}>; rel="self"`)
      // At the short address, and by what the reader's program prefers.
      assert.strictEqual((await get(`/feed.atom?lang=${language}`)).text, own.text)
      const preferred = await fetch(`http://127.0.0.1:${store.port}/feed.atom`, {
        headers: { "accept-language": `${language}-XX, en;q=0.3` }
      })
      assert.strictEqual(await preferred.text(), own.text)
      for (const one of readAtom(own.text).links)
        assert.strictEqual((await get(new URL(one["href"] ?? "").pathname)).status, 200)
      // Each kind of page leads to the feeds in its own language.
      for (const path of ["/?", "/?view=map&", "/editions?", "/verdicts?", "/country/UKR?"]) {
        const { text: page } = await get(`${path}lang=${language}`)
        const links = [...page.matchAll(/<link [^>]*application\/atom\+xml[^>]*>/g)].map(([link]) => link)
        assert.deepStrictEqual(
          links.map((link) => /href="([^"]*)"/.exec(link)?.[1]),
          [`/feed.atom?lang=${language}`],
          path
        )
        assert.include(links[0], `hreflang="${language}"`)
      }
    }
    assert.include((await get("/editions?lang=uk")).text, 'href="/v1/answers/feed.atom?lang=uk"')
    for (const lang of ["de", "EN", ""])
      assert.strictEqual((await get(`/v1/editions/main/feed.atom?lang=${lang}`)).status, 400, lang)
    await store.inside(
      Releases.moveRelease({ release: 3, move: "retract", by: reviewer("Bo Reviewer"), reason: "counted twice" })
    )
    const retracted = async () => (await get("/v1/editions/main/feed.atom")).text
    while (!(await retracted()).includes("(retracted)")) await new Promise((resolve) => setTimeout(resolve, 100))
    const later = readAtom(await retracted())
    assert.strictEqual(later.entries[0]?.id, feed.entries[0]?.id)
    assert.include(await retracted(), "counted twice")
    const page = (await get("/editions")).text
    assert.match(page, /Edition 3, [^<]* \(retracted\)<\/a><\/h2><p class="none">.*?counted twice/)
    assert.match(page, /Edition 2, [^<]*<\/a> · the latest/)
    assert.include((await get("/v1/editions/main/1")).link, '</v1/editions/main/2>; rel="latest-version"')
  })
})
